// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "engine/engine.h"

#include <errno.h>
#include <stdlib.h>

#include "base/units.h"
#include "engine/flow_table.h"
#include "evidence/peers.h"
#include "evidence/sites.h"
#include "verdict/threshold.h"

/* Intervals that all flows keep together: 60 MiB. Only long round trips need any. */
#define PAST_MAX 65536

/* A silent socket is forgotten after this time: its close may have been lost (full buffer). */
#define FORGET_NS (THRESHOLD(FORGET_MS) * NSEC_PER_MSEC)

struct engine {
	struct engine_opts opts;
	struct sink *sink;
	struct flow_table *flows;
	struct peers *peers;
	struct sites *sites;
	uint64_t interval_start_ns;
	uint64_t newest_ns;
	bool memory_pressure; /* of the host, at the last tick */
	uint64_t sockets;
	uint64_t silent;
	uint64_t others;    /* active, but filtered out */
	uint64_t forgotten; /* flows removed because the table was full */
	uint64_t undersized[CAUSE_MAX];
	uint64_t fastest_bps;
	size_t closing;           /* closed flows that wait for the end of the interval */
	uint64_t active, flagged; /* sockets of the last interval */
	/* of the interval being ended */
	uint64_t end_ns;
	int err;
};

int engine_new(const struct engine_opts *opts, struct sink *sink, struct engine **ret_engine)
{
	struct engine *e = calloc(1, sizeof(*e));

	if (!e)
		return -ENOMEM;
	e->opts = *opts;
	if (!e->opts.flows_max)
		e->opts.flows_max = ENGINE_FLOWS_MAX;
	if (!e->opts.closing_max)
		e->opts.closing_max = ENGINE_CLOSING_MAX;
	e->sink = sink;
	e->interval_start_ns = opts->start_ns;
	e->newest_ns = opts->start_ns;
	e->flows = flow_table_new();
	e->peers = peers_new();
	e->sites = sites_new();
	if (!e->flows || !e->peers || !e->sites) {
		engine_free(e);
		return -ENOMEM;
	}
	*ret_engine = e;
	return 0;
}

static void report(struct engine *e, struct flow *flow, struct finding *f)
{
	if (!filter_match(&e->opts.filter, &flow->id))
		return;
	f->ts_ns = e->end_ns + e->opts.realtime_offset_ns;
	finding_name(f, &e->opts.host);
	if (!finding_filter_match(&e->opts.findings, f))
		return;
	flow->asked_for = true;
	e->active++;
	e->flagged += finding_flagged(f);
	e->fastest_bps = max_u64(e->fastest_bps,
				 max_u64(f->send.dir.rate_bps, f->recv.dir.rate_bps));
	if (e->opts.flagged && !finding_flagged(f))
		return;
	e->err = e->sink->ops->finding(e->sink, f);
}

/* Adds the socket to the summary's counts. */
static void count(struct engine *e, const struct flow *flow)
{
	if (!filter_match(&e->opts.filter, &flow->id) || (flow->reported && !flow->asked_for)) {
		e->others += flow->reported;
		return;
	}
	if (!flow->reported) {
		e->silent++;
		return;
	}
	e->sockets++;
	for (int cause = 0; cause < CAUSE_MAX; cause++)
		if (flow->flagged_causes & UINT32_C(1) << cause)
			e->undersized[cause]++;
}

static void end_socket(struct engine *e, const struct flow *flow)
{
	count(e, flow);
	if (!e->err && e->sink->ops->socket_end)
		e->err = e->sink->ops->socket_end(e->sink, flow->id.cookie);
}

static void know_path(struct engine *e, const struct flow *flow, uint64_t now_ns,
		      struct flow_path *path)
{
	const struct host_facts *host = &e->opts.host;

	path->given_bps = e->opts.bandwidth_bps;
	path->measured_bps = peers_get(e->peers, &flow->id, now_ns);
	path->queued_rtt_us = sites_queued_rtt_us(e->sites, &flow->id, now_ns);
	path->peer_scales = peers_scale(e->peers, &flow->id);
	path->link_bps = host->link_bps && flow->id.ifindex
				 ? host->link_bps(host->ctx, flow->id.netns, flow->id.ifindex)
				 : 0;
	path->memory_pressure = e->memory_pressure;
}

/* Shares what the span shows with other sockets on the path. */
static void share_span(struct engine *e, const struct flow *flow, struct flow_path *path)
{
	const struct flow_seen seen = flow_span_seen(flow);
	uint64_t now_ns = flow->span.last.ts_ns, own_bps = flow_measured_bps(flow);

	sites_see(e->sites, &flow->id, seen.rtt_min_us, seen.standing_rtt_us, now_ns);
	sites_see_rates(e->sites, &flow->id, seen.send_bps, seen.recv_bps, now_ns);
	if (flow->span.last.wscale_ok)
		peers_add_scaling(e->peers, &flow->id);
	if (own_bps)
		peers_add(e->peers, &flow->id, own_bps, now_ns);
	know_path(e, flow, now_ns, path);
	path->site_sent_bps = sites_sent_bps(e->sites, &flow->id, now_ns);
	path->site_received_bps = sites_received_bps(e->sites, &flow->id, now_ns);
}

static void end_span(struct engine *e, struct flow *flow)
{
	struct flow_path path = { 0 };

	share_span(e, flow, &path);
	flow_end_span(flow, &path);
}

