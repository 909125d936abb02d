/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Does the peer's window change? A reader changes it: data that is read opens it, unread data
 * closes it.
 */
#ifndef TCPBDP_PEER_WINDOW_H
#define TCPBDP_PEER_WINDOW_H

#include "sample/sample.h"

/* All zero: nothing seen. */
struct peer_window {
	unsigned samples; /* that observed it */
	unsigned stood;   /* of them, those with several segments and the same window in each */
};

/* Ignores samples without segments, unless the socket is half-closed. */
void peer_window_add(struct peer_window *w, const struct sample *s);

/*
 * The window did not change in most samples. No reader is that even, except one that reads each
 * segment as it arrives. So the buffer sets the window. It was larger when the peer advertised
 * more: SO_RCVBUF was set later, or segments take more memory than assumed (tcp_measure_rcv_mss()).
 */
bool peer_window_stands(const struct peer_window *w);

#endif
