/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Does the peer's window move? A reader moves it with each read: it leaves what it takes open, and what
 * it does not take closes it.
 */
#ifndef TCPBDP_PEER_WINDOW_H
#define TCPBDP_PEER_WINDOW_H

#include "sample/sample.h"

/* All zero: nothing seen. */
struct peer_window {
	unsigned samples; /* that tell of it; of them: */
	unsigned stood;   /* found it the same with each segment, of several */
};

/* Those without segments tell nothing, and are not counted, unless the socket is half-closed. */
void peer_window_add(struct peer_window *w, const struct sample *s);

/*
 * It did not move in most samples. So even is no reader, but one that reads a segment each time one comes:
 * else it is a buffer's, which was larger when the peer advertised more (SO_RCVBUF came later, or segments
 * take more memory than was thought: tcp_measure_rcv_mss()).
 */
bool peer_window_stands(const struct peer_window *w);

#endif
