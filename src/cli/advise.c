// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/advise.h"

#include <errno.h>
#include <inttypes.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "advice/advice.h"
#include "base/units.h"
#include "cli/command.h"
#include "cli/netns_prefix.h"
#include "cli/output_choice.h"
#include "cli/sysctl_file.h"
#include "os/log.h"
#include "run/run.h"
#include "sink/advice_report.h"
#include "sink/output.h"

#define DURATION_NS (30 * NSEC_PER_SEC)

/* Takes the findings, as any other sink. */
struct advise {
	struct sink sink;
	struct cli_opts opts;
	struct run *run;
	struct engine *engine;
	struct advice *advice;
	struct sysctl_file *drop_in; /* NULL = none is asked for */
	char enter[NETNS_PREFIX_LEN];
};

static int on_finding(struct sink *sink, const struct finding *f)
{
	struct advise *a = (struct advise *)sink;

	return advice_add(a->advice, f);
}

static int on_interval_end(struct sink *sink)
{
	(void)sink;
	return 0;
}

static const struct sink_ops sink_ops = {
	.finding = on_finding,
	.interval_end = on_interval_end,
};

static int on_sample(void *ctx, const struct sample *sample)
{
	struct advise *a = ctx;

	return engine_sample(a->engine, sample);
}

static int on_tick(void *ctx, const struct tick *tick)
{
	struct advise *a = ctx;

	return engine_tick(a->engine, tick);
}

static const char *enter(void *ctx, const struct advice_item *item)
{
	struct advise *a = ctx;

	if (advice_of_host(item->id))
		return "";
	return netns_prefix(a->enter, a->run, item->example.netns, item->example.pid) ? a->enter
										      : NULL;
}

/* A setting of the host, of one number; 0 = not known. */
static uint64_t setting(struct advise *a, const char *name)
{
	uint64_t value = 0;
	char text[64];

	if (!a->run->ops->sysctl(a->run, 0, name, text, sizeof(text)))
		value = strtoull(text, NULL, 10);
	if (!value)
		log_warning("%s cannot be read: whether it cuts what applications ask for is not "
			    "known",
			    name);
	return value;
}

static int open_advice(struct advise *a)
{
	const struct advice_opts opts = {
		.memory_share_bytes = a->run->memory_bytes / a->opts.memory_share,
		.page_bytes = a->run->page_bytes,
		.rmem_max = setting(a, "net.core.rmem_max"),
		.wmem_max = setting(a, "net.core.wmem_max"),
	};

	a->advice = advice_new(&opts);
	return a->advice ? 0 : -ENOMEM;
}

/* Is the text not all that is asked for? Then a reader that has gone ends nothing. */
static bool does_more(const struct advise *a)
{
	return a->drop_in || a->opts.check;
}

static int print(const struct advise *a, char *text)
{
	int err = text ? output_write(STDOUT_FILENO, text, strlen(text)) : -ENOMEM;

	free(text);
	return err == -EPIPE && does_more(a) ? 0 : err;
}

static int report(struct advise *a, const struct summary *summary, size_t *ret_count)
{
	struct advice_report r = {
		.silent = summary->silent,
		.duration_ns = summary->duration_ns,
		.own_netns = a->run->own_netns,
		.boot_netns = a->run->boot_netns,
		.replayed = a->opts.replay,
		.utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8"),
		.enter = enter,
		.ctx = a,
	};
	int err = advice_conclude(a->advice, &r.items, &r.count, &r.judged);

	if (err)
		return err;
	if (advice_crowded(a->advice))
		log_warning("there were more than %d sockets to advise on: %" PRIu64
			    " findings of the others are not counted",
			    ADVICE_SOCKETS_MAX, advice_crowded(a->advice));
	r.oversizes = advice_oversizes(a->advice);
	/* reported, but with too little evidence in every interval */
	r.silent += summary->sockets - min_u64(summary->sockets, r.judged);
	*ret_count = r.count + oversizes_far(r.oversizes);
	err = print(a, a->opts.json ? advice_report_json(&r) : advice_report_text(&r));
	if (!err && a->drop_in)
		err = sysctl_file_write(a->drop_in, &r);
	return err;
}

static int advise(struct advise *a)
{
	const struct consumer consumer = { on_sample, on_tick, a };
	struct summary summary;
	size_t count = 0;
	int err = open_advice(a);

	if (!err)
		err = run_engine(a->run, &a->opts, &a->sink, &a->engine);
	if (!does_more(a))
		a->run->out_fd = STDOUT_FILENO;
	if (!err)
		err = a->run->ops->go(a->run, &consumer);
	if (!err)
		err = a->run->ops->summary(a->run, &summary);
	if (!err)
		err = engine_finish(a->engine, &summary);
	if (!err)
		err = report(a, &summary, &count);
	output_say_end(err);
	if (err)
		return err;
	return a->opts.check && count ? COMMAND_FINDINGS : 0;
}

int advise_run(const struct cli_opts *opts)
{
	struct advise a = {
		.sink.ops = &sink_ops,
		.opts = *opts,
	};
	int err = 0;

	setlocale(LC_CTYPE, "");
	if (!opts->duration_ns && !opts->replay)
		a.opts.duration_ns = DURATION_NS;
	if (opts->sysctl_d)
		err = sysctl_file_open(opts->sysctl_d, &a.drop_in);
	if (!err)
		err = run_new(&a.opts, &a.run);
	if (!err && a.drop_in)
		a.run->write_dir = drop_in_dir(a.drop_in);
	if (!err)
		err = advise(&a);
	engine_free(a.engine);
	advice_free(a.advice);
	run_free(a.run);
	sysctl_file_free(a.drop_in);
	return err;
}
