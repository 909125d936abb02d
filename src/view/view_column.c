// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view_column.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "os/quote.h"
#include "sink/format.h"
#include "sink/group_label.h"
#include "verdict/explain.h"

#define SIZE VIEW_CELL_LEN

static void put_unit(char *buf, const struct finding *f, bool utf8)
{
	char word[WORKLOAD_WORD_LEN];
	struct workload workload;

	workload_of_path(f->cgroup, &workload);
	workload_word(word, &workload, f->names);
	quote_terminal(buf, SIZE, word[0] ? word : QUANTITY_UNKNOWN, utf8);
}

static void put_netns(char *buf, const struct finding *f, bool utf8)
{
	if (f->netns_name)
		quote_terminal(buf, SIZE, f->netns_name, utf8);
	else
		snprintf(buf, SIZE, "%" PRIu32, f->id.netns);
}

/* A group that has a name of its own: what the screen calls a workload or a namespace. */
static void cell_group(char *buf, const struct view_item *item, const struct view_look *look)
{
	static const struct group_names nobody = { 0 };
	char label[WORKLOAD_WORD_LEN];

	if (look->by->by == GROUP_CGROUP) {
		put_unit(buf, &item->row->f, look->utf8);
		return;
	}
	if (look->by->by == GROUP_NETNS) {
		put_netns(buf, &item->row->f, look->utf8);
		return;
	}
	group_label(label, sizeof(label), look->by, &item->id.key, &nobody);
	quote_terminal(buf, SIZE, label[0] ? label : QUANTITY_UNKNOWN, look->utf8);
}

static void cell_sockets(char *buf, const struct view_item *item, const struct view_look *look)
{
	(void)look;
	snprintf(buf, SIZE, "%u", item->sockets);
}

static void cell_flagged(char *buf, const struct view_item *item, const struct view_look *look)
{
	(void)look;
	snprintf(buf, SIZE, "%u", item->flagged);
}

static void cell_unit(char *buf, const struct view_item *item, const struct view_look *look)
{
	put_unit(buf, &item->row->f, look->utf8);
}

static void cell_pid(char *buf, const struct view_item *item, const struct view_look *look)
{
	(void)look;
	if (item->row->f.id.pid)
		snprintf(buf, SIZE, "%" PRIu32, item->row->f.id.pid);
	else
		strcpy(buf, QUANTITY_UNKNOWN);
}

static void cell_comm(char *buf, const struct view_item *item, const struct view_look *look)
{
	const char *comm = item->row->f.id.comm;

	quote_terminal(buf, SIZE, comm[0] ? comm : QUANTITY_UNKNOWN, look->utf8);
}

static void cell_netns(char *buf, const struct view_item *item, const struct view_look *look)
{
	put_netns(buf, &item->row->f, look->utf8);
}

static void cell_local(char *buf, const struct view_item *item, const struct view_look *look)
{
	(void)look;
	format_endpoint(buf, SIZE, item->row->f.id.family, &item->row->f.id.local);
}

static void cell_peer(char *buf, const struct view_item *item, const struct view_look *look)
{
	(void)look;
	format_endpoint(buf, SIZE, item->row->f.id.family, &item->row->f.id.remote);
}

static void cell_dir(char *buf, const struct view_item *item, const struct view_look *look)
{
	(void)look;
	strcpy(buf, direction_name(item->row->side));
}

static void cell_rtt(char *buf, const struct view_item *item, const struct view_look *look)
{
	(void)look;
	quantity_rtt(buf, SIZE, item->row->f.rtt_min_us);
}

static void cell_rate(char *buf, const struct view_item *item, const struct view_look *look)
{
	(void)look;
	quantity_rate(buf, SIZE, item->rate_bps);
}

static void cell_ceiling(char *buf, const struct view_item *item, const struct view_look *look)
{
	const struct finding_direction *dir = view_row_dir(item->row);
	char rate[QUANTITY_LEN];

	(void)look;
	quantity_rate(rate, sizeof(rate), dir->ceiling_bps);
	snprintf(buf, SIZE, "%s%s", dir->ceiling_is_lower && dir->ceiling_bps ? ">=" : "",
		 dir->ceiling_bps ? rate : QUANTITY_UNKNOWN);
}

static void cell_lost(char *buf, const struct view_item *item, const struct view_look *look)
{
	(void)look;
	if (item->lost_bps)
		quantity_rate(buf, SIZE, item->lost_bps);
	else
		strcpy(buf, QUANTITY_UNKNOWN);
}

static void cell_needed(char *buf, const struct view_item *item, const struct view_look *look)
{
	const struct finding_direction *dir = view_row_dir(item->row);

	(void)look;
	if (dir->needed_source != NEEDED_NONE)
		quantity_size(buf, SIZE, dir->needed_bytes);
	else
		strcpy(buf, QUANTITY_UNKNOWN);
}

static void cell_bar(char *buf, const struct view_item *item, const struct view_look *look)
{
	view_bar_text(buf, &item->row->bar, look->ts_ns);
}

/* Of one that is silent: the state that it is in, if it ends. */
static void cell_limit(char *buf, const struct view_item *item, const struct view_look *look)
{
	const struct view_row *row = item->row;

	(void)look;
	if (row->silent && row->f.state != TCP_STATE_ESTABLISHED)
		snprintf(buf, SIZE, "  %s", tcp_state_name(row->f.state));
	else
		snprintf(buf, SIZE, "%c %s", item->flagged ? '!' : ' ',
			 limit_name(row->silent ? LIMIT_IDLE : view_row_dir(row)->limit));
}

