/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * TLS in the kernel for a socket of the lab. The keys are the same at both ends, both ways, and
 * known to everybody: it is the records that matter, of up to 16 KiB, of which a receiver always
 * holds one that is not complete.
 */
#ifndef LAB_TLS_H
#define LAB_TLS_H

#include <linux/tls.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "args.h"

#ifndef TCP_ULP
#define TCP_ULP 31
#endif
#ifndef SOL_TLS
#define SOL_TLS 282
#endif

/* 0 or -errno; there is no cipher where its module is missing. */
static inline int tls_try(int fd)
{
	struct tls12_crypto_info_aes_gcm_128 crypto = {
		.info = { .version = TLS_1_2_VERSION, .cipher_type = TLS_CIPHER_AES_GCM_128 },
	};

	if (setsockopt(fd, IPPROTO_TCP, TCP_ULP, "tls", 3) ||
	    setsockopt(fd, SOL_TLS, TLS_TX, &crypto, sizeof(crypto)) ||
	    setsockopt(fd, SOL_TLS, TLS_RX, &crypto, sizeof(crypto)))
		return -errno;
	return 0;
}

static inline void tls_start(int fd)
{
	int r = tls_try(fd);

	if (r)
		die(1, "TLS in the kernel: %s", strerror(-r));
}

/* Tried on a connection to ourselves: a socket that has none is refused everywhere. */
static inline bool tls_is_there(void)
{
	struct sockaddr_in addr = { .sin_family = AF_INET,
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof(addr);
	bool there;

	if (bind(listener, (struct sockaddr *)&addr, len) || listen(listener, 1) ||
	    getsockname(listener, (struct sockaddr *)&addr, &len) ||
	    connect(fd, (struct sockaddr *)&addr, len))
		die(1, "no connection on the loopback: %m");
	there = !tls_try(fd);
	close(fd);
	close(listener);
	return there;
}

#endif
