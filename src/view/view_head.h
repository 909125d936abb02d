/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The first two lines of the screen: the moment in numbers, and how it is shown. */
#ifndef TCPBDP_VIEW_HEAD_H
#define TCPBDP_VIEW_HEAD_H

#include "view/view_frame.h"

#define VIEW_HEAD_LEN 256

/* "14:03:11", in local time, to the nearest second: an interval may end a little early. */
char *view_head_time(char buf[static VIEW_HEAD_LEN], uint64_t ts_ns);

/* Writes the line and returns buf: time, sockets, and what the flagged move and lose. */
char *view_head_totals(char buf[static VIEW_HEAD_LEN], const struct view_totals *totals);

#endif
