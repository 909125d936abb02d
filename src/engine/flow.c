// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "engine/flow.h"

#include <string.h>

#include "base/units.h"
#include "evidence/queue.h"
#include "finding/describe.h"
#include "tcp/window.h"
#include "verdict/shares.h"
#include "verdict/threshold.h"
#include "verdict/verdict.h"

static void watch_growth(struct flow *flow, const struct sample *s)
{
	if (s->state == TCP_STATE_CLOSE)
		return;
	growth_add(&flow->peer_window, s->max_window_bytes, s->ts_ns);
	growth_add(&flow->sndbuf, s->sndbuf_bytes, s->ts_ns);
	growth_add(&flow->recv_window, window_on_wire(s, s->rcv_wnd_bytes), s->ts_ns);
}

void flow_init(struct flow *flow, const struct sample *first, uint64_t start_ns)
{
	memset(flow, 0, sizeof(*flow));
	flow->id = first->id;
	interval_begin(&flow->iv, first, start_ns);
	flow->scaling_was_off = !first->window_scaling;
	watch_growth(flow, first);
	flow->closed = first->reason == SAMPLE_CLOSE;
}

void flow_free(struct flow *flow)
{
	history_forget(&flow->history);
}

void flow_add(struct flow *flow, const struct sample *s)
{
	/* the owner may become known, or change; the rest of a socket's identity does not */
	if (s->id.pid) {
		flow->id.pid = s->id.pid;
		memcpy(flow->id.comm, s->id.comm, sizeof(flow->id.comm));
	}
	if (s->id.ifindex)
		flow->id.ifindex = s->id.ifindex;
	interval_add(&flow->iv, s);
	flow->scaling_was_off |= !s->window_scaling;
	watch_growth(flow, s);
	if (s->reason == SAMPLE_CLOSE)
		flow->closed = true;
}

/* 0 unless this direction was seen to fill its path lately */
static uint64_t full_path_bps(const struct bandwidth *bw)
{
	bool exact;
	uint64_t bps = bandwidth_get(bw, &exact);

	return exact ? bps : 0;
}

/* In the interval, or still at its end: what limited the socket was smaller than it is now. */
static bool grows(const struct interval *iv, const struct growth *g, uint32_t rtt_us)
{
	return (g->grown_ns && g->grown_ns > iv->start_ns) ||
	       growth_ongoing(g, iv->last.ts_ns, rtt_us);
}

/* iv: what is judged. What is known of the path and of what was before joins its evidence. */
static void open_case(const struct flow *flow, const struct interval *iv,
		      const struct flow_path *path, struct case_file *cf)
{
	uint32_t rtt_us;

	*cf = (struct case_file){
		.iv = iv,
		.host_memory_pressure = path->memory_pressure,
		.queued_rtt_us = path->queued_rtt_us,
		.peer_may_scale = path->peer_scales || flow->scaling_was_off,
		.send_path_bps = full_path_bps(&flow->send_bw),
		.recv_path_bps = full_path_bps(&flow->recv_bw),
		.send_held_bps = flow->send_held_bps,
		.recv_held_bps = flow->recv_held_bps,
		.known_path_bps = path_bound_bps(path),
		.send_before = flow->send_limit,
		.recv_before = flow->recv_limit,
	};
	interval_evidence(iv, &cf->ev);
	rtt_us = (uint32_t)max_u64(cf->ev.rtt_min_us, cf->ev.srtt_us);
	cf->trends.peer_window_grows = grows(iv, &flow->peer_window, rtt_us);
	cf->trends.sndbuf_grows = grows(iv, &flow->sndbuf, rtt_us);
	cf->trends.recv_window_grows = grows(iv, &flow->recv_window, rtt_us);
}

/* Was the path full in this very interval? CAUSE_PATH_FULL alone may rest on what was learnt here
 * before, which must not confirm itself. */
static bool send_path_full(const struct verdict *v, const struct evidence *ev)
{
	if (queue_stands(ev->standing_rtt_us, ev->rtt_min_us))
		return v->limit == LIMIT_CWND || v->cause == CAUSE_PATH_FULL;
	if (v->limit == LIMIT_CWND)
		return loses(ev);
	return v->limit == LIMIT_RWND && v->cause == CAUSE_PATH_FULL &&
	       queue_on_average(ev->srtt_us, ev->rtt_min_us);
}

static bool recv_path_full(const struct verdict *v, const struct evidence *ev)
{
	if (recv_queue_stands(ev))
		return v->limit == LIMIT_SENDER || v->cause == CAUSE_PATH_FULL;
	return v->cause == CAUSE_PATH_FULL && queue_on_average(ev->rcv_rtt_us, ev->rtt_min_us);
}

static void learn_bandwidth(struct flow *flow, const struct case_file *cf,
			    const struct verdict *send, const struct verdict *recv)
{
	const struct evidence *ev = &cf->ev;

	if (ev->send_bps)
		bandwidth_add(&flow->send_bw, ev->send_bps,
			      send->limit == LIMIT_APP || send->limit == LIMIT_IDLE,
			      send_path_full(send, ev));
	if (ev->recv_bps)
		bandwidth_add(&flow->recv_bw, ev->recv_bps, recv->limit == LIMIT_READER,
			      recv_path_full(recv, ev));
}

/* An interval in which the path became longer has a rate of both: the one before is not forgotten. */
static void learn_held(uint64_t *held_bps, const struct verdict *v, uint64_t bps)
{
	if (cause_undersized(v->cause))
		*held_bps = max_u64(bps,
				    *held_bps - mul_div(*held_bps, THRESHOLD(HELD_DECAY), 1000));
}

/*
 * The time that an interval's bytes took. Samples do not fall on an interval's ends, so for a
 * socket that was active throughout it is their own span; else it is the interval.
 */
