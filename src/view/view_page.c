// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view_page.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "os/quote.h"
#include "sink/format.h"
#include "verdict/explain.h"
#include "view/view_layout.h"
#include "view/view_plot.h"

#define AXIS_WIDTH 9

void view_page_add(struct view_page *page, const char *fmt, ...)
{
	va_list args;

	if (page->count == VIEW_PAGE_LINES)
		return;
	va_start(args, fmt);
	vsnprintf(page->lines[page->count++], VIEW_PAGE_LINE_LEN, fmt, args);
	va_end(args);
}

/* Where a line of so many columns ends: after its last word, or in the middle of a longer one. */
static size_t line_len(const char *text, unsigned columns)
{
	char first[VIEW_PAGE_LINE_LEN];
	size_t len, indent = strspn(text, " ");

	strcpy(first, text);
	view_cut(first, columns);
	len = strlen(first);
	if (!text[len])
		return len;
	while (len > indent && text[len] != ' ')
		len--;
	return len > indent ? len : strlen(first);
}

void view_page_wrap(struct view_page *page, const struct view_page *from, unsigned columns)
{
	for (unsigned i = 0; i < from->count; i++) {
		const char *text = from->lines[i];
		unsigned indent = (unsigned)strspn(text, " ") + 2;
		size_t len = line_len(text, columns);

		view_page_add(page, "%.*s", (int)len, text);
		/* a screen that is too narrow for it has the beginning */
		while (len && text[len] && columns > 2 * indent) {
			text += len + strspn(text + len, " ");
			len = line_len(text, columns - indent);
			view_page_add(page, "%*s%.*s", (int)indent, "", (int)len, text);
		}
	}
}

static void add_who(struct view_page *page, const struct view_row *row, bool utf8)
{
	static const struct group_choice by = { 0 };
	const struct view_look look = { &by, row->f.ts_ns, utf8 };
	const struct view_item item = { .row = row };
	char local[VIEW_CELL_LEN], peer[VIEW_CELL_LEN], comm[VIEW_CELL_LEN], pid[VIEW_CELL_LEN];
	char unit[VIEW_CELL_LEN], netns[VIEW_CELL_LEN], rtt[QUANTITY_LEN], srtt[QUANTITY_LEN];

	view_column_cell(local, VIEW_LOCAL, &item, &look);
	view_column_cell(peer, VIEW_PEER, &item, &look);
	view_column_cell(comm, VIEW_COMM, &item, &look);
	view_column_cell(pid, VIEW_PID, &item, &look);
	view_column_cell(unit, VIEW_UNIT, &item, &look);
	view_column_cell(netns, VIEW_NETNS, &item, &look);
	view_page_add(page, "%s (pid %s), unit %s, netns %s", comm, pid, unit, netns);
	view_page_add(page, "%s to %s, %s, %s", local, peer, tcp_state_name(row->f.state),
		      row->f.id.congestion_control[0]
			      ? quote_terminal(comm, sizeof(comm), row->f.id.congestion_control,
					       utf8)
			      : QUANTITY_UNKNOWN);
	view_page_add(page, "RTT: %s at least, %s smoothed",
		      quantity_rtt(rtt, sizeof(rtt), row->f.rtt_min_us),
		      quantity_rtt(srtt, sizeof(srtt), row->f.srtt_us));
}

static void add_direction(struct view_page *page, const struct finding *f, enum direction direction)
{
	const struct finding_direction *dir = finding_side(f, direction);
	char rate[QUANTITY_LEN], ceiling[QUANTITY_LEN], window[QUANTITY_LEN];
	char buffer[QUANTITY_LEN], most[QUANTITY_LEN], bdp[QUANTITY_LEN + 2];
	char reason[FORMAT_REASON_LEN];

	if (dir->limit == LIMIT_IDLE)
		return;
	view_page_add(page, "%s", "");
	view_page_add(page, "%s: %s, limit %s %u%%%s", direction_name(direction),
		      quantity_rate(rate, sizeof(rate), dir->rate_bps), limit_name(dir->limit),
		      (dir->limit_share_permille + 5u) / 10, dir->undersized ? " !" : "");
	view_page_add(page, "  ceiling %s, window %s, BDP %s, buffer %s of at most %s%s",
		      dir->ceiling_bps ? quantity_rate(ceiling, sizeof(ceiling), dir->ceiling_bps)
				       : QUANTITY_UNKNOWN,
		      quantity_size(window, sizeof(window), dir->window_bytes),
		      format_bdp(bdp, sizeof(bdp), dir),
		      quantity_size(buffer, sizeof(buffer), dir->buffer_bytes),
		      quantity_size(most, sizeof(most), dir->buffer_max_bytes),
		      dir->buffer_locked ? ", fixed by the application" : "");
	if (*format_reason(reason, sizeof(reason), dir))
		view_page_add(page, "  %s", reason);
}

