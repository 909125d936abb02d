// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/cause.h"

#include "base/units.h"
#include "evidence/bandwidth.h"
#include "evidence/queue.h"
#include "tcp/window.h"

#define FEW_SEGMENTS UINT64_C(8)

/* Without scaling the window is at most 65535; one well below that has another reason. */
static bool at_unscaled_max(uint32_t window_bytes)
{
	return window_bytes >= WINDOW_UNSCALED_MAX / 4 * 3;
}

/* If we had offered it and the peer not, our sysctl is on (or was when the two met). */
static enum cause no_wscale(const struct sample *s)
{
	return s->window_scaling ? CAUSE_NO_WSCALE_PEER : CAUSE_NO_WSCALE_LOCAL;
}

/* A peer that scales elsewhere did not refuse to here: our sysctl was off when the two met, as it may
 * have been seen, or this connection began with a SYN cookie (cookie_timestamp_decode()). */
static enum cause no_wscale_of_peer(const struct case_file *cf)
{
	enum cause cause = no_wscale(&cf->iv->last);

	return cause == CAUSE_NO_WSCALE_PEER && cf->peer_may_scale ? CAUSE_NONE : cause;
}

static enum peer_pace peer_pace(const struct case_file *cf)
{
	uint64_t carried_bytes = bdp_bytes(cf->ev.send_bps, cf->ev.rtt_min_us);

	return peer_window_pace(&cf->iv->peer, &cf->iv->agg, &cf->iv->last, carried_bytes);
}

static bool memory_pressure(const struct case_file *cf)
{
	return cf->host_memory_pressure || cf->iv->last.memory_pressure;
}

/* What could still grow, or stands below all its bounds, does not where memory is short. What stands
 * at its bound is held there by that. */
static enum cause held_down(const struct case_file *cf, enum cause cause)
{
	if (memory_pressure(cf) && (cause == CAUSE_AUTOTUNING || cause == CAUSE_NONE))
		return CAUSE_MEMORY_PRESSURE;
	return cause;
}

/* Flows that share a path take turns: one that still has the rate of the full path has no larger
 * one to gain, though it found no queue this time. */
static bool runs_at(uint64_t bps, uint64_t path_bps)
{
	return path_bps && bps >= path_bps - path_bps / 10 && bps <= path_bps + path_bps / 4;
}

static bool send_path_is_full(const struct case_file *cf)
{
	const struct evidence *ev = &cf->ev;

	return queue_stands(ev->standing_rtt_us, ev->rtt_min_us) ||
	       runs_at(ev->send_bps, cf->send_path_bps) ||
	       bandwidth_fills(ev->send_bps, cf->known_path_bps);
}

static bool recv_path_is_full(const struct case_file *cf)
{
	const struct evidence *ev = &cf->ev;

	return recv_queue_stands(ev) || queue_on_average(ev->rcv_rtt_us, ev->rtt_min_us) ||
	       runs_at(ev->recv_bps, cf->recv_path_bps) ||
	       bandwidth_fills(ev->recv_bps, cf->known_path_bps);
}

/*
 * Whoever came when a queue stood takes its RTT for the path's, and sees no queue: another socket to
 * that site knows of both.
 */
static bool came_to_a_queue(const struct case_file *cf)
{
	return queue_stands(cf->ev.rtt_min_us, cf->queued_rtt_us);
}

/*
 * A queue is all there is to see, but the window was too small at a higher rate before: others fill
 * the queue now, or the path itself has become longer. The end of a path cannot tell which.
 */
static enum cause path_full(uint64_t bps, uint64_t held_bps)
{
	return bps < held_bps - held_bps / 10 ? CAUSE_NONE : CAUSE_PATH_FULL;
}

/* Of a window of few segments a good part of the ACKs are delayed ones. */
static uint32_t undelayed_srtt_us(const struct case_file *cf)
{
	uint32_t srtt_us = cf->ev.srtt_us;

	if (cf->iv->agg.snd_wnd_max_bytes >= FEW_SEGMENTS * cf->iv->last.mss_bytes)
		return srtt_us;
	return srtt_us - (uint32_t)min_u64(srtt_us, DELAYED_ACK_US);
}

enum cause cause_rwnd(const struct case_file *cf)
{
	const struct interval *iv = cf->iv;
	const struct sample *s = &iv->last;
	enum peer_pace pace = peer_pace(cf);

