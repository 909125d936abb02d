// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/units.h"
#include "cli/export_group.h"
#include "cli/output_choice.h"
#include "fleet/tally.h"
#include "fleet/top_groups.h"
#include "os/log.h"
#include "os/notify.h"
#include "os/textfile.h"
#include "run/status.h"
#include "run/watch.h"
#include "sink/memory_stream.h"
#include "sink/prometheus.h"

static int exec(const struct cli_opts *opts);

const struct command export_command = {
	.name = "export",
	.summary = "write metrics of all sockets for Prometheus, every interval",
	.about =
		"Keeps a file for node_exporter's textfile collector: sockets by what limits them, undersized ones by\n"
		"cause, distributions of RTT, BDP and rate, buffers needed beside buffers configured. The number of\n"
		"series is the same however many sockets there are. docs/fleet.md lists the metrics.\n",
	.examples =
		"tcpbdp export -o /var/lib/prometheus/node-exporter/tcpbdp.prom  until it is stopped\n"
		"tcpbdp export -o DIR/tcpbdp.prom --once -i 60     a minute, for a timer\n"
		"tcpbdp export -o DIR/tcpbdp.prom --by port        and the ten ports that lose most\n"
		"tcpbdp export -o x.prom --replay run.tcpbdp       what tcpbdp record kept\n",
	.options = FOR_EXPORT,
	.exec = exec,
};

/* The start of every file that export writes. */
#define START "# HELP tcpbdp_"
/* An interval without end: the end of the run ends it. */
#define FOR_EVER_NS (UINT64_MAX / 4)

/* The sink that counts the findings. */
struct export
{
	struct sink sink;
	struct cli_opts opts;
	struct run *run;
	struct tally *tally;
	struct top_groups *groups; /* NULL = no --by */
	struct textfile *file;
	struct notify notify;
	uint64_t interval_ns;
	uint64_t told_ns; /* last notification of the watchdog, on the samples' clock; 0 = not ready yet */
	uint64_t failures;
	bool failing; /* the last write failed */
	bool each;    /* write each interval, not only the last */
	bool ended;   /* this sample or tick ended an interval */
};

