/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The network namespaces of this host: opened with capabilities, read after these were dropped. */
#ifndef TCPBDP_PLACES_H
#define TCPBDP_PLACES_H

#include <stdbool.h>

#include "os/netns_visit.h"
#include "sample/filter.h"
#include "source/sockets.h"

struct places;

struct places_opts {
	struct sockets *sockets;     /* the iterators; NULL = use inet_diag */
	unsigned states;             /* to request of inet_diag */
	const struct filter *filter; /* namespaces that it excludes are not opened */
	unsigned verbose;
};

/* -ENOMEM. The caller owns what opts points to, and frees it later. */
int places_new(const struct places_opts *opts, struct places **ret_places);

/* NULL is fine. */
void places_free(struct places *places);

/* Adds a socket through which a namespace can be entered, before places_open(). -ENOMEM. */
int places_hold(void *ctx, const struct held_socket *held);

/* Enters every namespace and opens its sockets. -errno if it cannot continue. */
int places_open(struct places *places);

/* Passes every socket of the opened namespaces to fn, without privileges. -errno if none can be read, or
 * what fn returns. */
int places_read(struct places *places, snapshot_fn fn, void *ctx);

/* The namespaces that could not be opened or read completely. */
const struct netns_missed *places_missed(const struct places *places);

#endif
