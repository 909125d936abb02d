// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/capture_scan.h"

#include <errno.h>
#include <stdlib.h>

#include "base/units.h"
#include "engine/engine.h"
#include "engine/flow_table.h"

struct capture_scan {
	struct run *run;
	struct flow_table *flows;
	size_t flows_max;
	uint64_t crowded;
	uint64_t newest_ns;
};

int capture_scan_new(const struct cli_opts *opts, size_t flows_max, struct capture_scan **ret_scan)
{
	struct capture_scan *scan = calloc(1, sizeof(*scan));
	int err;

	if (!scan)
		return -ENOMEM;
	scan->flows_max = flows_max ? flows_max : ENGINE_FLOWS_MAX;
	scan->flows = flow_table_new();
	err = scan->flows ? 0 : -ENOMEM;
	if (!err && run_new(opts, &scan->run))
		err = -ECANCELED;
	if (err) {
		capture_scan_free(scan);
		return err;
	}
	*ret_scan = scan;
	return 0;
}

void capture_scan_free(struct capture_scan *scan)
{
	if (!scan)
		return;
	run_free(scan->run);
	flow_table_free(scan->flows);
	free(scan);
}

const struct run *capture_scan_run(const struct capture_scan *scan)
{
	return scan->run;
}

/* Closed sockets stay as long as there is room: a late sample would look like a new socket. */
static bool make_room(struct flow_table *flows, size_t flows_max)
{
	struct flow *least = flow_table_least_used(flows);

	if (flow_table_count(flows) < flows_max)
		return true;
	if (!least->closed)
		return false;
	flow_table_remove(flows, least);
	return true;
}

static int open_flow(struct capture_scan *scan, const struct sample *s)
{
	if (make_room(scan->flows, scan->flows_max))
		return flow_table_add(scan->flows, s, s->ts_ns);
	scan->crowded++;
	return 0;
}

static int on_sample(void *ctx, const struct sample *s)
{
	struct capture_scan *scan = ctx;
	struct flow *flow = flow_table_use(scan->flows, s->id.cookie);

	scan->newest_ns = max_u64(scan->newest_ns, s->ts_ns);
	if (flow && flow_ended_before(flow, s)) {
		flow_table_remove(scan->flows, flow);
		flow = NULL;
	}
	if (!flow)
		return open_flow(scan, s);
	flow_add(flow, s);
	return 0;
}

static int on_tick(void *ctx, const struct tick *tick)
{
	struct capture_scan *scan = ctx;

	scan->newest_ns = max_u64(scan->newest_ns, tick->ts_ns);
	return 0;
}

struct giving {
	uint64_t newest_ns;
	snapshot_fn fn;
	void *ctx;
	int err;
};

static bool give(void *ctx, struct flow *flow)
{
	struct giving *giving = ctx;
	struct snapshot snapshot = {
		.s = flow->iv.last,
		.sent_ago_ns = giving->newest_ns - flow->sent_ns,
		.received_ago_ns = giving->newest_ns - flow->received_ns,
	};

	/* only an older sample may have it */
	sample_id_take_owner(&snapshot.s.id, &flow->id);
	if (!giving->err && !flow->closed)
		giving->err = giving->fn(giving->ctx, &snapshot);
	return true;
}

int capture_scan_go(struct capture_scan *scan, snapshot_fn fn, void *ctx)
{
	const struct consumer consumer = { on_sample, on_tick, scan };
	struct giving giving = { .fn = fn, .ctx = ctx };
	int err = scan->run->ops->go(scan->run, &consumer);

	if (err)
		return err;
	giving.newest_ns = scan->newest_ns;
	flow_table_walk(scan->flows, give, &giving);
	return giving.err;
}

uint64_t capture_scan_crowded(const struct capture_scan *scan)
{
	return scan->crowded;
}
