// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "engine/flow.h"

#include <string.h>

#include "base/units.h"
#include "evidence/queue.h"
#include "finding/describe.h"
#include "tcp/window.h"
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

/* Expires after some minutes, like the kernel's minimum: the path may have become longer. */
static void watch_rcv_rtt(struct flow *flow, const struct sample *s)
{
	bool old = s->ts_ns > flow->rcv_least_ns + THRESHOLD(SITE_RTT_MS) * NSEC_PER_MSEC;

	if (!s->rcv_rtt_us || !s->tstamp_ok)
		return;
	if (flow->rcv_least_rtt_us && !old && s->rcv_rtt_us > flow->rcv_least_rtt_us)
		return;
	flow->rcv_least_rtt_us = s->rcv_rtt_us;
	flow->rcv_least_ns = s->ts_ns;
}

/* Called before s becomes the newest sample. */
static void watch_bytes(struct flow *flow, const struct sample *s)
{
	const struct sample *last = &flow->iv.last;

	if (s->ts_ns < last->ts_ns)
		return;
	if (s->bytes_sent != last->bytes_sent)
		flow->sent_ns = s->ts_ns;
	if (s->bytes_received != last->bytes_received)
		flow->received_ns = s->ts_ns;
}

void flow_init(struct flow *flow, const struct sample *first, uint64_t start_ns)
{
	memset(flow, 0, sizeof(*flow));
	flow->id = first->id;
	interval_begin(&flow->iv, first, start_ns);
	interval_begin(&flow->span, first, start_ns);
	flow->sent_ns = flow->received_ns = first->ts_ns;
	flow->scaling_was_off = !first->window_scaling;
	watch_growth(flow, first);
	flow->closed = first->reason == SAMPLE_CLOSE;
}

void flow_add(struct flow *flow, const struct sample *s)
{
	/* only the owner and the device of a socket's identity may change */
	sample_id_take_owner(&flow->id, &s->id);
	if (s->id.ifindex)
		flow->id.ifindex = s->id.ifindex;
	watch_bytes(flow, s);
	interval_add(&flow->iv, s);
	interval_add(&flow->span, s);
	flow->scaling_was_off |= !s->window_scaling;
	watch_growth(flow, s);
	watch_rcv_rtt(flow, s);
	if (s->reason == SAMPLE_CLOSE)
		flow->closed = true;
}

bool flow_ended_before(const struct flow *flow, const struct sample *s)
{
	const struct sample *last = &flow->iv.last;

	/* of a socket that ends, the ports may be gone */
	if (s->state == TCP_STATE_CLOSE || s->reason == SAMPLE_CLOSE)
		return false;
	if (!sample_id_same_connection(&flow->id, &s->id))
		return true;
	return s->ts_ns > last->ts_ns && sample_counts_anew(last, s);
}

/* ---- spans ---- */

static uint64_t span_ns(const struct interval *span)
{
	return span->last.ts_ns > span->active_ns ? span->last.ts_ns - span->active_ns : 0;
}

/*
 * A few round trips at the present RTT. A receiver's RTT may include the sender's pauses, so it
 * cannot make a span longer than SPAN_MAX_MS.
 */
static uint64_t span_asked_ns(const struct interval *span)
{
	const struct sample *s = &span->last, *base = &span->base;
	uint64_t rtts_ns = THRESHOLD(SPAN_RTTS) * UINT64_C(1000);
	uint64_t sent_ns = rtts_ns * max_u64(s->srtt_us, s->rtt_min_us), received_ns = 0;

	if (s->tstamp_ok &&
	    s->bytes_received - base->bytes_received > s->bytes_acked - base->bytes_acked)
		received_ns = min_u64(rtts_ns * s->rcv_rtt_us,
				      THRESHOLD(SPAN_MAX_MS) * NSEC_PER_MSEC);
	return max_u64(sent_ns, received_ns);
}