static uint64_t realtime_ns(const struct export *e, const struct summary *summary)
{
	struct timespec now;

	if (e->opts.replay)
		return e->run->start_ns + summary->duration_ns + e->run->realtime_offset_ns;
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

/* ---- the file ---- */

static int render(struct export *e, const struct summary *summary, char **ret_text, size_t *ret_len)
{
	const struct prometheus_facts facts = {
		.version = TCPBDP_VERSION,
		.kernel = e->run->kernel,
		.machine = e->run->machine,
		.summary = summary,
		.realtime_ns = realtime_ns(e, summary),
		.interval_ns = e->opts.once ? summary->duration_ns : e->interval_ns,
		.write_failures = e->failures,
		.group_label = group_by_label(e->opts.group.by),
		.groups = e->groups,
		.once = e->opts.once,
	};
	struct memory_stream m;
	int err;

	if (!memory_stream_open(&m))
		return -ENOMEM;
	err = prometheus_write(m.out, e->tally, &facts);
	*ret_text = memory_stream_close(&m, ret_len);
	return err || !*ret_text ? -ENOMEM : 0;
}

/* The old file stays, with its old timestamp. The next interval tries again. */
static int write_failed(struct export *e, int err, const char *reason)
{
	if (!e->failing || !e->each) /* the last failure is always reported */
		log_error("%s", reason);
	e->failing = true;
	e->failures++;
	return e->each ? 0 : err;
}

static int write_file(struct export *e, const struct summary *summary)
{
	char reason[TEXTFILE_REASON_LEN] = "";
	char *text = NULL;
	size_t len;
	int err = render(e, summary, &text, &len);

	if (!err) {
		err = textfile_write(e->file, text, len, reason);
		if (err) {
			err = write_failed(e, -ECANCELED, reason);
		} else if (e->failing) {
			log_note("%s: is written again", e->opts.output);
			e->failing = false;
		}
	}
	free(text);
	return err;
}

static void read_settings(struct export *e)
{
	uint64_t bytes[TALLY_SYSCTL_MAX] = { 0 };

	for (int i = 0; i < TALLY_SYSCTL_MAX; i++) {
		bool of_host = tally_sysctl_of_host(i);

		if (of_host || e->run->own_netns)
			bytes[i] = run_setting(e->run, of_host ? 0 : e->run->own_netns,
					       tally_sysctl_name(i));
	}
	tally_configure(e->tally, bytes);
}

/* ---- the run ---- */

static int on_finding(struct sink *sink, const struct finding *f)
{
	struct export *e = (struct export *)sink;
	char label[TOP_GROUP_LABEL_LEN];
	int err = tally_add(e->tally, f);

	if (err || !e->groups)
		return err;
	export_group_label(&e->opts.group, f, label);
	return top_groups_add(e->groups, label, f);
}

static int on_interval_end(struct sink *sink)
{
	struct export *e = (struct export *)sink;
	struct summary summary;
	int err;

	/* after a suspend: an interval without samples says nothing about the sockets */
	if (e->ended)
		return 0;
	e->ended = true;
	err = e->groups ? top_groups_end_interval(e->groups) : 0;
	if (err)
		return err;
	tally_end_interval(e->tally);
	read_settings(e);
	if (!e->each)
		return 0;
	err = e->run->ops->summary(e->run, &summary);
	return err ? err : write_file(e, &summary);
}

static const struct sink_ops sink_ops = {
	.finding = on_finding,
	.interval_end = on_interval_end,
};

/* On samples too: under load no tick may come. */
static void tell_watchdog(struct export *e, uint64_t now_ns)
{
	if (!e->told_ns || !e->notify.watchdog_ns || now_ns < e->told_ns + e->notify.watchdog_ns)
		return;
	notify_send(&e->notify, "WATCHDOG=1");
	e->told_ns = now_ns;
}

static int on_sample(void *ctx, const struct sample *sample)
{
	struct export *e = ctx;

	tell_watchdog(e, sample->ts_ns);
	e->ended = false;
	return 0;
}

/* The first one comes after attaching and dropping privileges. */
static int on_tick(void *ctx, const struct tick *tick)
{
	struct export *e = ctx;

	if (!e->told_ns) {
		notify_send(&e->notify, "READY=1");
		e->told_ns = tick->ts_ns;
	}
	tell_watchdog(e, tick->ts_ns);
	e->ended = false;
	return 0;
}

static int on_end(void *ctx, int err, const struct summary *summary)
{
	struct export *e = ctx;

	(void)summary;
	if (err)
		return 0;
	notify_send(&e->notify, "STOPPING=1");
	e->each = false; /* the last write, which must succeed */
	e->ended = false;
	return 0;
}

static int write_all(struct export *e)
{
	const struct watch_opts beside = {
		.interval_ns = e->opts.once ? FOR_EVER_NS : e->interval_ns,
		.before = { on_sample, on_tick, e },
		.ended = on_end,
		.ctx = e,
	};
	struct summary summary;
	int err = watch(e->run, &e->opts, &beside, &e->sink, &summary);

	if (!err)
		err = e->opts.remove_on_exit ? textfile_remove(e->file) : write_file(e, &summary);
	output_say_end(err);
	return err;
}

/* Checked before attaching, because it is the most common mistake. */
static int open_file(struct export *e)
{
	char reason[TEXTFILE_REASON_LEN];
	/* with --replay or --once, the file may have any name */
	unsigned flags = (e->opts.replay ? 0 : TEXTFILE_ALONE) | (e->each ? 0 : TEXTFILE_STICKY);
	int err = textfile_open(e->opts.output, START, flags, &e->file, reason);

	if (err)
		log_error("%s", reason);
	return err;
}

static int prepare(struct export *e)
{
	e->run->place = (struct sandbox_place){ textfile_dir(e->file), e->each };
	e->tally = tally_new();
	if (e->opts.group.by)
		e->groups = top_groups_new(e->opts.top);
	if (!e->tally || (e->opts.group.by && !e->groups)) {
		log_error("cannot start: %s", strerror(ENOMEM));
		return -ENOMEM;
	}
	/* a service has nobody who waits */
	if (e->run->status) {
		e->run->status->on &= e->opts.once;
		e->run->status->ctrl_c = "writes it now";
	}
	read_settings(e);
	if (!e->opts.replay)
		notify_open(&e->notify);
	return 0;
}

static int exec(const struct cli_opts *opts)
{
	struct export e = {
		.sink.ops = &sink_ops,
		.opts = *opts,
		.notify.fd = -1,
		.interval_ns = opts->interval_ns,
		.each = !opts->once && !opts->replay,
	};
	int err;

	if (opts->once && !opts->to.given)
		e.opts.duration_ns = opts->interval_ns;
	err = open_file(&e);
	if (!err)
		err = run_new(&e.opts, &e.run);
	if (!err)
		err = prepare(&e);
	if (!err)
		err = write_all(&e);
	notify_close(&e.notify);
	tally_free(e.tally);
	top_groups_free(e.groups);
	run_free(e.run);
	textfile_close(e.file);
	return err;
}
