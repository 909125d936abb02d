// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/top_batch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/output_choice.h"
#include "cli/top_view.h"
#include "run/watch.h"
#include "sink/memory_stream.h"
#include "sink/output.h"
#include "view/view_head.h"
#include "view/view_layout.h"

struct batch {
	const struct cli_opts *opts;
	struct top_sink sink;
	struct run *run;
	struct view_layout layout;
	bool utf8;
	bool any; /* block was printed */
};

/* What was lost of a capture is a matter of its whole, which trace reports. */
static int print_lost(struct batch *b, FILE *out)
{
	struct summary summary = { 0 };
	int err = b->run->live ? b->run->ops->summary(b->run, &summary) : 0;

	if (summary.ledger.dropped)
		fprintf(out, "LOST %" PRIu64 " samples: try a longer --sample-interval\n",
			summary.ledger.dropped);
	return err;
}

static int print_block(void *ctx)
{
	struct batch *b = ctx;
	struct memory_stream m;
	char head[VIEW_HEAD_LEN], *text;
	FILE *out = memory_stream_open(&m);
	size_t len;
	int err;

	if (!out)
		return -ENOMEM;
	fprintf(out, "%s%s\n", b->any ? "\n" : "",
		view_head_totals(head, view_totals(b->sink.view)));
	err = print_lost(b, out);
	top_view_print(b->sink.view, &b->layout, &b->opts->view_columns, b->utf8, out);
	b->any = true;
	text = memory_stream_close(&m, &len);
	if (!err)
		err = text ? output_write(STDOUT_FILENO, text, len) : -ENOMEM;
	free(text);
	return err;
}

static int watch_blocks(struct batch *b)
{
	const struct watch_opts beside = { .interval_ns = b->opts->delay_ns };
	struct summary summary;

	b->sink.interval_ns = b->opts->delay_ns;
	b->sink.end_ns = b->run->start_ns + b->run->realtime_offset_ns;
	b->sink.shown = print_block;
	b->sink.ctx = b;
	top_sink_init(&b->sink);
	b->run->out_fd = STDOUT_FILENO;
	return watch(b->run, b->opts, &beside, &b->sink.sink, &summary);
}

int top_batch(const struct cli_opts *opts)
{
	struct view_settings settings;
	struct cli_opts own;
	struct batch b = { .opts = &own, .utf8 = output_is_utf8() };
	int err;

	top_view_settings(opts, &settings, &own);
	settings.only_active = true;
	err = run_new(&own, &b.run);
	if (err)
		return err;
	err = view_new(&settings, &b.sink.view);
	if (!err)
		err = watch_blocks(&b);
	view_free(b.sink.view);
	run_free(b.run);
	return err;
}