bool flow_span_is_over(const struct flow *flow)
{
	const struct interval *span = &flow->span;
	const struct sample *s = &span->last;
	uint64_t ns = span_ns(span);
	bool enough = max_u64(span->agg.busy, s->bytes_received != span->base.bytes_received
						      ? span->agg.segments
						      : 0) >= THRESHOLD(EVIDENCE_SEGMENTS);

	if (!span->samples || ns < span_asked_ns(span))
		return false;
	return enough || ns >= THRESHOLD(SPAN_MAX_MS) * NSEC_PER_MSEC;
}

bool flow_span_ends_before(const struct flow *flow, const struct sample *s)
{
	return flow->span.samples &&
	       s->ts_ns > flow->span.last.ts_ns + THRESHOLD(SILENCE_MS) * NSEC_PER_MSEC;
}

/* A receiver's RTT counts only in bulk: otherwise it may include the sender's pauses. */
struct flow_seen flow_span_seen(const struct flow *flow)
{
	struct evidence ev;
	struct flow_seen seen;

	interval_evidence(&flow->span, &ev);
	seen = (struct flow_seen){
		.rtt_min_us = ev.rtt_min_us,
		.standing_rtt_us = ev.acked_bytes ? ev.standing_rtt_us : 0,
		.send_bps = ev.send_bps,
		.recv_bps = ev.recv_bps,
	};
	if (ev.received_bytes && interval_in_bulk(&flow->span, &ev) &&
	    ev.rcv_standing_rtt_us > seen.standing_rtt_us + TIMESTAMP_TICK_US)
		seen.standing_rtt_us = ev.rcv_standing_rtt_us - TIMESTAMP_TICK_US;
	return seen;
}

/* 0 = this direction did not fill its path recently */
static uint64_t full_path_bps(const struct bandwidth *bw)
{
	bool exact;
	uint64_t bps = bandwidth_get(bw, &exact);

	return exact ? bps : 0;
}

/* It grew in the span or still grows at its end, so it was smaller when it limited the socket. */
static bool grows(const struct interval *iv, const struct growth *g, uint32_t rtt_us)
{
	return (g->grown_ns && g->grown_ns > iv->start_ns) ||
	       growth_ongoing(g, iv->last.ts_ns, rtt_us);
}

/* Collects the span's evidence, and what is known about the path and earlier spans. */
static void open_case(const struct flow *flow, const struct flow_path *path, struct case_file *cf)
{
	const struct interval *span = &flow->span;
	uint32_t rtt_us;

	*cf = (struct case_file){
		.iv = span,
		.host_memory_pressure = path->memory_pressure,
		.queued_rtt_us = path->queued_rtt_us,
		.peer_may_scale = path->peer_scales || flow->scaling_was_off,
		.send_path_bps = full_path_bps(&flow->send_bw),
		.recv_path_bps = full_path_bps(&flow->recv_bw),
		.send_held_bps = flow->send_held_bps,
		.recv_held_bps = flow->recv_held_bps,
		.known_path_bps = path_bound_bps(path),
		.rcv_least_rtt_us = flow->rcv_least_rtt_us,
		.send_queues = flow->send_queues,
		.recv_queues = flow->recv_queues,
		.rtt_steady = wander_steady(&flow->rtts),
		.rtt_wanders = wander_seen(&flow->rtts),
		.against_send_bps = path->site_received_bps,
		.against_recv_bps = path->site_sent_bps,
	};
	interval_evidence(span, &cf->ev);
	rtt_us = (uint32_t)max_u64(cf->ev.rtt_min_us, cf->ev.srtt_us);
	cf->trends.peer_window_grows = grows(span, &flow->peer_window, rtt_us);
	cf->trends.sndbuf_grows = grows(span, &flow->sndbuf, rtt_us);
	cf->trends.recv_window_grows = grows(span, &flow->recv_window, rtt_us);
	cf->trends.recv_window_rests = growth_rests(&flow->recv_window, span->last.ts_ns, rtt_us);
}

/* The application or the reader limited the rate, so it says nothing about the path. */
static bool applications(enum limit limit)
{
	return limit == LIMIT_APP || limit == LIMIT_IDLE || limit == LIMIT_READER;
}

/*
 * A window bounds the data in flight. Behind a send buffer it also depends on the writer, and may
 * grow with the RTT.
 */
