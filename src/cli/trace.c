// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/trace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/host.h"
#include "cli/output_choice.h"
#include "engine/engine.h"
#include "model/units.h"
#include "os/kernel.h"
#include "os/log.h"
#include "os/loop.h"
#include "os/privilege.h"
#include "source/bpf.h"

#define DRAIN_NS (100 * UINT64_C(1000000))
/* A sample that was taken before a moment has arrived so long after it. */
#define SETTLE_NS (20 * UINT64_C(1000000))
#define OWNERS_NS NSEC_PER_SEC
#define OWNERS_MAX_NS (8 * NSEC_PER_SEC)

struct trace {
	const struct cli_opts *opts;
	struct loop *loop;
	struct bpf_source *source;
	struct host *host;
	struct sink *sink;
	struct engine *engine;
	uint64_t start_ns;
	uint64_t owners_ns; /* when owners were last looked for */
	uint64_t owners_wait_ns;
};

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

static int on_sample(void *ctx, const struct sample *sample)
{
	struct trace *t = ctx;

	return engine_sample(t->engine, sample);
}

static int drain(void *ctx)
{
	struct trace *t = ctx;
	int ret = bpf_source_drain(t->source, on_sample, t);

	return ret < 0 ? ret : 0;
}

/* Once the hooks are gone there is an end to it. */
static int drain_all(struct trace *t)
{
	int ret;

	do {
		ret = bpf_source_drain(t->source, on_sample, t);
	} while (ret > 0);
	return ret;
}

/* Sockets that were accepted since the start, and only read from a softirq's point of view. */
static int find_owners(struct trace *t, uint64_t now_ns)
{
	if (now_ns < t->owners_ns + t->owners_wait_ns)
		return 0;
	t->owners_ns = now_ns;
	if (!engine_wants_owners(t->engine)) {
		t->owners_wait_ns = OWNERS_NS;
		return 0;
	}
	/* the kernel's own sockets never get one: do not walk all tasks for them every second */
	t->owners_wait_ns = min_u64(2 * t->owners_wait_ns, OWNERS_MAX_NS);
	return bpf_source_seed(t->source, on_sample, t);
}

static int on_tick(void *ctx)
{
	struct trace *t = ctx;
	uint64_t now_ns = clock_ns(CLOCK_MONOTONIC);
	int ret = bpf_source_drain(t->source, on_sample, t);
	int err;

	if (ret)
		return ret < 0 ? ret
			       : 0; /* what waits is older than now: no interval is over yet */
	err = find_owners(t, now_ns);
	return err ? err : engine_advance(t->engine, now_ns - SETTLE_NS);
}

static int on_end(void *ctx)
{
	struct trace *t = ctx;

	loop_stop(t->loop);
	return 0;
}

static int open_source(struct trace *t)
{
	const struct bpf_source_opts opts = {
		.attach = t->opts->attach,
		.filter = t->opts->filter,
		.sample_interval_ms = t->opts->sample_interval_ms,
		.debug = t->opts->verbose > 0,
	};
	char reason[256] = "out of memory";
	int err = bpf_source_new(&opts, &t->source, reason, sizeof(reason));

	if (err) {
		log_error("cannot attach: %s: see tcpbdp doctor", reason);
		return err;
	}
	if (!bpf_source_hooks(t->source)->side[HOOK_SEND])
		log_warning("no %s hook on the send side of this kernel: senders are seen by the "
			    "ACKs they get, their calls are not counted",
			    attach_kind_name(t->opts->attach));
	return 0;
}

static int open_engine(struct trace *t)
{
	struct engine_opts opts = {
		.interval_ns = t->opts->interval_ns,
		.filter = t->opts->filter,
		.bandwidth_bps = t->opts->bandwidth_bps,
		.flagged = t->opts->flagged,
		.host = host_facts(t->host),
	};

	t->start_ns = clock_ns(CLOCK_MONOTONIC);
	opts.start_ns = t->start_ns;
	opts.realtime_offset_ns = clock_ns(CLOCK_REALTIME) - t->start_ns;
	return engine_new(&opts, t->sink, &t->engine);
}

/* What the hooks saw until now, drained; then the last interval and the ledger. */
static int finish(struct trace *t)
{
	const struct hook_choice *taken = bpf_source_hooks(t->source);
	struct summary summary = { .duration_ns = clock_ns(CLOCK_MONOTONIC) - t->start_ns };
	int err;

	bpf_source_detach(t->source);
	err = drain_all(t);
	if (!err)
		err = engine_finish(t->engine, &summary);
	if (!err)
		err = bpf_source_ledger(t->source, &summary.ledger);
	if (err)
		return err;
	if (taken->side[HOOK_RECV])
		summary.hook_recv = attach_kind_name(taken->side[HOOK_RECV]->kind);
	if (taken->side[HOOK_SEND])
		summary.hook_send = attach_kind_name(taken->side[HOOK_SEND]->kind);
	return t->sink->ops->summary(t->sink, &summary);
}

static int prepare(struct trace *t)
{
	int err = privilege_require();

	if (!err)
		err = kernel_require_btf();
	if (err)
		return err;
	err = loop_new(&t->loop);
	if (!err)
		err = host_new(&t->host);
	if (!err)
		err = output_choose(t->opts, stdout, &t->sink);
	if (err) {
		log_error("cannot start: %s", strerror(-err));
		return err;
	}
	err = open_source(t);
	if (!err)
		err = open_engine(t);
	return err;
}

static void say_end(int err)
{
	if (err == -ENOSPC)
		log_error("stdout: no space left: nothing more can be written");
	else
		log_error("cannot go on: %s", strerror(-err));
}

static int run(struct trace *t)
{
	int err = bpf_source_seed(t->source, on_sample, t);

	if (!err)
		err = privilege_drop();
	if (!err)
		err = loop_add_fd(t->loop, bpf_source_fd(t->source), drain, t);
	if (!err)
		err = loop_stop_on_hangup(t->loop, STDOUT_FILENO);
	if (!err)
		err = loop_add_timer(t->loop, SETTLE_NS + SETTLE_NS / 4, DRAIN_NS, on_tick, t);
	if (!err && t->opts->duration_ns)
		err = loop_add_timer(t->loop, t->opts->duration_ns, 0, on_end, t);
	if (!err)
		err = loop_run(t->loop);
	if (!err)
		err = finish(t);
	if (err && err != -EPIPE)
		say_end(err);
	return err;
}

int trace_run(const struct cli_opts *opts)
{
	struct trace t = { .opts = opts, .owners_wait_ns = OWNERS_NS };
	int err = prepare(&t);

	if (!err)
		err = run(&t);
	engine_free(t.engine);
	bpf_source_free(t.source);
	if (t.sink)
		t.sink->ops->free(t.sink);
	host_free(t.host);
	loop_free(t.loop);
	return err;
}
