// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/hist_findings.h"

#include <errno.h>
#include <unistd.h>

#include "base/units.h"
#include "cli/hist_output.h"
#include "cli/output_choice.h"
#include "run/watch.h"

/* The sink that counts the findings. */
struct hist_findings {
	struct sink sink;
	const struct cli_opts *opts;
	struct run *run;
	struct hist_output out;
	struct hist_set set; /* of the current interval */
	uint64_t newest_ns;
};

/* The verdict of a socket, to group by. */
static enum limit limit_of(const struct finding *f, enum metric metric)
{
	switch (metric_row(metric)->direction) {
	case METRIC_SENDS:
		return f->send.dir.limit;
	case METRIC_RECEIVES:
		return f->recv.dir.limit;
	case METRIC_BOTH:
		break;
	}
	return f->send.dir.limit == LIMIT_IDLE ? f->recv.dir.limit : f->send.dir.limit;
}

static int on_finding(struct sink *sink, const struct finding *f)
{
	struct hist_findings *h = (struct hist_findings *)sink;
	const struct cli_opts *opts = h->opts;
	struct group_key key;
	uint64_t value;

	if (!metric_of_sample(opts->metric, f->sample, &value)) {
		h->set.tally.without_sample++;
		return 0;
	}
	if (opts->group.by == GROUP_COMM && !f->id.comm[0]) {
		h->set.tally.without_owner++;
		return 0;
	}
	if (!opts->group.by) {
		hist_add(&h->set.rest, value, 1);
		return 0;
	}
	key = group_key_of(&opts->group, &f->id, limit_of(f, opts->metric), CAUSE_NONE);
	return hist_set_add(&h->set, &key, value);
}

static int on_interval_end(struct sink *sink)
{
	(void)sink; /* the engine's interval is a part of ours */
	return 0;
}

static const struct sink_ops sink_ops = {
	.finding = on_finding,
	.interval_end = on_interval_end,
};

static int report(struct hist_findings *h, uint64_t end_ns, bool last)
{
	int err = hist_output_report(&h->out, &h->set, end_ns, last);

	hist_set_clear(&h->set);
	return err;
}

/*
 * The engine has ended all periods before now. If more than one of our intervals is over, nothing happened
 * in the later ones.
 */
static int on_advance(void *ctx, uint64_t now_ns)
{
	struct hist_findings *h = ctx;
	const uint64_t interval_ns = h->opts->interval_ns;
	uint64_t due = now_ns > h->out.begin_ns ? (now_ns - h->out.begin_ns) / interval_ns : 0;
	int err = 0;

	h->newest_ns = max_u64(h->newest_ns, now_ns);
	if (h->opts->one_report || !due)
		return 0;
	err = report(h, h->out.begin_ns + interval_ns, false);
	h->out.begin_ns += (due - 1) * interval_ns;
	return err;
}

static int go(struct hist_findings *h, uint64_t period_ns)
{
	struct watch_opts beside = {
		.interval_ns = period_ns,
		.advanced = on_advance,
		.ctx = h,
	};
	struct summary summary;
	int err;

	if (h->opts->one_report) /* the one report has the findings of all periods */
		beside.interval_ns = max_u64(period_ns, h->run->sample_interval_ms * NSEC_PER_MSEC);
	h->run->out_fd = STDOUT_FILENO;
	err = watch(h->run, h->opts, &beside, &h->sink, &summary);
	return err ? err : report(h, max_u64(h->newest_ns, h->out.begin_ns), true);
}

int hist_findings_run(const struct cli_opts *opts, uint64_t period_ns)
{
	struct hist_findings h = { .sink.ops = &sink_ops, .opts = opts };
	int err = run_new(opts, &h.run);

	if (!err) {
		hist_output_begin(&h.out, opts, h.run->start_ns);
		h.out.host = h.run->host;
		h.out.realtime_offset_ns = h.run->realtime_offset_ns;
		err = go(&h, period_ns);
		output_say_end(err);
	}
	hist_set_free(&h.set);
	run_free(h.run);
	return err;
}
