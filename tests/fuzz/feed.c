// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "feed.h"

#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "advice/advice.h"
#include "base/units.h"
#include "engine/engine.h"
#include "options/option.h"
#include "options/parse.h"
#include "run/replay.h"
#include "metrics.h"
#include "random.h"
#include "sink/advice_report.h"
#include "sink/json.h"
#include "sink/sysctl_d.h"
#include "sink/text.h"

#define CHECK_ONE_IN 16
#define ADVISE_ONE_IN 4
#define METRICS_ONE_IN 16
#define OUTPUT_MAX (1 << 20)

struct feed {
	struct feed_counts *counts;
	const struct run *run;
	struct engine *engine;
	struct sink checks; /* what the engine is given */
	struct sink *sink;  /* the one behind it; or NULL, and */
	struct advice *advice;
	struct advice_opts advice_opts;
	struct metrics *metrics; /* beside them, now and then; or NULL */
	uint64_t samples;
	uint32_t netns; /* of one of them */
};

static bool is_text(const char *text, size_t size)
{
	return memchr(text, 0, size);
}

/* ---- what the headers promise ---- */

static int on_sample(void *ctx, const struct sample *s)
{
	struct feed *f = ctx;

	assert(s->id.cookie && s->ts_ns <= INT64_MAX / 2);
	assert(s->id.family < FAMILY_MAX && s->state < TCP_STATE_MAX &&
	       s->reason < SAMPLE_REASON_MAX);
	assert(s->snd_wscale <= 14 && s->rcv_wscale <= 14);
	assert(is_text(s->id.comm, sizeof(s->id.comm)));
	assert(is_text(s->id.congestion_control, sizeof(s->id.congestion_control)));
	f->samples++;
	f->netns = s->id.netns;
	return engine_sample(f->engine, s);
}

static int on_tick(void *ctx, const struct tick *t)
{
	struct feed *f = ctx;

	assert(t->ts_ns <= INT64_MAX / 2);
	f->counts->ticks++;
	return engine_tick(f->engine, t);
}

static void check_direction(const struct finding_direction *dir)
{
	assert(dir->limit < LIMIT_MAX && dir->cause < CAUSE_MAX);
	assert(dir->limit_share_permille <= 1000);
	assert(dir->needed_source < NEEDED_SOURCE_MAX);
	assert(!dir->undersized || cause_undersized(dir->cause));
}

static struct feed *of_checks(struct sink *sink)
{
	return (struct feed *)((char *)sink - offsetof(struct feed, checks));
}

static int on_finding(struct sink *sink, const struct finding *finding)
{
	struct feed *f = of_checks(sink);

	assert(finding->interval_ns);
	check_direction(&finding->send.dir);
	check_direction(&finding->recv.dir);
	f->counts->findings++;
	if (f->metrics)
		metrics_finding(f->metrics, finding);
	return f->sink ? f->sink->ops->finding(f->sink, finding) : advice_add(f->advice, finding);
}

static int on_interval_end(struct sink *sink)
{
	struct feed *f = of_checks(sink);

	if (f->metrics)
		metrics_interval_end(f->metrics);
	return f->sink ? f->sink->ops->interval_end(f->sink) : 0;
}

static const struct sink_ops checks_ops = { .finding = on_finding,
					    .interval_end = on_interval_end };

/* ---- what is reported ---- */

static void check_json(const char *text, size_t len)
{
	while (len) {
		const char *end = memchr(text, '\n', len);
		size_t line = end ? (size_t)(end - text) : len;
		json_t *object = json_loadb(text, line, JSON_REJECT_DUPLICATES, NULL);

		assert(end && json_is_object(object));
		json_decref(object);
		text += line + 1;
		len -= line + 1;
	}
}

/* No control character of the capture's may reach the terminal; ours are those of the colours. */
static void check_text(const char *text, size_t len, bool color)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		assert((c >= ' ' && c != 0x7f) || c == '\n' || (c == '\033' && color));
	}
}

