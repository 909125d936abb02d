// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/replay.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/units.h"
#include "capture/reader.h"
#include "options/when.h"
#include "os/cgroup.h"
#include "os/log.h"
#include "os/loop.h"

/* Samples between two checks for signals, which cost as much as some samples. */
#define LOOK_EVERY 64

struct replay {
	struct run run;
	const struct cli_opts *opts;
	struct reader *reader;
	const struct consumer *consumer;
	uint64_t from_ns, to_ns; /* 0 and UINT64_MAX / 4 where no span was asked for */
	uint64_t cgroup_id;      /* the control group of the last lookup, */
	bool cgroup_asked_for;   /* and whether it matches */
	struct loop *loop;       /* for the signals that end the replay */
	uint64_t given;          /* samples */
	bool lookup_said;
};

/* Findings are right without names, but not complete. */
static void say_lookup(struct replay *r)
{
	const char *reason = reader_lookup_failed(r->reader);

	if (!reason || r->lookup_said)
		return;
	log_warning("%s: %s: names or settings of the host are missing", r->opts->replay, reason);
	r->lookup_said = true;
}

static const char *cgroup_path(void *ctx, uint64_t id)
{
	struct replay *r = ctx;
	const char *path = reader_cgroup_path(r->reader, id);

	say_lookup(r);
	return path;
}

static const struct workload_names *workload_names(void *ctx, uint64_t cgroup_id)
{
	struct replay *r = ctx;

	return reader_workload_names(r->reader, cgroup_id);
}

static const char *netns_name_of(void *ctx, uint32_t netns)
{
	struct replay *r = ctx;

	return reader_netns_name(r->reader, netns);
}

static uint64_t link_bps(void *ctx, uint32_t netns, uint32_t ifindex)
{
	struct replay *r = ctx;
	uint64_t bps = reader_link_bps(r->reader, netns, ifindex);

	say_lookup(r);
	return bps;
}

static bool is_below(void *ctx, const char *path)
{
	return cgroup_is_below(path, ctx);
}

static bool asked_for(const struct cgroup_paths *paths, const char *path)
{
	for (uint32_t i = 0; i < paths->count; i++)
		if (cgroup_is_below(path, paths->value[i]))
			return true;
	return false;
}

static bool cgroup_matches(struct replay *r, uint64_t id)
{
	const char *path;

	if (!r->opts->cgroup_paths.count)
		return true;
	if (id != r->cgroup_id) {
		path = cgroup_path(r, id);
		r->cgroup_id = id;
		r->cgroup_asked_for = path && asked_for(&r->opts->cgroup_paths, path);
	}
	return r->cgroup_asked_for;
}

/* After a signal the replay ends as if the capture ended here. */
static int end_at(struct replay *r, uint64_t ts_ns)
{
	r->to_ns = ts_ns;
	return -ECANCELED;
}

static int on_sample(void *ctx, const struct sample *s)
{
	struct replay *r = ctx;
	int stop = ++r->given % LOOK_EVERY ? 0 : loop_poll(r->loop);

	if (stop)
		return stop < 0 ? stop : end_at(r, s->ts_ns);
	return cgroup_matches(r, s->id.cgroup_id) ? r->consumer->sample(r->consumer->ctx, s) : 0;
}

static int on_tick(void *ctx, const struct tick *t)
{
	struct replay *r = ctx;

	return r->consumer->tick(r->consumer->ctx, t);
}

static int go(struct run *run, const struct consumer *consumer)
{
	struct replay *r = (struct replay *)run;
	const struct consumer own = { on_sample, on_tick, r };
	int err;

	err = loop_new(&r->loop);
	if (err)
		return err;
	r->consumer = consumer;
	err = reader_run(r->reader, r->from_ns, r->to_ns, &own);
	if (loop_signal(r->loop))
		err = 0;
	loop_free(r->loop);
	if (err && reader_reason(r->reader)[0]) {
		log_error("%s", reader_reason(r->reader));
		return -ECANCELED;
	}
	return err;
}

static int summary(struct run *run, struct summary *ret_summary)
{
	struct replay *r = (struct replay *)run;
	const struct reader_facts *f = reader_facts(r->reader);
	uint64_t end_ns = min_u64(r->to_ns, f->end_ns);
	struct summary s = {
		.duration_ns = end_ns > run->start_ns ? end_ns - run->start_ns : 0,
		.hook_recv = f->hook_recv[0] ? f->hook_recv : NULL,
		.hook_send = f->hook_send[0] ? f->hook_send : NULL,
	};
	int err = reader_ledger(r->reader, r->from_ns, r->to_ns, &s.ledger, &s.partial);

	if (err) {
		log_error("%s", reader_reason(r->reader));
		return -ECANCELED;
	}
	*ret_summary = s;
	return 0;
}

static int replay_sysctl(struct run *run, uint32_t netns, const char *name, char *ret_text,
			 size_t text_len)
{
	struct replay *r = (struct replay *)run;
	int err = reader_sysctl(r->reader, netns, name, ret_text, text_len);

	say_lookup(r);
	return err;
}

static void replay_free(struct run *run)
{
	struct replay *r = (struct replay *)run;

	reader_free(r->reader);
	free(r);
}