static bool windows(enum limit limit)
{
	return limit == LIMIT_RWND || limit == LIMIT_CWND || limit == LIMIT_RCVBUF ||
	       limit == LIMIT_SENDER;
}

/* Adds a span's rate, and whether the path was full at it. */
static void learn_path(struct bandwidth *bw, struct saturation *saturation, const struct verdict *v,
		       uint64_t now_ns, uint64_t bps, uint32_t rtt_us, bool queue)
{
	if (windows(v->limit))
		saturation_add(saturation, bps, rtt_us);
	else
		saturation_break(saturation);
	if (bps)
		bandwidth_add(bw, now_ns, bps, applications(v->limit),
			      queue &&
				      (saturation_seen(saturation) || v->cause == CAUSE_PATH_FULL));
}

/*
 * If the path becomes longer within a span, its rate is a mix, so the higher one before decays
 * slowly.
 */
static void learn_held(uint64_t *held_bps, const struct verdict *v, uint64_t bps)
{
	if (cause_undersized(v->cause))
		*held_bps = max_u64(bps,
				    *held_bps - mul_div(*held_bps, THRESHOLD(HELD_DECAY), 1000));
}

/* Updates what later spans use. */
static void learn(struct flow *flow, const struct case_file *cf, const struct verdict *send,
		  const struct verdict *recv)
{
	const struct evidence *ev = &cf->ev;
	uint64_t now_ns = cf->iv->last.ts_ns;
	bool send_queue = queue_stands(ev->standing_rtt_us, ev->rtt_min_us);
	bool recv_queue = recv_queue_stands(ev);

	if (ev->acked_bytes > ev->received_bytes)
		wander_add(&flow->rtts,
			   (struct wander_span){ ev->srtt_us, ev->standing_rtt_us, ev->span_ns });
	else
		wander_add(&flow->rtts,
			   (struct wander_span){ ev->rcv_rtt_us, ev->rcv_standing_rtt_us,
						 ev->span_ns });
	learn_path(&flow->send_bw, &flow->send_saturation, send, now_ns, ev->send_bps, ev->srtt_us,
		   send_queue && !queue_bulk_against(cf->against_send_bps, ev->send_bps));
	learn_path(&flow->recv_bw, &flow->recv_saturation, recv, now_ns, ev->recv_bps,
		   ev->rcv_rtt_us,
		   recv_queue && recv_queue_fed(cf->iv, ev) &&
			   !queue_bulk_against(cf->against_recv_bps, ev->recv_bps));
	if (ev->acked_bytes)
		flow->send_queues = (uint8_t)(flow->send_queues << 1 | send_queue);
	if (ev->received_bytes)
		flow->recv_queues = (uint8_t)(flow->recv_queues << 1 | recv_queue);
	learn_held(&flow->send_held_bps, send, ev->send_bps);
	learn_held(&flow->recv_held_bps, recv, ev->recv_bps);
}

static void judge(const struct flow *flow, const struct flow_path *path, struct case_file *cf,
		  struct judgement *ret_send, struct judgement *ret_recv)
{
	open_case(flow, path, cf);
	verdict_send(cf, ret_send);
	verdict_recv(cf, ret_recv);
}

void flow_end_span(struct flow *flow, const struct flow_path *path)
{
	struct judgement send, recv;
	struct verdict largest_send, largest_recv;
	struct case_file cf;
	struct sample last;

	judge(flow, path, &cf, &send, &recv);
	account_add(&flow->send, &send);
	account_add(&flow->recv, &recv);
	largest_send = verdict_largest(&send);
	largest_recv = verdict_largest(&recv);
	learn(flow, &cf, &largest_send, &largest_recv);
	last = flow->span.last;
	interval_begin(&flow->span, &last, last.ts_ns);
}

/* ---- intervals ---- */

/*
 * The time for an interval's rates. Samples are not at the interval's ends, so for a socket that
 * was active throughout it is the time between its samples; otherwise the interval.
 */
static uint64_t bytes_time_ns(const struct evidence *ev, uint64_t interval_ns)
{
	return ev->span_ns >= mul_div(interval_ns, THRESHOLD(SPAN_IS_ALL), 1000) ? ev->span_ns
										 : interval_ns;
}

