/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Lists the existing sockets by the iterators of bpf/list.bpf.c. */
#ifndef TCPBDP_SOCKETS_H
#define TCPBDP_SOCKETS_H

#include "sample/filter.h"
#include "sample/owners.h"
#include "sample/snapshot.h"

/* 1 << enum tcp_state: the states that ss shows by default, and those of ss -l. */
#define SOCKETS_CONNECTED                                                                          \
	(1u << TCP_STATE_ESTABLISHED | 1u << TCP_STATE_SYN_SENT | 1u << TCP_STATE_FIN_WAIT1 |      \
	 1u << TCP_STATE_FIN_WAIT2 | 1u << TCP_STATE_CLOSE_WAIT | 1u << TCP_STATE_LAST_ACK |       \
	 1u << TCP_STATE_CLOSING)
#define SOCKETS_LISTENING (1u << TCP_STATE_LISTEN)

struct sockets_opts {
	const struct filter *filter; /* the caller checks the owner's pid */
	unsigned states;
};

/*
 * A negative return value stops the reading and is returned. The snapshot is valid during the call.
 */
typedef int (*snapshot_fn)(void *ctx, const struct snapshot *seen);

struct sockets;

/* Loads the iterators. -errno of the kernel. */
int sockets_new(const struct sockets_opts *opts, struct sockets **ret_sockets);

/* NULL is fine. */
void sockets_free(struct sockets *sockets);

/* A socket that a process has open, and its namespace. */
struct held_socket {
	uint32_t netns;
	uint32_t pid;
	uint32_t fd;
};

/*
 * Finds the owners of all sockets in these states, in every namespace. Calls netns_fn for each
 * socket, once per process that has it open; a negative return value stops the reading.
 */
int sockets_owners(struct sockets *sockets, struct owners *owners,
		   int (*netns_fn)(void *ctx, const struct held_socket *held), void *ctx);

/*
 * A descriptor for the sockets of this thread's network namespace, or -errno; the caller closes it.
 * Reading needs no privileges.
 */
int sockets_open(struct sockets *sockets);

/*
 * Passes every socket there. If the kernel's table changes meanwhile, a socket may appear twice or
 * be missed.
 */
int sockets_read(struct sockets *sockets, int fd, snapshot_fn fn, void *ctx);

/* How many sockets in these states the filter excluded, counted in each read. */
uint64_t sockets_filtered(const struct sockets *sockets);

#endif