static const struct run_ops replay_ops = { go, summary, replay_sysctl, replay_free };

/* Converts a time to the samples' clock; not before the capture's start. */
static int resolve(const struct replay *r, const char *option, const struct when *when,
		   uint64_t *ret_ns)
{
	const struct reader_facts *f = reader_facts(r->reader);
	uint64_t begin_ns = f->start_realtime_ns, realtime_ns;
	uint64_t end_ns = begin_ns + (f->end_ns - f->start_ns);
	int err;

	/* a time of day is after the first sample, since --max-age may have dropped days */
	if (when->kind == WHEN_TIME_OF_DAY)
		begin_ns += f->first_ns - f->start_ns;
	err = when_resolve(when, begin_ns, end_ns, &realtime_ns);
	if (err || realtime_ns >= UINT64_MAX / 4) {
		log_error("%s: %s: this time is not in the capture", r->opts->replay, option);
		return -ERANGE;
	}
	*ret_ns = realtime_ns > f->start_realtime_ns
			  ? realtime_ns - f->start_realtime_ns + f->start_ns
			  : f->start_ns;
	return 0;
}

static void say_span(const struct replay *r)
{
	const struct reader_facts *f = reader_facts(r->reader);
	time_t start_s = (time_t)(f->start_realtime_ns / NSEC_PER_SEC);
	char start[32] = "its start";
	struct tm tm;

	if (localtime_r(&start_s, &tm))
		strftime(start, sizeof(start), "%Y-%m-%dT%H:%M:%S", &tm);
	log_error("%s: no samples in that span: the capture covers seconds %.1f to %.1f after %s",
		  r->opts->replay, (double)(f->first_ns - f->start_ns) / NSEC_PER_SEC,
		  (double)(f->end_ns - f->start_ns) / NSEC_PER_SEC, start);
}

static int choose_span(struct replay *r)
{
	const struct cli_opts *opts = r->opts;
	const struct reader_facts *f = reader_facts(r->reader);
	int err = 0;

	r->to_ns = UINT64_MAX / 4;
	r->run.start_ns = f->first_ns;
	if (opts->from.given) {
		err = resolve(r, "--from", &opts->from, &r->from_ns);
		r->run.start_ns = max_u64(r->from_ns, f->first_ns);
	}
	if (!err && opts->to.given)
		err = resolve(r, "--to", &opts->to, &r->to_ns);
	if (opts->duration_ns)
		r->to_ns = r->run.start_ns + opts->duration_ns;
	if (err)
		return err;
	if (r->from_ns > f->end_ns || r->to_ns <= r->run.start_ns) {
		say_span(r);
		return -ERANGE;
	}
	r->run.realtime_offset_ns = f->start_realtime_ns - f->start_ns;
	return 0;
}

static int open_capture(struct replay *r)
{
	const struct cli_opts *opts = r->opts;
	const struct reader_facts *f;
	char reason[READER_REASON_LEN];
	int err = opts->capture ? reader_of(opts->capture, opts->replay, &r->reader, reason)
				: reader_new(opts->replay, &r->reader, reason);

	if (err) {
		log_error("%s", reason);
		return err;
	}
	f = reader_facts(r->reader);
	if (!f->ended)
		log_warning("%s: its recorder was killed or still runs: the capture has %.1f s",
			    opts->replay, (double)(f->end_ns - f->start_ns) / NSEC_PER_SEC);
	for (uint32_t i = 0; i < opts->cgroup_paths.count; i++) {
		const char *path = opts->cgroup_paths.value[i];

		if (reader_has_cgroup(r->reader, is_below, (void *)path))
			continue;
		if (reader_lookup_failed(r->reader)) {
			log_error("%s: %s", opts->replay, reader_lookup_failed(r->reader));
			return -EIO;
		}
		log_error("%s: control group %s is not in the capture: pass --cgroup a path as "
			  "reports print it",
			  opts->replay, path);
		return -ENOENT;
	}
	return choose_span(r);
}

int replay_new(const struct cli_opts *opts, struct run **ret_run)
{
	struct replay *r = calloc(1, sizeof(*r));
	int err;

	if (!r) {
		log_error("cannot start: %s", strerror(ENOMEM));
		return -ENOMEM;
	}
	r->run.ops = &replay_ops;
	r->run.host = (struct host_facts){
		.cgroup_path = cgroup_path,
		.link_bps = link_bps,
		.workload_names = workload_names,
		.netns_name = netns_name_of,
		.ctx = r,
	};
	r->opts = opts;
	err = open_capture(r);
	if (err) {
		replay_free(&r->run);
		return err;
	}
	r->run.sample_interval_ms = reader_facts(r->reader)->sample_interval_ms;
	r->run.memory_bytes = reader_facts(r->reader)->memory_bytes;
	r->run.page_bytes = reader_facts(r->reader)->page_bytes;
	r->run.own_netns = r->run.boot_netns = reader_facts(r->reader)->host_netns;
	r->run.kernel = reader_facts(r->reader)->kernel;
	r->run.machine = reader_facts(r->reader)->machine;
	*ret_run = &r->run;
	return 0;
}
