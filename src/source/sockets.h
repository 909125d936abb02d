/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The sockets that exist now, by the kernel's iterators (bpf/list.bpf.c). */
#ifndef TCPBDP_SOCKETS_H
#define TCPBDP_SOCKETS_H

#include "sample/filter.h"
#include "sample/owners.h"
#include "sample/snapshot.h"

/* 1 << enum tcp_state: those that ss shows by default, and listeners, as ss -l does. */
#define SOCKETS_CONNECTED                                                                          \
	(1u << TCP_STATE_ESTABLISHED | 1u << TCP_STATE_SYN_SENT | 1u << TCP_STATE_FIN_WAIT1 |      \
	 1u << TCP_STATE_FIN_WAIT2 | 1u << TCP_STATE_CLOSE_WAIT | 1u << TCP_STATE_LAST_ACK |       \
	 1u << TCP_STATE_CLOSING)
#define SOCKETS_LISTENING (1u << TCP_STATE_LISTEN)

struct sockets_opts {
	const struct filter *filter; /* the owner's pid is the caller's to look at */
	unsigned states;
};

/* A negative return ends the reading and is returned. What is pointed to is the source's. */
typedef int (*snapshot_fn)(void *ctx, const struct snapshot *seen);

struct sockets;

/* Loads the iterators. -errno of the kernel. */
int sockets_new(const struct sockets_opts *opts, struct sockets **ret_sockets);

/* NULL is fine. */
void sockets_free(struct sockets *sockets);

/* A socket, by the process that holds it, and the namespace that it is in. */
struct held_socket {
	uint32_t netns;
	uint32_t pid;
	uint32_t fd;
};

/*
 * Whoever holds a socket in such a state, in every namespace. netns_fn is told each,
 * the same one more than once where more than one process holds it; a negative return of it ends the
 * reading.
 */
int sockets_owners(struct sockets *sockets, struct owners *owners,
		   int (*netns_fn)(void *ctx, const struct held_socket *held), void *ctx);

/*
 * A descriptor of the sockets of the network namespace that this thread is in, or -errno. To read it
 * takes no privileges. Who opens it closes it.
 */
int sockets_open(struct sockets *sockets);

/*
 * Every socket there. The kernel may give one twice, or pass one over, where its table changes
 * meanwhile.
 */
int sockets_read(struct sockets *sockets, int fd, snapshot_fn fn, void *ctx);

/* How many sockets of such a state the filter has left out, as often as they were read. */
uint64_t sockets_filtered(const struct sockets *sockets);

#endif
