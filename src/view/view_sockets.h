/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The sockets as they are now: those of the last interval, and for a few seconds those before. */
#ifndef TCPBDP_VIEW_SOCKETS_H
#define TCPBDP_VIEW_SOCKETS_H

#include "view/view_frame.h"

/* A socket takes 1.3 KiB: 80 MiB. More are counted, and not kept. */
#define VIEW_SOCKETS_MAX 65536

/* One that is closed, or had nothing to do, stays so long. */
#define VIEW_SILENT_NS UINT64_C(5000000000)

struct view_sockets;

/* NULL when memory is out. */
struct view_sockets *view_sockets_new(void);
void view_sockets_free(struct view_sockets *sockets);

/* A finding of the interval that is under way. -ENOMEM. */
int view_sockets_add(struct view_sockets *sockets, const struct finding *f);

/*
 * The interval has ended at this time: what it had nothing of is silent. What was silent for too long goes,
 * unless all are held. A row that goes is freed.
 */
void view_sockets_end_interval(struct view_sockets *sockets, uint64_t ts_ns, bool hold);

/* Of the interval that ended last. */
const struct view_totals *view_sockets_totals(const struct view_sockets *sockets);

size_t view_sockets_count(const struct view_sockets *sockets);

/* Writes a pointer to each row, good until the next end of an interval. */
void view_sockets_rows(const struct view_sockets *sockets, const struct view_row **ret_rows);

/* NULL = there is none. */
const struct view_row *view_sockets_row(const struct view_sockets *sockets, uint64_t cookie);

#endif