static void cell_share(char *buf, const struct view_item *item, const struct view_look *look)
{
	const struct finding_direction *dir = view_row_dir(item->row);

	(void)look;
	if (item->row->silent || dir->limit == LIMIT_IDLE || dir->limit == LIMIT_UNKNOWN)
		strcpy(buf, QUANTITY_UNKNOWN);
	else
		snprintf(buf, SIZE, "%u%%", (dir->limit_share_permille + 5u) / 10);
}

static void cell_why(char *buf, const struct view_item *item, const struct view_look *look)
{
	const struct view_row *row = item->row;
	const struct finding_direction *dir = view_row_dir(row);
	size_t len;

	(void)look;
	buf[0] = '\0';
	if (row->silent)
		return;
	if (!dir->cause && limit_has_cause(dir->limit)) {
		if (row->because)
			explain_briefly(buf, SIZE, row->because);
	} else {
		format_reason(buf, FORMAT_REASON_LEN, dir);
	}
	len = strlen(buf);
	if (!item->id.cookie && item->flagged > 1)
		snprintf(buf + len, SIZE - len, " (%u of %u flagged)", item->alike, item->flagged);
}

#define OF_SOCKETS 1
#define OF_GROUPS 2
#define OF_BOTH (OF_SOCKETS | OF_GROUPS)

static const struct {
	const char *name, *title, *about;
	unsigned shown; /* of what by default: OF_* */
	unsigned rank, width_max;
	void (*cell)(char *buf, const struct view_item *item, const struct view_look *look);
} rows[] = {
	[VIEW_GROUP] = { "group", "GROUP", "what the sockets of a group have in common (--by)",
			 OF_GROUPS, 0, 32, cell_group },
	[VIEW_SOCKETS] = { "sockets", "SOCKETS", "sockets of a group", OF_GROUPS, 5, 7,
			   cell_sockets },
	[VIEW_FLAGGED] = { "flagged", "FLAGGED", "of them, those that a setting slows down",
			   OF_GROUPS, 3, 7, cell_flagged },
	[VIEW_UNIT] = { "unit", "UNIT", "systemd unit, container or pod of the process", OF_SOCKETS,
			8, 24, cell_unit },
	[VIEW_PID] = { "pid", "PID", "process that was last seen to use the socket", 0, 13, 7,
		       cell_pid },
	[VIEW_COMM] = { "comm", "COMM", "name of that process", OF_SOCKETS, 1, 16, cell_comm },
	[VIEW_NETNS] = { "netns", "NETNS", "network namespace: its name or number", 0, 12, 16,
			 cell_netns },
	[VIEW_LOCAL] = { "local", "LOCAL", "our address and port", OF_SOCKETS, 11, 47, cell_local },
	[VIEW_PEER] = { "peer", "PEER", "the peer's address and port", OF_SOCKETS, 2, 47,
			cell_peer },
	[VIEW_DIR] = { "dir", "DIR", "the direction shown: the one that loses more", OF_SOCKETS, 7,
		       4, cell_dir },
	[VIEW_RTT] = { "rtt", "RTT", "minimum round-trip time", OF_SOCKETS, 6, 6, cell_rtt },
	[VIEW_RATE] = { "rate", "RATE", "payload of the interval over its length", OF_BOTH, 0, 8,
			cell_rate },
	[VIEW_CEILING] = { "ceiling", "CEILING",
			   "the rate that the window at its largest allows; >= it may grow",
			   OF_SOCKETS, 9, 10, cell_ceiling },
	[VIEW_LOST] = { "lost", "LOST",
			"what the setting costs: the path's rate less RATE where the path's is known, "
			"else RATE times SHARE",
			OF_BOTH, 4, 8, cell_lost },
	[VIEW_NEEDED] = { "needed", "NEEDED", "buffer that the path takes", 0, 10, 7, cell_needed },
	[VIEW_BAR] = { "bar", "MINUTE",
		       "limits of the last minute, a letter per 5 s; capitals are buffers and "
		       "windows",
		       OF_SOCKETS, 10, VIEW_BAR_CELLS, cell_bar },
	[VIEW_LIMIT] = { "limit", "LIMIT",
			 "what held it back most; ! = a larger buffer or window would help",
			 OF_BOTH, 0, 13, cell_limit },
	[VIEW_SHARE] = { "share", "SHARE", "share of the busy time in which LIMIT held it back",
			 OF_SOCKETS, 5, 5, cell_share },
	[VIEW_WHY] = { "why", "WHY", "the setting or program behind it, and the size it needs",
		       OF_BOTH, 3, VIEW_CELL_LEN, cell_why },
};
static_assert(sizeof(rows) / sizeof(rows[0]) == VIEW_COLUMN_MAX, "a column has no row");

const char *view_column_name(enum view_column column)
{
	assert(column < VIEW_COLUMN_MAX);
	return rows[column].name;
}

const char *view_column_title(enum view_column column)
{
	return rows[column].title;
}

const char *view_column_about(enum view_column column)
{
	return rows[column].about;
}

unsigned view_column_width_max(enum view_column column)
{
	return rows[column].width_max;
}

bool view_column_by_default(enum view_column column, bool grouped)
{
	return rows[column].shown & (grouped ? OF_GROUPS : OF_SOCKETS);
}

unsigned view_column_rank(enum view_column column)
{
	return rows[column].rank;
}

char *view_column_cell(char buf[static VIEW_CELL_LEN], enum view_column column,
		       const struct view_item *item, const struct view_look *look)
{
	rows[column].cell(buf, item, look);
	return buf;
}