static bool end_flow(void *ctx, struct flow *flow)
{
	struct engine *e = ctx;
	struct flow_path path = { 0 };
	struct flow_accounts accounts;
	struct finding finding;
	uint64_t seen_ns;

	if (flow->closed && flow->span.samples)
		end_span(e, flow);
	if (flow_active(flow))
		know_path(e, flow, e->end_ns, &path);
	if (!e->err && flow_end_interval(flow, e->end_ns, &path, &accounts, &finding))
		report(e, flow, &finding);
	seen_ns = flow->iv.last.ts_ns;
	if (!flow->closed && !(seen_ns < e->end_ns && e->end_ns - seen_ns >= FORGET_NS))
		return true;
	end_socket(e, flow);
	return false;
}

static int end_interval(struct engine *e, uint64_t end_ns)
{
	e->end_ns = end_ns;
	e->err = 0;
	e->active = e->flagged = 0;
	flow_table_walk(e->flows, end_flow, e);
	e->closing = 0;
	e->interval_start_ns = end_ns;
	return e->err ? e->err : e->sink->ops->interval_end(e->sink);
}

static int advance(struct engine *e, uint64_t now_ns)
{
	const uint64_t interval_ns = e->opts.interval_ns;
	uint64_t due = now_ns > e->interval_start_ns ? (now_ns - e->interval_start_ns) / interval_ns
						     : 0;
	int err = 0;

	if (due)
		err = end_interval(e, e->interval_start_ns + interval_ns);
	/* nothing happened in the intervals after it, however many: end them all at once */
	if (!err && due > 1)
		err = end_interval(e, e->interval_start_ns + (due - 1) * interval_ns);
	if (now_ns > e->newest_ns)
		e->newest_ns = now_ns;
	return err;
}

int engine_tick(struct engine *e, const struct tick *tick)
{
	e->memory_pressure = tick->memory_pressure;
	return advance(e, tick->ts_ns);
}

/* Judges a flow before the end of the interval. */
static int conclude(struct engine *e, struct flow *flow)
{
	e->end_ns = e->newest_ns;
	e->err = 0;
	if (end_flow(e, flow))
		end_socket(e, flow);
	flow_table_remove(e->flows, flow);
	return e->err;
}

static int close_flow(struct engine *e, struct flow *flow)
{
	if (e->closing >= e->opts.closing_max)
		return conclude(e, flow);
	e->closing++;
	return 0;
}

/* If the first sample is the socket's close or later, there is nothing to judge. */
static int open_flow(struct engine *e, const struct sample *s)
{
	struct flow *flow;
	int err = 0;

	if (s->state == TCP_STATE_CLOSE || s->reason == SAMPLE_CLOSE) {
		e->silent += s->reason == SAMPLE_CLOSE && filter_match(&e->opts.filter, &s->id);
		return 0;
	}
	if (flow_table_count(e->flows) >= e->opts.flows_max) {
		flow = flow_table_least_used(e->flows);
		e->forgotten += !flow->closed;
		e->closing -= flow->closed;
		err = conclude(e, flow);
	}
	return err ? err : flow_table_add(e->flows, s, e->interval_start_ns);
}

int engine_sample(struct engine *e, const struct sample *s)
{
	struct flow *flow;
	bool was_closed;
	int err = advance(e, s->ts_ns);

	if (err)
		return err;
	flow = flow_table_use(e->flows, s->id.cookie);
	if (flow && flow_ended_before(flow, s)) {
		e->closing -= flow->closed;
		err = conclude(e, flow);
		flow = NULL;
	}
	if (!flow)
		return err ? err : open_flow(e, s);
	if (flow_span_ends_before(flow, s))
		end_span(e, flow);
	was_closed = flow->closed;
	flow_add(flow, s);
	if (flow_span_is_over(flow))
		end_span(e, flow);
	return flow->closed && !was_closed ? close_flow(e, flow) : 0;
}

uint64_t engine_fastest_bps(const struct engine *e)
{
	return e->fastest_bps;
}

void engine_active(const struct engine *e, uint64_t *ret_active, uint64_t *ret_flagged)
{
	*ret_active = e->active;
	*ret_flagged = e->flagged;
}

static bool count_rest(void *ctx, struct flow *flow)
{
	count(ctx, flow);
	return false;
}

/* A short rest at the end of a run has too few samples for rates. */
static bool worth_a_report(const struct engine *e)
{
	uint64_t rest_ns = e->newest_ns - e->interval_start_ns;

	if (e->interval_start_ns == e->opts.start_ns)
		return rest_ns > 0;
	return rest_ns >= mul_div(e->opts.interval_ns, THRESHOLD(LAST_INTERVAL), 1000);
}

int engine_finish(struct engine *e, struct summary *summary)
{
	int err = 0;

	if (worth_a_report(e))
		err = end_interval(e, e->newest_ns);
	flow_table_walk(e->flows, count_rest, e);
	summary->sockets = e->sockets;
	summary->silent = e->silent;
	summary->others = e->others;
	summary->forgotten = e->forgotten;
	for (int cause = 0; cause < CAUSE_MAX; cause++)
		summary->undersized[cause] = e->undersized[cause];
	return err;
}

void engine_free(struct engine *e)
{
	if (!e)
		return;
	flow_table_free(e->flows);
	peers_free(e->peers);
	sites_free(e->sites);
	free(e);
}