	/* what waits out of order, for a lost segment, also eats it up */
	if (pace == PEER_LAGS)
		return loses(&cf->ev) ? CAUSE_NONE : CAUSE_PEER_READER;
	if (send_path_is_full(cf) || queue_on_average(undelayed_srtt_us(cf), cf->ev.rtt_min_us))
		return path_full(cf->ev.send_bps, cf->send_held_bps);
	if (came_to_a_queue(cf) || queue_in_doubt(cf->ev.doubtful_rtt_us, cf->ev.rtt_min_us))
		return CAUSE_NONE;
	if (!s->wscale_ok && at_unscaled_max(iv->agg.snd_wnd_max_bytes))
		return no_wscale_of_peer(cf);
	if (cf->trends.peer_window_grows)
		return CAUSE_AUTOTUNING;
	return pace == PEER_MAY_LAG ? CAUSE_NONE : CAUSE_PEER_BUFFER;
}

enum cause cause_sndbuf(const struct case_file *cf)
{
	const struct sample *s = &cf->iv->last;

	if (send_path_is_full(cf))
		return path_full(cf->ev.send_bps, cf->send_held_bps);
	if (came_to_a_queue(cf) || queue_stands(cf->ev.doubtful_rtt_us, cf->ev.rtt_min_us))
		return CAUSE_NONE;
	if (s->sndbuf_locked)
		return CAUSE_SO_SNDBUF;
	if (cf->trends.sndbuf_grows)
		return CAUSE_AUTOTUNING;
	return held_down(cf, s->sndbuf_bytes < s->tcp_wmem[2] ? CAUSE_AUTOTUNING : CAUSE_TCP_WMEM);
}

/*
 * Those that bound an advertised window (tcp_select_window(), __tcp_select_window()): the one that
 * binds is the smallest. The clamp follows an autotuned buffer within a ratio's drift. A window far
 * below all of them is held down by rcv_ssthresh, and what holds that down is not known.
 */
static enum cause binding(const struct sample *s, uint32_t window_bytes)
{
	uint32_t of_buffer = window_from_space(s, s->rcvbuf_bytes);
	uint32_t bound = (uint32_t)min_u64(of_buffer, s->window_clamp_bytes);

	if (window_bytes < window_on_wire(s, bound) / window_growth_divisor(s) / 4 * 3)
		return CAUSE_NONE;
	/* of a locked buffer the scale is a part: it comes with any connection that locks as much */
	if (window_scale_cap(s) < bound)
		return s->rcvbuf_locked && window_scale_is_of_buffer(s) ? CAUSE_SO_RCVBUF
									: CAUSE_WSCALE;
	if (s->window_clamp_bytes < of_buffer - of_buffer / 8)
		return CAUSE_WINDOW_CLAMP;
	if (s->rcvbuf_locked)
		return CAUSE_SO_RCVBUF;
	if (s->rcvbuf_bytes >= s->tcp_rmem[2])
		return CAUSE_TCP_RMEM;
	return s->moderate_rcvbuf ? CAUSE_AUTOTUNING : CAUSE_AUTOTUNE_OFF;
}

static bool held_by_no_wscale(const struct sample *s, uint32_t window_bytes)
{
	return !s->wscale_ok && window_from_space(s, s->rcvbuf_bytes) >= WINDOW_UNSCALED_MAX &&
	       at_unscaled_max(window_bytes);
}

enum cause cause_rcvbuf(const struct case_file *cf)
{
	const struct interval *iv = cf->iv;
	const struct sample *s = &iv->last;

	if (recv_path_is_full(cf))
		return path_full(cf->ev.recv_bps, cf->recv_held_bps);
	if (came_to_a_queue(cf) || queue_in_doubt(cf->ev.rcv_standing_rtt_us, cf->ev.rtt_min_us))
		return CAUSE_NONE;
	if (held_by_no_wscale(s, window_on_wire(s, iv->agg.rcv_wnd_max_bytes)))
		return no_wscale_of_peer(cf);
	if (cf->trends.recv_window_grows)
		return CAUSE_AUTOTUNING;
	return held_down(cf, binding(s, window_on_wire(s, iv->agg.rcv_wnd_max_bytes)));
}

enum cause cause_recv_largest(const struct sample *s)
{
	uint32_t window_bytes = window_recv_largest(s);
	struct sample largest = *s;

	largest.rcvbuf_bytes = rcvbuf_max(s);
	/* autotuning moves the clamp along with the buffer */
	if (!s->rcvbuf_locked || !s->window_clamp_bytes)
		largest.window_clamp_bytes = UINT32_MAX;
	if (held_by_no_wscale(&largest, window_bytes))
		return no_wscale(s);
	return binding(&largest, window_bytes);
}

enum cause cause_send_largest(const struct sample *s)
{
	if (window_from_sndbuf(s, sndbuf_max(s)) <= window_peer_scale_cap(s))
		return s->sndbuf_locked ? CAUSE_SO_SNDBUF : CAUSE_TCP_WMEM;
	return s->wscale_ok ? CAUSE_PEER_BUFFER : no_wscale(s);
}