static void check_output(FILE *out, const struct cli_opts *opts)
{
	char *text = malloc(OUTPUT_MAX);
	ssize_t len = pread(fileno(out), text, OUTPUT_MAX, 0);

	/* text for a program is the sockets alone, and there may be none */
	assert(opts->json ? len > 0 : len >= 0);
	if (len < OUTPUT_MAX && opts->json)
		check_json(text, (size_t)len);
	if (!opts->json)
		check_text(text, (size_t)len, opts->color == COLOR_ALWAYS);
	free(text);
}

/* ---- advice ---- */

static const char *enter(void *ctx, const struct advice_item *item)
{
	return (*(uint64_t *)ctx + item->sockets) & 1 ? "ip netns exec blue " : NULL;
}

static void check_item(const struct advice_item *item, uint64_t share_bytes)
{
	unsigned last = advice_values(item->id);

	assert(item->id < ADVICE_MAX && item->needed_source < NEEDED_SOURCE_MAX);
	assert(item->sockets && item->live <= item->sockets);
	assert(item->bound_bytes <= share_bytes);
	if (last)
		assert(item->proposed[last - 1] >= item->current[last - 1]);
}

static void check_reports(const struct advice_report *r)
{
	size_t proposed;
	char *json = advice_report_json(r), *text = advice_report_text(r);
	char *sysctl_d = sysctl_d_text(r, "", &proposed);

	assert(json && text && sysctl_d);
	check_json(json, strlen(json));
	check_text(text, strlen(text), false);
	check_text(sysctl_d, strlen(sysctl_d), false);
	free(json);
	free(text);
	free(sysctl_d);
}

static int open_advice(struct feed *f, uint64_t *random)
{
	f->advice_opts = (struct advice_opts){
		.memory_share_bytes = UINT64_C(1) << (12 + random_below(random, 30)),
		.page_bytes = random_one_in(random, 8) ? 0 : 4096,
		.rmem_max = random_one_in(random, 2) ? 65536 : random_width(random),
		.wmem_max = random_one_in(random, 2) ? 65536 : random_width(random),
	};
	f->advice = advice_new(&f->advice_opts);
	return f->advice ? 0 : -ENOMEM;
}

static void advise(struct feed *f, struct run *run, const struct summary *summary)
{
	uint64_t chance = f->samples;
	struct advice_report r = {
		.silent = summary->silent,
		.duration_ns = summary->duration_ns,
		.own_netns = f->netns,
		.boot_netns = f->netns,
		.replayed = f->samples & 2,
		.utf8 = f->samples & 1,
		.enter = enter,
		.ctx = &chance,
	};
	int err = advice_conclude(f->advice, &r.items, &r.count, &r.judged);
	char text[64];

	r.oversizes = advice_oversizes(f->advice);
	assert(!err);
	for (size_t i = 0; i < r.count; i++)
		check_item(&r.items[i], f->advice_opts.memory_share_bytes);
	check_reports(&r);
	if (!run->ops->sysctl(run, f->netns, "net.core.rmem_max", text, sizeof(text)))
		assert(is_text(text, sizeof(text)));
}

/* ---- the run ---- */

static struct when some_when(uint64_t *random)
{
	/* clang-format off */
	static const char *const texts[] = {
		"1", "-2.5", "00:00", "12:00:00", "23:59:59.999999999",
		"0000-01-01T00:00:00", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
	};
	/* clang-format on */
	struct when when = { .given = true };

	if (random_one_in(random, 2))
		when.ns = random_below(random, 5 * NSEC_PER_SEC);
	else if (random_one_in(random, 2))
		when.ns = min_u64(random_width(random), PARSE_SECONDS_MAX * NSEC_PER_SEC);
	else
		parse_when(texts[random_below(random, 8)], &when);
	return when;
}

static struct cli_opts some_opts(const char *path, uint64_t *random)
{
	struct cli_opts opts;

