/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* From buffers to windows and back, as the kernel does it: docs/kernel.md. */
#ifndef TCPBDP_WINDOW_H
#define TCPBDP_WINDOW_H

#include "sample/sample.h"
#include "tcp/window_math.h"

/*
 * The window that so much receive buffer gives: __tcp_win_from_space(). By scaling_ratio / 256
 * from 6.6, by tcp_adv_win_scale before.
 */
uint32_t window_from_space(const struct sample *s, uint32_t space_bytes);

/* The receive buffer that so large a window needs, rounded up: __tcp_space_from_win(). */
uint64_t window_to_space(const struct sample *s, uint64_t window_bytes);

/*
 * How many times the buffer that a window is a part of must be its own, at the least, for autotuning
 * to get there: __tcp_grow_window(). 1, but for a buffer that is not locked, and segments of up to
 * 536 bytes, of which no ratio is measured (tcp_measure_rcv_mss()), and which take more memory than
 * theirs allows.
 */
unsigned window_growth_divisor(const struct sample *s);

/* The largest window that can be told to the peer: 65535 << rcv_wscale (RFC 7323, 2.2). */
uint32_t window_scale_cap(const struct sample *s);

/* The largest that the peer can tell us. */
uint32_t window_peer_scale_cap(const struct sample *s);

/*
 * Would a new connection with this locked buffer get no larger a scale? It is chosen for half the
 * buffer, before the first segment tells how much of one is payload (tcp_select_initial_window()).
 */
bool window_scale_is_of_buffer(const struct sample *s);

/*
 * The least receive buffer, once locked, whose new connections get a scale that carries so large a
 * window: see above. 0 = any does, or none: the ratio is no measured one, or the window passes 1 GiB.
 */
uint64_t window_to_scaled_buffer(const struct sample *s, uint64_t window_bytes);

/* tp->rcv_wnd as the peer sees it: the kernel stores it before the cap. */
uint32_t window_on_wire(const struct sample *s, uint32_t rcv_wnd_bytes);

/* What the receive side may reach as it is configured: the buffer at its largest, the clamp of a
 * locked buffer, and the scale. */
uint32_t window_recv_largest(const struct sample *s);

/*
 * More than these is not to be had on this connection, whatever the peer, autotuning and the shape
 * of its segments come to: what the socket shows now may be much less. For an accusation that is
 * made before the traffic comes.
 */
uint32_t window_send_bound(const struct sample *s);
uint32_t window_recv_bound(const struct sample *s);

/*
 * The window scale that we offer on new connections of a listener: tcp_select_initial_window(), as
 * tcp_openreq_init_rwin() calls it. -1: none, net.ipv4.tcp_window_scaling is 0. What a route says
 * (its window metric) is not known here.
 */
int window_scale_offered(const struct sample *listener, uint64_t rmem_max_bytes);

/* The receive buffer that autotuning may reach; the buffer itself where it cannot. */
uint32_t rcvbuf_max(const struct sample *s);
uint32_t sndbuf_max(const struct sample *s);

/* Memory charged per 1000 bytes queued on the send side, as this socket shows it; 1013 when its
 * queue is too short to tell (measured at MSS 1448). */
uint32_t sndbuf_overhead_permille(const struct sample *s);

/* The payload that so much send buffer keeps in flight at its fullest. */
uint32_t window_from_sndbuf(const struct sample *s, uint32_t sndbuf_bytes);

/*
 * The send buffer that keeps so much in flight without a gap: a blocked writer is woken when a
 * third is free (sk_stream_is_writeable()), so one and a half times, with the overhead.
 */
uint64_t window_to_sndbuf(const struct sample *s, uint64_t window_bytes);

#endif
