/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The sockets of a run, worst first: what each showed over all its intervals, in bounded memory. */
#ifndef TCPBDP_STANDINGS_H
#define TCPBDP_STANDINGS_H

#include <stddef.h>

#include "finding/socket_total.h"

struct standings;

/*
 * Sockets that are kept: 10 MiB of them. Of more, the worse half stays. A socket that was left out and
 * is found again begins anew.
 */
#define STANDINGS_MAX 16384

/* max: see STANDINGS_MAX; > 1. NULL when memory is out. */
struct standings *standings_new(size_t max);

/* NULL is fine. */
void standings_free(struct standings *standings);

/* -ENOMEM. */
int standings_add(struct standings *standings, const struct finding *f);

/* Worst first. *ret_totals is the standings' own, until the next call. Returns how many. */
size_t standings_sort(struct standings *standings, const struct socket_total *const **ret_totals);

/* The socket's, which is no longer kept: the caller frees it. NULL = there is none. */
struct socket_total *standings_take(struct standings *standings, uint64_t cookie);

/* How often a socket was left out, for want of room. */
uint64_t standings_left_out(const struct standings *standings);

#endif
