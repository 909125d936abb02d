// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/capture_scan.h"

#include <errno.h>
#include <stdlib.h>

#include "base/units.h"
#include "engine/flow_table.h"

struct capture_scan {
	struct run *run;
	struct flow_table *flows;
	uint64_t newest_ns;
};

int capture_scan_new(const struct cli_opts *opts, struct capture_scan **ret_scan)
{
	struct capture_scan *scan = calloc(1, sizeof(*scan));
	int err;

	if (!scan)
		return -ENOMEM;
	scan->flows = flow_table_new();
	err = scan->flows ? run_new(opts, &scan->run) : -ENOMEM;
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

static int on_sample(void *ctx, const struct sample *s)
{
	struct capture_scan *scan = ctx;
	struct flow *flow = flow_table_use(scan->flows, s->id.cookie);

	scan->newest_ns = max_u64(scan->newest_ns, s->ts_ns);
	if (!flow)
		return flow_table_add(scan->flows, s, s->ts_ns);
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

	/* an older sample may be the last that knew it */
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
