// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/live.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/units.h"
#include "os/clock.h"
#include "os/log.h"
#include "os/netns.h"
#include "os/sysctl.h"
#include "run/session.h"
#include "source/bpf.h"

#define DRAIN_NS (100 * UINT64_C(1000000))
/* Samples taken before a time have arrived this long after it. */
#define SETTLE_NS (20 * UINT64_C(1000000))
#define OWNERS_NS NSEC_PER_SEC
/* The hook on reads is attached this long, with this pause: it slows down every read on the host. */
#define READERS_LOOK_NS (200 * NSEC_PER_MSEC)
#define READERS_EVERY_NS (3 * NSEC_PER_SEC)
#define OWNERS_MAX_NS (8 * NSEC_PER_SEC)

struct live {
	struct run run;
	const struct cli_opts *opts;
	struct session session;
	struct bpf_source *source;
	const struct consumer *consumer;
	uint64_t owners_ns; /* when owners were last looked for */
	uint64_t owners_wait_ns;
	bool readers_refused;
	struct utsname kernel;
};

/* 1 = more samples wait, 0 = all were read. */
static int drain_some(struct live *live)
{
	return bpf_source_drain(live->source, live->consumer->sample, live->consumer->ctx);
}

static int on_samples(void *ctx)
{
	int ret = drain_some(ctx);

	return ret < 0 ? ret : 0;
}

/* It ends, because the hooks are detached. */
static int drain_all(struct live *live)
{
	int ret;

	do {
		ret = drain_some(live);
	} while (ret > 0);
	return ret;
}

static int seed(struct live *live)
{
	return bpf_source_seed(live->source, live->consumer->sample, live->consumer->ctx);
}

/* Sockets accepted since the start have no owner yet if hooks saw them only in softirqs. */
static int find_owners(struct live *live, uint64_t now_ns)
{
	if (now_ns < live->owners_ns + live->owners_wait_ns)
		return 0;
	live->owners_ns = now_ns;
	if (!bpf_source_wants_owners(live->source)) {
		live->owners_wait_ns = OWNERS_NS;
		return 0;
	}
	/* the kernel's own sockets never get one: do not walk all tasks for them each second */
	live->owners_wait_ns = min_u64(2 * live->owners_wait_ns, OWNERS_MAX_NS);
	return seed(live);
}

/* Always attached with an owner filter, because sockets that it excludes are not counted. */
static bool looks_at_readers(const struct live *live, uint64_t now_ns)
{
	return filter_asks_owner(&live->opts->filter) ||
	       (now_ns - live->session.start_ns) % READERS_EVERY_NS < READERS_LOOK_NS;
}

/* Optional: without it, half-closed readers give a sample only when they close, and only the seed knows
 * the owners of sockets that only read. */
static void follow_readers(struct live *live, uint64_t now_ns)
{
	int err = bpf_source_follow_readers(live->source, looks_at_readers(live, now_ns));

	if (err && !live->readers_refused)
		status_erase(&live->session.status);
	if (err && !live->readers_refused)
		log_warning("cannot attach the hook on reads (%s): half-closed readers are not "
			    "seen, and processes that only read may not be named",
			    strerror(-err));
	live->readers_refused |= err != 0;
}

static int on_tick(void *ctx)
{
	struct live *live = ctx;
	uint64_t now_ns = clock_ns(CLOCK_MONOTONIC);
	struct tick tick = { .ts_ns = now_ns - SETTLE_NS };
	int ret = drain_some(live);

	if (ret < 0)
		return ret;
	if (ret) /* waiting samples are older than now: no interval is over yet */
		return 0;
	ret = find_owners(live, now_ns);
	if (ret)
		return ret;
	follow_readers(live, now_ns);
	tick.memory_pressure = host_memory_pressure(live->session.host);
	return live->consumer->tick(live->consumer->ctx, &tick);
}

