/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The network namespaces of this host, opened while we may enter them, and read when we may no more. */
#ifndef TCPBDP_PLACES_H
#define TCPBDP_PLACES_H

#include <stdbool.h>

#include "os/netns_visit.h"
#include "sample/filter.h"
#include "source/sockets.h"

struct places;

struct places_opts {
	struct sockets *sockets;     /* what iterates over them; NULL = inet_diag is asked */
	unsigned states;             /* that inet_diag is asked for */
	const struct filter *filter; /* a namespace that it does not ask for is not opened */
	unsigned verbose;
};

/* -ENOMEM. What is pointed to stays the caller's, and must outlive them. */
int places_new(const struct places_opts *opts, struct places **ret_places);

/* NULL is fine. */
void places_free(struct places *places);

/* A socket that leads to a namespace, for places as ctx: before they are opened. -ENOMEM. */
int places_hold(void *ctx, const struct held_socket *held);

/* Enters every namespace, and opens its sockets; -errno where it cannot go on. */
int places_open(struct places *places);

/* Every socket of those that were opened: takes no privileges. -errno where there are none that can be
 * read, or what fn says. */
int places_read(struct places *places, snapshot_fn fn, void *ctx);

/* Those that could not be opened, or not be read to the end. */
const struct netns_missed *places_missed(const struct places *places);

#endif