static void add_shares(struct view_page *page, const struct finding *f)
{
	const struct send_shares *s = &f->send.shares;

	if (f->send.dir.limit == LIMIT_IDLE || !(s->rwnd + s->cwnd + s->sndbuf + s->app))
		return;
	view_page_add(
		page,
		"  held by: peer's window %u%%, send buffer %u%%, path %u%%, application %u%%",
		(s->rwnd + 5u) / 10, (s->sndbuf + 5u) / 10, (s->cwnd + 5u) / 10,
		(s->app + 5u) / 10);
}

/* ---- the plot ---- */

static struct view_plot_point point_of(const struct view_row *row, enum direction side)
{
	const struct finding_direction *dir = finding_side(&row->f, side);

	if (row->silent)
		return (struct view_plot_point){ 0 };
	return (struct view_plot_point){
		.used = side == DIRECTION_SEND ? row->f.send.inflight_bytes
					       : row->f.recv.unread_bytes,
		.window = dir->window_bytes,
		.bdp = dir->bdp_bytes,
	};
}

static void add_plot(struct view_page *page, const struct view_row *row,
		     const struct view_frames *frames, size_t moment, unsigned columns, bool utf8)
{
	struct view_plot_point points[VIEW_PLOT_COLUMNS_MAX] = { 0 };
	size_t kept = view_frames_count(frames), last = moment < kept ? moment + 1 : kept, count;
	unsigned width = columns > 2 * AXIS_WIDTH ? columns - AXIS_WIDTH : AXIS_WIDTH;
	char line[VIEW_PLOT_LINE_LEN], top[QUANTITY_LEN];

	count = (size_t)min_u64(min_u64(width, VIEW_PLOT_COLUMNS_MAX), last);
	for (size_t i = 0; i < count; i++) {
		const struct view_row *then = view_frame_row(
			view_frames_at(frames, last - count + i), row->f.id.cookie);

		if (then)
			points[i] = point_of(then, row->side);
	}
	view_page_add(page, "%s", "");
	view_page_add(page, "%s of the last %zu updates: window %s, %s %s, BDP %s",
		      direction_name(row->side), count, utf8 ? "━" : "=",
		      row->side == DIRECTION_SEND ? "in flight" : "unread", utf8 ? "█" : "#",
		      utf8 ? "┄" : "-");
	quantity_size(top, sizeof(top), view_plot_top(points, count));
	for (unsigned i = 0; i < VIEW_PLOT_ROWS; i++)
		view_page_add(page, "%7s |%s",
			      !i                        ? top
			      : i == VIEW_PLOT_ROWS - 1 ? "0B"
							: "",
			      view_plot_line(line, points, count, i, utf8));
}

/* ---- why: as trace --explain ---- */

static void add_reason(struct view_page *page, const char *what, const struct rule *rule,
		       const char *text)
{
	view_page_add(page, "  %-6s %-22s %s", what, rule->name, text);
}

static void add_explanation(struct view_page *page, const struct because *because)
{
	const struct reason *deciding = because ? explain_deciding(because) : NULL;
	char text[EXPLAIN_LEN];

	if (!deciding)
		return;
	view_page_add(page, "%s", "");
	add_reason(page, "limit:", because->limit.rule,
		   explain_facts(text, sizeof(text), &because->limit));
	if (because->cause.rule)
		add_reason(page, "cause:", because->cause.rule,
			   explain_facts(text, sizeof(text), &because->cause));
	if (deciding->nearest)
		add_reason(page, "not:", deciding->nearest,
			   explain_fact(text, sizeof(text), &deciding->failed));
}

void view_page_fill(struct view_page *page, const struct view_row *row,
		    const struct view_frames *frames, size_t moment, unsigned columns, bool utf8)
{
	page->count = 0;
	add_who(page, row, utf8);
	add_direction(page, &row->f, DIRECTION_SEND);
	add_shares(page, &row->f);
	add_direction(page, &row->f, DIRECTION_RECV);
	add_explanation(page, row->because);
	add_plot(page, row, frames, moment, columns, utf8);
}
