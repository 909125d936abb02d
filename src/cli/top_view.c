// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/top_view.h"

void top_view_settings(const struct cli_opts *opts, struct view_settings *ret_settings,
		       struct cli_opts *ret_opts)
{
	*ret_settings = (struct view_settings){
		.by = opts->group,
		.sort = opts->view_sort,
		.filter = { .sample = opts->filter,
			    .finding = opts->findings,
			    .peers = opts->peers,
			    .flagged = opts->flagged },
	};
	*ret_opts = *opts;
	ret_opts->flagged = false;
}

void top_view_print(struct view *view, struct view_layout *layout,
		    const struct view_columns *columns, bool utf8, FILE *out)
{
	const struct group_choice *by = &view_settings(view)->by;
	const struct view_look look = { by, view_totals(view)->ts_ns, utf8 };
	char line[VIEW_LINE_LEN];
	size_t count;
	const struct view_item *items = view_items(view, &count);

	for (size_t i = 0; i < count; i++)
		view_layout_widen(layout, &items[i], &look);
	view_layout_choose(layout, columns, by->by, 0);
	if (count)
		fprintf(out, "%s\n", view_layout_titles(line, layout));
	for (size_t i = 0; i < count; i++)
		fprintf(out, "%s\n", view_layout_line(line, layout, &items[i], &look));
}

static int on_finding(struct sink *sink, const struct finding *f)
{
	struct top_sink *ts = (struct top_sink *)sink;

	ts->end_ns = f->ts_ns - ts->interval_ns;
	return view_add(ts->view, f);
}

/* What has no finding has no time but that it is an interval later. */
static int on_interval_end(struct sink *sink)
{
	struct top_sink *ts = (struct top_sink *)sink;
	int err;

	ts->end_ns += ts->interval_ns;
	err = view_end_interval(ts->view, ts->end_ns);
	return err ? err : ts->shown(ts->ctx);
}

static int on_summary(struct sink *sink, const struct summary *summary)
{
	(void)sink;
	(void)summary;
	return 0;
}

/* It is its owner's. */
static void on_free(struct sink *sink)
{
	(void)sink;
}

void top_sink_init(struct top_sink *sink)
{
	static const struct sink_ops ops = {
		.finding = on_finding,
		.interval_end = on_interval_end,
		.summary = on_summary,
		.free = on_free,
	};

	sink->sink.ops = &ops;
}
