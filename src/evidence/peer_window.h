/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Does the peer's application read as fast as its window allows? All that a sender sees of it is the
 * window that each segment tells: a reader that keeps up leaves it where it was, a slow one eats it up.
 */
#ifndef TCPBDP_PEER_WINDOW_H
#define TCPBDP_PEER_WINDOW_H

#include "sample/sample.h"

/* All zero: nothing seen. */
struct peer_window {
	unsigned samples; /* that tell of it; of them: */
	unsigned shrunk; /* found the window below half of the largest that the peer ever offered */
	unsigned below;  /* never found it at its largest, or next to it */
	unsigned dipped; /* found it below seven eighths of that */
	unsigned stood;  /* found it the same with each segment, of several */
};

enum peer_pace {
	PEER_KEEPS_UP,
	PEER_MAY_LAG, /* by a little, or at times; or its buffer has become smaller */
	PEER_LAGS,
};

/* Those without segments tell nothing, and are not counted, unless the socket is half-closed. */
void peer_window_add(struct peer_window *r, const struct sample *s);

/* What came right after it becomes part of it. */
void peer_window_join(struct peer_window *r, const struct peer_window *later);

/* agg and last: of the same samples. carried_bytes: what was sent per least round trip. */
enum peer_pace peer_window_pace(const struct peer_window *r, const struct sample_aggregate *agg,
				const struct sample *last, uint64_t carried_bytes);

#endif
