// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/advise.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <langinfo.h>
#include <libgen.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/output_choice.h"
#include "cli/run.h"
#include "model/advice.h"
#include "model/units.h"
#include "os/atomic_file.h"
#include "os/log.h"
#include "os/netns.h"
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
	char enter[128];
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

/* Is it a name that a shell takes as it is? */
static bool is_plain(const char *name)
{
	return name[strspn(name,
			   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")] ==
		       '\0' &&
	       name[0] != '-';
}

/* Does that process lead into that namespace still? Of one that may not be looked at, it is believed. */
static bool is_way_into(uint32_t netns, uint32_t pid)
{
	char path[64];
	uint32_t inode;
	int err;

	snprintf(path, sizeof(path), "/proc/%" PRIu32 "/ns/net", pid);
	err = netns_from_path(path, &inode);
	return err ? err == -EACCES || err == -EPERM : inode == netns;
}

static const char *enter(void *ctx, const struct advice_item *item)
{
	struct advise *a = ctx;
	uint32_t netns = item->example.netns;
	char name[64];

	if (advice_of_host(item->id) || (netns && netns == a->run->own_netns))
		return "";
	if (!a->opts.replay && netns && netns_name(netns, name, sizeof(name)) && is_plain(name))
		snprintf(a->enter, sizeof(a->enter), "ip netns exec %s ", name);
	else if (item->example.pid && (a->opts.replay || is_way_into(netns, item->example.pid)))
		snprintf(a->enter, sizeof(a->enter), "nsenter -t %" PRIu32 " -n ",
			 item->example.pid);
	else
		return NULL;
	return a->enter;
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

static int print(char *text)
{
	int err = text ? output_write(STDOUT_FILENO, text, strlen(text)) : -ENOMEM;

	free(text);
	return err;
}

/* Written by us before, or not there. */
static bool may_replace(const char *path)
{
	char start[sizeof(ADVICE_REPORT_SYSCTL_D)];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	ssize_t len;

	if (fd < 0) /* what else is wrong with it will be told by who writes it */
		return errno != EACCES;
	len = read(fd, start, strlen(ADVICE_REPORT_SYSCTL_D));
	close(fd);
	return len < 0 || (len == (ssize_t)strlen(ADVICE_REPORT_SYSCTL_D) &&
			   !memcmp(start, ADVICE_REPORT_SYSCTL_D, (size_t)len));
}

static int write_sysctl_d(const struct advise *a, const struct advice_report *report)
{
	char *text = advice_report_sysctl_d(report);
	int err;

	if (!text) {
		log_note("%s: not written: there is nothing to set in this network namespace",
			 a->opts.sysctl_d);
		return 0;
	}
	if (!may_replace(a->opts.sysctl_d)) {
		free(text);
		log_error("%s: does not begin with \"" ADVICE_REPORT_SYSCTL_D
			  "\": it is as it was: give another name",
			  a->opts.sysctl_d);
		return -ECANCELED;
	}
	err = atomic_file_write(a->opts.sysctl_d, text, strlen(text), 0644);
	free(text);
	if (!err)
		return 0;
	log_error("%s: %s: it is as it was", a->opts.sysctl_d, strerror(-err));
	return -ECANCELED;
}

static int report(struct advise *a, const struct summary *summary, size_t *ret_count)
{
	struct advice_report r = {
		.silent = summary->silent,
		.duration_ns = summary->duration_ns,
		.own_netns = a->run->own_netns,
		.replayed = a->opts.replay,
		.utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8"),
		.enter = enter,
		.ctx = a,
	};
	int err = advice_conclude(a->advice, &r.items, &r.count, &r.judged);

	if (err)
		return err;
	r.excesses = advice_excesses(a->advice);
	/* reported, but with too little evidence in every interval */
	r.silent += summary->sockets - min_u64(summary->sockets, r.judged);
	*ret_count = r.count + excesses_far(r.excesses);
	err = print(a->opts.json ? advice_report_json(&r) : advice_report_text(&r));
	if (!err && a->opts.sysctl_d)
		err = write_sysctl_d(a, &r);
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
	char dir[PATH_MAX];
	int err;

	setlocale(LC_CTYPE, "");
	if (!opts->duration_ns && !opts->replay)
		a.opts.duration_ns = DURATION_NS;
	err = run_new(&a.opts, &a.run);
	if (!err && opts->sysctl_d) {
		snprintf(dir, sizeof(dir), "%s", opts->sysctl_d);
		a.run->write_dir = dirname(dir);
	}
	if (!err)
		err = advise(&a);
	engine_free(a.engine);
	advice_free(a.advice);
	run_free(a.run);
	return err;
}
