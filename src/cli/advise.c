// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "advice/advice.h"
#include "base/units.h"
#include "cli/netns_prefix.h"
#include "cli/output_choice.h"
#include "cli/sysctl_file.h"
#include "os/log.h"
#include "run/watch.h"
#include "sink/advice_report.h"
#include "sink/output.h"

static int exec(const struct cli_opts *opts);

const struct command advise_command = {
	.name = "advise",
	.summary = "watch for a while, then print the settings to change, with the reason for each",
	.about =
		"Watches for 30 s (-d) and prints the smallest set of changes with which these sockets can use\n"
		"their paths: settings with their commands, and what only an application or a peer can change.\n"
		"Without --bandwidth it doubles a buffer that is too small, if the path was never full. After the\n"
		"change, run it again. It changes nothing itself. With --check, the exit status is 3 if it\n"
		"advises a change.\n",
	.examples = "tcpbdp advise                             watch for 30 s\n"
		    "tcpbdp advise --bandwidth 10g -d 60       buffers for 10 Gbit/s\n"
		    "tcpbdp advise --check -d 10 >/dev/null    a health check\n"
		    "tcpbdp advise --sysctl-d /etc/sysctl.d/90-tcpbdp.conf  write the settings\n"
		    "tcpbdp advise --replay run.tcpbdp         a capture, from any host\n",
	.options = FOR_ADVISE,
	.exec = exec,
};

#define DURATION_NS (30 * NSEC_PER_SEC)

/* The sink that collects the findings. */
struct advise {
	struct sink sink;
	struct cli_opts opts;
	struct run *run;
	struct advice *advice;
	struct sysctl_file *sysctl_file; /* NULL = not requested */
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

static const char *enter(void *ctx, const struct advice_item *item)
{
	struct advise *a = ctx;

	if (advice_of_host(item->id))
		return "";
	return netns_prefix(a->enter, a->run, item->example.netns, item->example.pid) ? a->enter
										      : NULL;
}

/* A maximum of the host; 0 = unknown. */
static uint64_t host_max(struct advise *a, const char *name)
{
	uint64_t value = run_setting(a->run, 0, name);

	if (!value)
		log_warning("cannot read %s: it may limit the buffer sizes that applications set",
			    name);
	return value;
}

static int open_advice(struct advise *a)
{
	const struct advice_opts opts = {
		.memory_share_bytes = a->run->memory_bytes / a->opts.memory_share,
		.page_bytes = a->run->page_bytes,
		.rmem_max = host_max(a, "net.core.rmem_max"),
		.wmem_max = host_max(a, "net.core.wmem_max"),
	};

	a->advice = advice_new(&opts);
	return a->advice ? 0 : -ENOMEM;
}

/* Is more requested than the text? Then a closed pipe does not end the run. */
static bool does_more(const struct advise *a)
{
	return a->sysctl_file || a->opts.check;
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
		.host = a->run->host,
		.replayed = a->opts.replay,
		.utf8 = output_is_utf8(),
		.enter = enter,
		.ctx = a,
	};
	int err = advice_conclude(a->advice, &r.items, &r.count, &r.judged);

	if (err)
		return err;
	if (advice_crowded(a->advice))
		log_warning("more than %d sockets: %" PRIu64
			    " findings of later ones are not part of the advice",
			    ADVICE_SOCKETS_MAX, advice_crowded(a->advice));
	r.oversizes = advice_oversizes(a->advice);
	/* reported with too little evidence in every interval */
	r.silent += summary->sockets - min_u64(summary->sockets, r.judged);
	*ret_count = r.count + oversizes_far(r.oversizes);
	err = print(a, a->opts.json ? advice_report_json(&r) : advice_report_text(&r));
	if (!err && a->sysctl_file)
		err = sysctl_file_write(a->sysctl_file, &r);
	return err;
}

static int advise(struct advise *a)
{
	const struct watch_opts beside = { .interval_ns = a->opts.interval_ns };
	struct summary summary;
	size_t count = 0;
	int err = open_advice(a);

	if (!does_more(a))
		a->run->out_fd = STDOUT_FILENO;
	if (!err)
		err = watch(a->run, &a->opts, &beside, &a->sink, &summary);
	if (!err)
		err = report(a, &summary, &count);
	output_say_end(err);
	if (err)
		return err;
	return a->opts.check && count ? COMMAND_FINDINGS : 0;
}

static int exec(const struct cli_opts *opts)
{
	struct advise a = {
		.sink.ops = &sink_ops,
		.opts = *opts,
	};
	int err = 0;

	if (!opts->duration_ns && !opts->replay)
		a.opts.duration_ns = DURATION_NS;
	if (opts->sysctl_d)
		err = sysctl_file_open(opts->sysctl_d, &a.sysctl_file);
	if (!err)
		err = run_new(&a.opts, &a.run);
	if (!err && a.sysctl_file)
		a.run->place.dir = sysctl_file_dir(a.sysctl_file);
	if (!err)
		err = advise(&a);
	advice_free(a.advice);
	run_free(a.run);
	sysctl_file_free(a.sysctl_file);
	return err;
}