	option_defaults(FOR_TRACE, &opts);
	opts.replay = path;
	opts.json = random_one_in(random, 2);
	opts.timestamp = random_one_in(random, 2);
	opts.color = random_one_in(random, 4) ? COLOR_ALWAYS : COLOR_NEVER;
	opts.flagged = random_one_in(random, 8);
	if (random_one_in(random, 4))
		opts.interval_ns = UINT64_C(1000000) + random_below(random, 4 * NSEC_PER_SEC);
	if (random_one_in(random, 16))
		opts.from = some_when(random);
	if (random_one_in(random, 16))
		opts.to = some_when(random);
	if (random_one_in(random, 16))
		opts.duration_ns = 1 + random_below(random, 5 * NSEC_PER_SEC);
	if (random_one_in(random, 8))
		opts.bandwidth_bps = random_width(random);
	if (random_one_in(random, 16))
		opts.filter.inet6 = true;
	if (random_one_in(random, 16))
		opts.cgroup_paths = (struct cgroup_paths){
			{ random_one_in(random, 2) ? "/" : "/a/b", "/c" },
			1 + random_one_in(random, 2),
		};
	return opts;
}

static int open_sink(const struct cli_opts *opts, FILE *out, uint64_t *random,
		     struct sink **ret_sink)
{
	const struct text_opts text = {
		.timestamp = opts->timestamp,
		.header = random_one_in(random, 2),
		.color = opts->color == COLOR_ALWAYS,
		.utf8 = random_one_in(random, 2),
		.tty = random_one_in(random, 4),
		.columns = (unsigned)random_below(random, 200),
		.rows = (unsigned)random_below(random, 50),
	};

	return opts->json ? json_sink_new(out, opts->summary, ret_sink)
			  : text_sink_new(out, &text, ret_sink);
}

static void replay(struct feed *f, struct run *run)
{
	const struct consumer consumer = { on_sample, on_tick, f };
	struct summary summary = { 0 };
	int err;

	run->out_fd = -1;
	err = run->ops->go(run, &consumer);
	assert(!err || err == -ECANCELED); /* the capture's own, which it said */
	if (run->ops->summary(run, &summary))
		memset(&summary, 0, sizeof(summary));
	err = engine_finish(f->engine, &summary);
	assert(!err);
	if (f->advice)
		advise(f, run, &summary);
	if (f->metrics)
		metrics_check(f->metrics, &summary);
	err = f->sink ? f->sink->ops->summary(f->sink, &summary) : 0;
	assert(!err);
}

void feed(const char *path, FILE *out, uint64_t *random, struct feed_counts *counts)
{
	const struct cli_opts opts = some_opts(path, random);
	struct feed f = { .counts = counts, .checks = { &checks_ops } };
	struct engine_opts engine = {
		.interval_ns = opts.interval_ns,
		.filter = opts.filter,
		.bandwidth_bps = opts.bandwidth_bps,
		.flagged = opts.flagged,
	};
	struct run *run;
	int err;

	counts->inputs++;
	if (replay_new(&opts, &run))
		return;
	counts->opened++;
	engine.start_ns = run->start_ns;
	engine.realtime_offset_ns = run->realtime_offset_ns;
	engine.host = run->host;
	err = random_one_in(random, ADVISE_ONE_IN) ? open_advice(&f, random)
						   : open_sink(&opts, out, random, &f.sink);
	assert(!err);
	if (random_one_in(random, METRICS_ONE_IN))
		f.metrics = metrics_new(*random);
	err = engine_new(&engine, &f.checks, &f.engine);
	assert(!err);
	replay(&f, run);
	counts->samples += f.samples;
	counts->sampled += f.samples > 0;
	engine_free(f.engine);
	advice_free(f.advice);
	metrics_free(f.metrics);
	if (f.sink)
		f.sink->ops->free(f.sink);
	run_free(run);
	if (f.sink && random_one_in(random, CHECK_ONE_IN))
		check_output(out, &opts);
	err = ftruncate(fileno(out), 0);
	assert(!err && lseek(fileno(out), 0, SEEK_SET) == 0);
}