static uint64_t bytes_time_ns(const struct evidence *ev, uint64_t interval_ns)
{
	return ev->span_ns >= mul_div(interval_ns, THRESHOLD(SPAN_IS_ALL), 1000) ? ev->span_ns
										 : interval_ns;
}

static void describe(struct finding_direction *dir, const struct verdict *v,
		     const struct bandwidth *bw, uint64_t bytes, uint64_t time_ns, uint32_t rtt_us)
{
	bool exact;
	uint64_t bw_bps = bandwidth_get(bw, &exact);

	dir->limit = v->limit;
	dir->cause = v->cause;
	dir->undersized = cause_undersized(v->cause);
	dir->limit_share_permille = v->share_permille;
	dir->bytes = bytes;
	dir->rate_bps = rate_bps(bytes, time_ns);
	dir->bdp_bytes = bdp_bytes(bw_bps, rtt_us);
	if (dir->bdp_bytes)
		dir->bdp_bound = exact ? BDP_EXACT : BDP_LOWER;
}

/* For the intervals to come. */
static void learn(struct flow *flow, const struct case_file *cf, const struct verdict *send,
		  const struct verdict *recv)
{
	if (send->limit != LIMIT_UNKNOWN)
		flow->send_limit = send->limit;
	if (recv->limit != LIMIT_UNKNOWN)
		flow->recv_limit = recv->limit;
	learn_bandwidth(flow, cf, send, recv);
	learn_held(&flow->send_held_bps, send, cf->ev.send_bps);
	learn_held(&flow->recv_held_bps, recv, cf->ev.recv_bps);
}

/* The verdict is by as many intervals as it takes, all else by the one that ends. */
static void conclude(struct flow *flow, uint64_t interval_ns, const struct flow_path *path,
		     struct flow_reasons *reasons, struct finding *f)
{
	const struct interval *iv = &flow->iv;
	struct interval judged;
	struct case_file cf;
	struct verdict send, recv;
	struct evidence ev;
	uint64_t time_ns;

	interval_evidence(iv, &ev);
	history_join(&flow->history, iv, THRESHOLD(JOINED_RTTS) * UINT64_C(1000) * ev.rtt_min_us,
		     &judged);
	open_case(flow, &judged, path, &cf);
	send = verdict_send(&cf);
	recv = verdict_recv(&cf);
	learn(flow, &cf, &send, &recv);
	*reasons = (struct flow_reasons){ send.because, recv.because };
	f->send.dir.because = &reasons->send;
	f->recv.dir.because = &reasons->recv;

	time_ns = bytes_time_ns(&ev, interval_ns);
	f->interval_ns = interval_ns;
	f->id = flow->id;
	f->state = iv->last.state;
	f->rtt_min_us = ev.rtt_min_us;
	f->srtt_us = ev.srtt_us;
	f->mss_bytes = iv->last.mss_bytes;
	describe(&f->send.dir, &send, &flow->send_bw, ev.acked_bytes, time_ns, ev.rtt_min_us);
	describe(&f->recv.dir, &recv, &flow->recv_bw, ev.received_bytes, time_ns, ev.rtt_min_us);
	describe_send(&iv->last, &iv->agg, ev.rtt_min_us, &f->send);
	describe_recv(&iv->last, &iv->agg, ev.rtt_min_us, &f->recv);
	if (send.limit != LIMIT_IDLE && send.limit != LIMIT_UNKNOWN)
		f->send.shares = shares_of(&cf);
	if (send.limit != LIMIT_IDLE)
		describe_send_needed(&iv->last, path, f);
	if (recv.limit != LIMIT_IDLE)
		describe_recv_needed(&iv->last, path, f);
}

bool flow_active(const struct flow *flow)
{
	return interval_active(&flow->iv);
}

/* What a receiver takes for round trips of a sender that pauses is none. */
void flow_rtts(const struct flow *flow, uint32_t *ret_min_us, uint32_t *ret_standing_us)
{
	struct evidence ev;

	interval_evidence(&flow->iv, &ev);
	*ret_min_us = ev.rtt_min_us;
	*ret_standing_us = ev.acked_bytes ? ev.standing_rtt_us : 0;
	if (ev.received_bytes && interval_in_bulk(&flow->iv, &ev) &&
	    ev.rcv_standing_rtt_us > *ret_standing_us + TIMESTAMP_TICK_US)
		*ret_standing_us = ev.rcv_standing_rtt_us - TIMESTAMP_TICK_US;
}

bool flow_end_interval(struct flow *flow, uint64_t end_ns, const struct flow_path *path,
		       struct flow_reasons *reasons, struct finding *ret_finding)
{
	struct interval *iv = &flow->iv;
	bool active = flow_active(flow) && end_ns > iv->start_ns;
	struct finding f = { 0 };
	struct sample last;

	if (!iv->samples) { /* most sockets of a host are idle: nothing of it is copied */
		history_forget(&flow->history);
		iv->start_ns = end_ns;
		return false;
	}
	last = iv->last;
	if (!active)
		history_forget(&flow->history);
	else {
		conclude(flow, end_ns - iv->start_ns, path, reasons, &f);
		flow->reported = true;
		if (f.send.dir.undersized)
			flow->flagged_causes |= UINT32_C(1) << f.send.dir.cause;
		if (f.recv.dir.undersized)
			flow->flagged_causes |= UINT32_C(1) << f.recv.dir.cause;
		*ret_finding = f;
	}
	interval_begin(iv, &last, end_ns);
	if (active)
		ret_finding->sample = &iv->last;
	return active;
}

uint64_t flow_measured_bps(const struct flow *flow)
{
	return full_path_bps(&flow->send_bw);
}