static int attach(struct live *live)
{
	const struct bpf_source_opts opts = {
		.attach = live->opts->attach,
		.filter = live->opts->filter,
		.sample_interval_ms = live->opts->sample_interval_ms,
		.debug = live->opts->verbose > 0,
	};
	char reason[256] = "out of memory";
	int err = bpf_source_new(&opts, &live->source, reason, sizeof(reason));

	err = session_start(&live->session, err, reason);
	if (!err && !bpf_source_hooks(live->source)->side[HOOK_SEND])
		log_warning("no %s hook on the send side of this kernel: senders are sampled on "
			    "ACKs, and their calls are not counted",
			    attach_kind_name(live->opts->attach));
	return err;
}

static int go(struct run *run, const struct consumer *consumer)
{
	struct live *live = (struct live *)run;
	int err;

	live->consumer = consumer;
	err = seed(live);
	if (!err)
		err = loop_add_fd(live->session.loop, bpf_source_fd(live->source), on_samples,
				  live);
	if (!err)
		err = loop_add_timer(live->session.loop, SETTLE_NS + SETTLE_NS / 4, DRAIN_NS,
				     on_tick, live);
	if (!err && run->join)
		err = run->join(run->join_ctx, live->session.loop);
	if (!err)
		err = session_run(&live->session, live->opts->duration_ns, run->out_fd,
				  &run->place);
	bpf_source_detach(live->source);
	return err ? err : drain_all(live);
}

static int summary(struct run *run, struct summary *ret_summary)
{
	struct live *live = (struct live *)run;
	const struct hook_choice *taken = bpf_source_hooks(live->source);
	struct summary s = { .duration_ns = clock_ns(CLOCK_MONOTONIC) - run->start_ns };
	int err = bpf_source_ledger(live->source, &s.ledger);

	if (err)
		return err;
	if (taken->side[HOOK_RECV])
		s.hook_recv = attach_kind_name(taken->side[HOOK_RECV]->kind);
	if (taken->side[HOOK_SEND])
		s.hook_send = attach_kind_name(taken->side[HOOK_SEND]->kind);
	*ret_summary = s;
	return 0;
}

/* Only our own: to enter others takes capabilities that were dropped. */
static int live_sysctl(struct run *run, uint32_t netns, const char *name, char *ret_text,
		       size_t text_len)
{
	if (netns && netns != run->own_netns)
		return -ENOENT;
	return sysctl_text("", name, ret_text, text_len);
}

static void live_free(struct run *run)
{
	struct live *live = (struct live *)run;

	bpf_source_free(live->source);
	session_close(&live->session);
	free(live);
}

static const struct run_ops live_ops = { go, summary, live_sysctl, live_free };

int live_new(const struct cli_opts *opts, struct run **ret_run)
{
	struct live *live = calloc(1, sizeof(*live));
	int err;

	if (!live) {
		log_error("cannot start: %s", strerror(ENOMEM));
		return -ENOMEM;
	}
	live->run.ops = &live_ops;
	live->run.live = true;
	live->opts = opts;
	live->owners_wait_ns = OWNERS_NS;
	err = session_open(&live->session);
	if (!err)
		err = attach(live);
	if (err) {
		live_free(&live->run);
		return err;
	}
	live->run.status = &live->session.status;
	live->run.start_ns = live->session.start_ns;
	live->run.realtime_offset_ns = live->session.realtime_offset_ns;
	live->run.host = host_facts(live->session.host);
	live->run.page_bytes = (uint32_t)sysconf(_SC_PAGESIZE);
	live->run.memory_bytes = (uint64_t)sysconf(_SC_PHYS_PAGES) * live->run.page_bytes;
	live->run.own_netns = netns_own();
	live->run.boot_netns = netns_of_boot();
	uname(&live->kernel);
	live->run.kernel = live->kernel.release;
	live->run.machine = live->kernel.machine;
	*ret_run = &live->run;
	return 0;
}
