/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The limits of a socket's last minute, a letter for each five seconds. */
#ifndef TCPBDP_VIEW_BAR_H
#define TCPBDP_VIEW_BAR_H

#include <stddef.h>
#include <stdint.h>

#include "verdict/limit.h"

#define VIEW_BAR_CELLS 12
#define VIEW_BAR_CELL_NS UINT64_C(5000000000)

/* All zero = nothing was seen. */
struct view_bar {
	uint64_t cell;                /* the number of the newest, counted from 1970 */
	char letters[VIEW_BAR_CELLS]; /* the newest last; 0 = nothing was seen */
	uint8_t counts[LIMIT_MAX];    /* of the newest cell: how often each limit was found */
};

/* "R" of rcvbuf. Capitals are buffers and windows. */
char view_bar_letter(enum limit limit);

/* A limit was found at this time; one that is older than the newest cell is not counted. */
void view_bar_add(struct view_bar *bar, uint64_t ts_ns, enum limit limit);

/* As it is at that time: VIEW_BAR_CELLS letters and NUL; what was not seen is a dot. */
char *view_bar_text(char buf[static VIEW_BAR_CELLS + 1], const struct view_bar *bar,
		    uint64_t ts_ns);

#endif