static void describe(struct finding_direction *dir, const struct account *account,
		     const struct bandwidth *bw, uint64_t bytes, uint64_t time_ns, uint32_t rtt_us)
{
	bool exact;
	uint64_t bw_bps = bandwidth_get(bw, &exact);
	struct verdict v = account_verdict(account);

	dir->account = account;
	dir->limit = v.limit;
	dir->cause = v.cause;
	dir->undersized = cause_undersized(v.cause);
	dir->limit_share_permille = v.share_permille;
	dir->bytes = bytes;
	dir->rate_bps = rate_bps(bytes, time_ns);
	dir->bdp_bytes = bdp_bytes(bw_bps, rtt_us);
	if (dir->bdp_bytes)
		dir->bdp_bound = exact ? BDP_EXACT : BDP_LOWER;
}

static struct send_shares shares(const struct account *account)
{
	return (struct send_shares){
		.rwnd = account_share(account, LIMIT_RWND),
		.cwnd = account_share(account, LIMIT_CWND),
		.sndbuf = account_share(account, LIMIT_SNDBUF),
		.app = account_share(account, LIMIT_APP),
	};
}

/*
 * If no span ended in the interval, judges the unfinished span, which is judged again at its end.
 */
static void take_accounts(struct flow *flow, const struct flow_path *path,
			  struct flow_accounts *accounts)
{
	struct judgement send, recv;
	struct case_file cf;

	*accounts = (struct flow_accounts){ flow->send, flow->recv };
	flow->send = flow->recv = (struct account){ 0 };
	if (account_any(&accounts->send) || account_any(&accounts->recv))
		return;
	judge(flow, path, &cf, &send, &recv);
	account_add(&accounts->send, &send);
	account_add(&accounts->recv, &recv);
}

static void conclude(struct flow *flow, uint64_t interval_ns, const struct flow_path *path,
		     struct flow_accounts *accounts, struct finding *f)
{
	const struct interval *iv = &flow->iv;
	struct evidence ev;
	uint64_t time_ns;

	interval_evidence(iv, &ev);
	take_accounts(flow, path, accounts);
	time_ns = bytes_time_ns(&ev, interval_ns);
	f->interval_ns = interval_ns;
	f->id = flow->id;
	f->state = iv->last.state;
	f->rtt_min_us = ev.rtt_min_us;
	f->srtt_us = ev.srtt_us;
	f->mss_bytes = iv->last.mss_bytes;
	describe(&f->send.dir, &accounts->send, &flow->send_bw, ev.acked_bytes, time_ns,
		 ev.rtt_min_us);
	describe(&f->recv.dir, &accounts->recv, &flow->recv_bw, ev.received_bytes, time_ns,
		 ev.rtt_min_us);
	describe_send(&iv->last, &iv->agg, ev.rtt_min_us, &f->send);
	describe_recv(&iv->last, &iv->agg, ev.rtt_min_us, &f->recv);
	f->send.sent_bytes = ev.sent_bytes;
	f->send.retrans_bytes = ev.retrans_bytes;
	f->send.zero_windows = iv->peer_zero_windows;
	f->send.shares = shares(&accounts->send);
	if (f->send.dir.limit != LIMIT_IDLE)
		describe_send_needed(&iv->last, path, f);
	if (f->recv.dir.limit != LIMIT_IDLE)
		describe_recv_needed(&iv->last, path, f);
}

bool flow_active(const struct flow *flow)
{
	return interval_active(&flow->iv);
}

bool flow_end_interval(struct flow *flow, uint64_t end_ns, const struct flow_path *path,
		       struct flow_accounts *accounts, struct finding *ret_finding)
{
	struct interval *iv = &flow->iv;
	bool active = flow_active(flow) && end_ns > iv->start_ns;
	struct finding f = { 0 };
	struct sample last;

	if (!iv->samples) { /* most sockets are idle: copy nothing */
		iv->start_ns = end_ns;
		return false;
	}
	last = iv->last;
	if (active) {
		conclude(flow, end_ns - iv->start_ns, path, accounts, &f);
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
