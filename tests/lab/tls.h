/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * TLS in the kernel for a socket of the lab. The keys are the same at both ends, both ways, and
 * known to everybody: it is the records that matter, of up to 16 KiB, of which a receiver always
 * holds one that is not complete.
 */
#ifndef LAB_TLS_H
#define LAB_TLS_H

#include <linux/tls.h>
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

static inline void tls_start(int fd)
{
	struct tls12_crypto_info_aes_gcm_128 crypto = {
		.info = { .version = TLS_1_2_VERSION, .cipher_type = TLS_CIPHER_AES_GCM_128 },
	};

	if (setsockopt(fd, IPPROTO_TCP, TCP_ULP, "tls", 3) ||
	    setsockopt(fd, SOL_TLS, TLS_TX, &crypto, sizeof(crypto)) ||
	    setsockopt(fd, SOL_TLS, TLS_RX, &crypto, sizeof(crypto)))
		die(1, "TLS in the kernel: %m");
}

/* A socket that is not connected is refused for that, where there is TLS at all. */
static inline bool tls_is_there(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool there = !setsockopt(fd, IPPROTO_TCP, TCP_ULP, "tls", 3) || errno != ENOENT;

	close(fd);
	return there;
}

#endif
