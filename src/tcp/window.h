/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Converts buffers to windows and back, as the kernel does: docs/kernel.md. */
#ifndef TCPBDP_WINDOW_H
#define TCPBDP_WINDOW_H

#include "sample/sample.h"
#include "tcp/window_math.h"

/*
 * The window that a receive buffer allows: __tcp_win_from_space(). Linux 6.6 and newer use
 * scaling_ratio / 256, older kernels tcp_adv_win_scale.
 */
uint32_t window_from_space(const struct sample *s, uint32_t space_bytes);

/* The receive buffer that a window needs, rounded up: __tcp_space_from_win(). */
uint64_t window_to_space(const struct sample *s, uint64_t window_bytes);

/*
 * How many times the window's own space the buffer must have for autotuning to reach that window:
 * __tcp_grow_window(). It is 1, except for a buffer that is not locked and segments of up to 536
 * bytes. The kernel measures no ratio for those (tcp_measure_rcv_mss()), and they take more memory
 * than the default ratio assumes.
 */
unsigned window_growth_divisor(const struct sample *s);

/* The largest window that we can advertise: 65535 << rcv_wscale (RFC 7323, 2.2). */
uint32_t window_scale_cap(const struct sample *s);

/* The largest window that the peer can advertise. */
uint32_t window_peer_scale_cap(const struct sample *s);

/*
 * Would a new connection with this locked buffer get the same scale or a smaller one? The kernel
 * chooses it for half of the buffer, before a segment shows the ratio of payload
 * (tcp_select_initial_window()).
 */
bool window_scale_is_of_buffer(const struct sample *s);

/*
 * The smallest locked receive buffer that gives new connections a scale for this window: see above.
 * 0 = any buffer does, or none: the ratio was not measured, or the window is above 1 GiB.
 */
uint64_t window_to_scaled_buffer(const struct sample *s, uint64_t window_bytes);

/* tp->rcv_wnd as the peer sees it. The kernel stores it without the cap. */
uint32_t window_on_wire(const struct sample *s, uint32_t rcv_wnd_bytes);

/*
 * The largest window of the receive side's configuration: largest buffer, clamp of a locked buffer,
 * scale.
 */
uint32_t window_recv_largest(const struct sample *s);

/*
 * Upper bounds for this connection, whatever the peer, autotuning and the segment sizes do. The
 * present window may be much smaller. A snapshot flags a socket by these, before there is traffic.
 */
uint32_t window_send_bound(const struct sample *s);
uint32_t window_recv_bound(const struct sample *s);

/*
 * The window scale that a listener offers on new connections: tcp_select_initial_window(), as
 * tcp_openreq_init_rwin() calls it. -1 = none: net.ipv4.tcp_window_scaling is 0. Ignores the window
 * metric of routes.
 */
int window_scale_offered(const struct sample *listener, uint64_t rmem_max_bytes);

/* The buffer that autotuning may reach; the present buffer if autotuning is off. */
uint32_t rcvbuf_max(const struct sample *s);
uint32_t sndbuf_max(const struct sample *s);

/*
 * Memory charged per 1000 bytes in this socket's send queue; 1013 (measured at MSS 1448) if the
 * queue is too short to measure.
 */
uint32_t sndbuf_overhead_permille(const struct sample *s);

/* The payload that a full send buffer of this size holds. */
uint32_t window_from_sndbuf(const struct sample *s, uint32_t sndbuf_bytes);

/*
 * The send buffer that keeps this much in flight without a gap. A blocked writer wakes up when a
 * third is free (sk_stream_is_writeable()), so 1.5 times the window, plus the overhead.
 */
uint64_t window_to_sndbuf(const struct sample *s, uint64_t window_bytes);

#endif
