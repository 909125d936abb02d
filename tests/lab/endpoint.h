/* SPDX-License-Identifier: GPL-2.0-only */
/* A TCP socket of the lab: where it is, and the options whose effect is to be diagnosed. */
#ifndef LAB_ENDPOINT_H
#define LAB_ENDPOINT_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "process.h"
#include "tls.h"

struct endpoint {
	int family;
	const char *addr; /* NULL: loopback to connect to, any to listen on */
	uint16_t port;
	const char *congestion; /* NULL: the namespace's default */
	/* Set before connect() or listen(), which fixes the window scale; 0 = autotuning. */
	int sndbuf_bytes, rcvbuf_bytes;
	/* Set on the connected socket, when the scale is fixed already. */
	int late_sndbuf_bytes, late_rcvbuf_bytes;
	/* TCP_NOTSENT_LOWAT, SO_RCVLOWAT, TCP_MAXSEG, SO_MAX_PACING_RATE; 0 = as the kernel likes */
	int lowat_bytes, rcvlowat_bytes, mss_bytes;
	int clamp_bytes; /* TCP_WINDOW_CLAMP before connect() or listen() */
	bool tls;
	int pacing_bytes_per_s;
};

union endpoint_addr {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
};

static inline void endpoint_set(int fd, int level, int option, const char *name, int value)
{
	if (value && setsockopt(fd, level, option, &value, sizeof(value)))
		die(1, "%s %d: %m", name, value);
}

static inline socklen_t endpoint_addr(const struct endpoint *end, bool listening,
				      union endpoint_addr *ret_addr)
{
	const char *text = end->addr;
	void *binary;

	memset(ret_addr, 0, sizeof(*ret_addr));
	ret_addr->any.sa_family = (sa_family_t)end->family;
	if (end->family == AF_INET6) {
		ret_addr->in6.sin6_port = htons(end->port);
		binary = &ret_addr->in6.sin6_addr;
		text = text ? text : listening ? "::" : "::1";
	} else {
		ret_addr->in.sin_port = htons(end->port);
		binary = &ret_addr->in.sin_addr;
		text = text ? text : listening ? "0.0.0.0" : "127.0.0.1";
	}
	if (inet_pton(end->family, text, binary) != 1)
		die(2, "'%s' is not an address of that family", text);
	return end->family == AF_INET6 ? sizeof(ret_addr->in6) : sizeof(ret_addr->in);
}

static inline int endpoint_socket(const struct endpoint *end)
{
	int fd = socket(end->family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		die(1, "socket: %m");
	endpoint_set(fd, SOL_SOCKET, SO_REUSEADDR, "SO_REUSEADDR", 1);
	endpoint_set(fd, SOL_SOCKET, SO_SNDBUF, "SO_SNDBUF", end->sndbuf_bytes);
	endpoint_set(fd, SOL_SOCKET, SO_RCVBUF, "SO_RCVBUF", end->rcvbuf_bytes);
	endpoint_set(fd, IPPROTO_TCP, TCP_MAXSEG, "TCP_MAXSEG", end->mss_bytes);
	endpoint_set(fd, IPPROTO_TCP, TCP_WINDOW_CLAMP, "TCP_WINDOW_CLAMP", end->clamp_bytes);
	if (end->congestion && setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, end->congestion,
					  (socklen_t)strlen(end->congestion)))
		die(1, "congestion control %s: %m", end->congestion);
	return fd;
}

static inline void endpoint_connected(const struct endpoint *end, int fd, bool nodelay)
{
	endpoint_set(fd, SOL_SOCKET, SO_SNDBUF, "SO_SNDBUF", end->late_sndbuf_bytes);
	endpoint_set(fd, SOL_SOCKET, SO_RCVBUF, "SO_RCVBUF", end->late_rcvbuf_bytes);
	endpoint_set(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, "TCP_NOTSENT_LOWAT", end->lowat_bytes);
	endpoint_set(fd, SOL_SOCKET, SO_RCVLOWAT, "SO_RCVLOWAT", end->rcvlowat_bytes);
	endpoint_set(fd, SOL_SOCKET, SO_MAX_PACING_RATE, "SO_MAX_PACING_RATE",
		     end->pacing_bytes_per_s);
	endpoint_set(fd, IPPROTO_TCP, TCP_NODELAY, "TCP_NODELAY", nodelay);
	if (end->tls)
		tls_start(fd);
}

static inline int endpoint_connect(const struct endpoint *end)
{
	union endpoint_addr addr;
	socklen_t len = endpoint_addr(end, false, &addr);
	int fd = endpoint_socket(end);

	if (connect(fd, &addr.any, len))
		die(1, "connect: %m");
	return fd;
}

/* The port it listens on, which the kernel chose if none was given, goes to *ret_port. */
static inline int endpoint_listen(const struct endpoint *end, int backlog, uint16_t *ret_port)
{
	union endpoint_addr addr;
	socklen_t len = endpoint_addr(end, true, &addr);
	int fd = endpoint_socket(end);

	if (bind(fd, &addr.any, len) || listen(fd, backlog))
		die(1, "cannot listen on port %u: %m", end->port);
	if (getsockname(fd, &addr.any, &len))
		die(1, "getsockname: %m");
	*ret_port = ntohs(end->family == AF_INET6 ? addr.in6.sin6_port : addr.in.sin_port);
	return fd;
}

#endif
