// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "model/unit.h"
#include "os/quote.h"
#include "sink/format.h"
#include "sink/list_sink.h"
#include "sink/palette.h"
#include "sink/pile.h"

#define GAP 2
#define CONTAINER_SHOWN 12 /* of its id, as docker ps does */
#define CELL_LEN 264
#define NETNS_NAME_LEN 64

enum column {
	COLUMN_PID,
	COLUMN_COMM,
	COLUMN_UNIT,
	COLUMN_NETNS,
	COLUMN_STATE,
	COLUMN_LOCAL,
	COLUMN_REMOTE,
	COLUMN_RTT,
	COLUMN_SRTT,
	COLUMN_WSCALE,
	COLUMN_SNDBUF,
	COLUMN_RCVBUF,
	COLUMN_SNDWND,
	COLUMN_RCVWND,
	COLUMN_SEND_MAX,
	COLUMN_RECV_MAX,
	COLUMN_LIMIT,
	COLUMN_WHY, /* the last has no width */
	COLUMN_MAX,
};

static const struct {
	const char *title;
	unsigned width;
} columns[] = {
	[COLUMN_PID] = { "PID", 7 },         [COLUMN_COMM] = { "COMM", 15 },
	[COLUMN_UNIT] = { "UNIT", 19 },      [COLUMN_NETNS] = { "NETNS", 10 },
	[COLUMN_STATE] = { "STATE", 11 },    [COLUMN_LOCAL] = { "LOCAL", 21 },
	[COLUMN_REMOTE] = { "REMOTE", 21 },  [COLUMN_RTT] = { "RTT", 6 },
	[COLUMN_SRTT] = { "SRTT", 6 },       [COLUMN_WSCALE] = { "WSCALE", 6 },
	[COLUMN_SNDBUF] = { "SNDBUF", 13 },  [COLUMN_RCVBUF] = { "RCVBUF", 13 },
	[COLUMN_SNDWND] = { "SNDWND", 6 },   [COLUMN_RCVWND] = { "RCVWND", 6 },
	[COLUMN_SEND_MAX] = { "SEND<=", 9 }, [COLUMN_RECV_MAX] = { "RECV<=", 9 },
	[COLUMN_LIMIT] = { "LIMIT", 17 },    [COLUMN_WHY] = { "WHY", 0 },
};
static_assert(sizeof(columns) / sizeof(columns[0]) == COLUMN_MAX, "a column has no title");

struct list_text {
	struct list_sink sink;
	struct list_text_opts opts;
	bool header_done;
	/* What many sockets in a row have in common, as it was last written. */
	uint32_t netns;
	char netns_text[QUOTE_TERMINAL_LEN(NETNS_NAME_LEN)];
	uint64_t cgroup_id;
	char unit_text[CELL_LEN];
	struct pile pile;
};

/* A line as it grows: the next cell begins at column `next`, or after what was too wide. */
struct line {
	char text[8192];
	size_t len;
	unsigned at, next;
};

static_assert(sizeof(((struct line *)0)->text) >
		      COLUMN_MAX * (CELL_LEN + 16) - 2 * CELL_LEN + 2 * FORMAT_REASON_LEN,
	      "a line has no room for its cells");

static void line_put(struct line *line, const char *text, size_t len)
{
	memcpy(line->text + line->len, text, len);
	line->len += len;
}

/* Blanks are written when a cell follows them, so that none end a line. */
static void line_cell(struct line *line, enum column column, const char *cell, unsigned width,
		      const char *color)
{
	size_t len = strlen(cell);
	unsigned blanks = line->next > line->at ? line->next - line->at : line->at ? 1 : 0;

	if (!len) {
		line->next += columns[column].width + GAP;
		return;
	}
	memset(line->text + line->len, ' ', blanks);
	line->len += blanks;
	line->at += blanks + width;
	if (color)
		line_put(line, color, strlen(color));
	line_put(line, cell, len);
	if (color)
		line_put(line, PALETTE_OFF, strlen(PALETTE_OFF));
	line->next += columns[column].width + GAP;
}

static void line_plain(struct line *line, enum column column, const char *cell)
{
	line_cell(line, column, cell, (unsigned)strlen(cell), NULL);
}

static int line_end(struct list_text *lt, struct line *line)
{
	line->text[line->len++] = '\n';
	return pile_add(&lt->pile, line->text, line->len);
}

static int print_header(struct list_text *lt)
{
	struct line line = { .len = 0 };

	lt->header_done = true;
	if (!lt->opts.header)
		return 0;
	for (enum column c = 0; c < COLUMN_MAX; c++)
		line_plain(&line, c, columns[c].title);
	return line_end(lt, &line);
}

static void number(char *buf, size_t size, uint32_t value)
{
	char digits[12], *end = digits + sizeof(digits) - 1, *p = end;

	*p = '\0';
	do
		*--p = (char)('0' + value % 10);
	while (value /= 10);
	assert((size_t)(end - p) < size);
	memcpy(buf, p, (size_t)(end - p) + 1);
}

static void put_owner(struct list_text *lt, struct line *line, const struct finding *f)
{
	char cell[CELL_LEN];
	const char *comm = f->id.comm;

	if (f->id.pid)
		number(cell, sizeof(cell), f->id.pid);
	else
		strcpy(cell, FORMAT_UNKNOWN);
	line_plain(line, COLUMN_PID, cell);
	quote_terminal(cell, sizeof(cell), *comm ? comm : FORMAT_UNKNOWN, lt->opts.utf8);
	line_cell(line, COLUMN_COMM, cell, text_columns(cell), NULL);
}

/* "docker:0123456789ab", "nginx.service" */
static void name_unit(struct list_text *lt, const char *path)
{
	char text[UNIT_PART_LEN];
	struct unit unit;

	unit_of_path(path, &unit);
	if (unit.container.len)
		snprintf(text, sizeof(text), "%s:%.*s", unit.runtime ? unit.runtime : "container",
			 CONTAINER_SHOWN, unit.container.text);
	else if (unit.service.len)
		snprintf(text, sizeof(text), "%.*s", (int)unit.service.len, unit.service.text);
	else
		snprintf(text, sizeof(text), FORMAT_UNKNOWN);
	quote_terminal(lt->unit_text, sizeof(lt->unit_text), text, lt->opts.utf8);
}

static void name_netns(struct list_text *lt, uint32_t netns)
{
	char name[NETNS_NAME_LEN];

	lt->netns = netns;
	if (lt->opts.netns_name && lt->opts.netns_name(netns, name, sizeof(name)))
		quote_terminal(lt->netns_text, sizeof(lt->netns_text), name, lt->opts.utf8);
	else
		number(lt->netns_text, sizeof(lt->netns_text), netns);
}

static void put_place(struct list_text *lt, struct line *line, const struct finding *f)
{
	if (f->id.cgroup_id != lt->cgroup_id || !*lt->unit_text) {
		lt->cgroup_id = f->id.cgroup_id;
		name_unit(lt, f->cgroup);
	}
	if (f->id.netns != lt->netns || !*lt->netns_text)
		name_netns(lt, f->id.netns);
	line_cell(line, COLUMN_UNIT, lt->unit_text, text_columns(lt->unit_text), NULL);
	line_cell(line, COLUMN_NETNS, lt->netns_text, text_columns(lt->netns_text), NULL);
}

static void put_ends(struct list_text *lt, struct line *line, const struct finding *f)
{
	const char *color = f->id.family == FAMILY_INET ? PALETTE_INET : PALETTE_INET6;
	char cell[FORMAT_ENDPOINT_LEN];

	if (!lt->opts.color)
		color = NULL;
	line_plain(line, COLUMN_STATE, tcp_state_name(f->state));
	format_endpoint(cell, sizeof(cell), f->id.family, &f->id.local);
	line_cell(line, COLUMN_LOCAL, cell, (unsigned)strlen(cell), color);
	if (f->state == TCP_STATE_LISTEN)
		strcpy(cell, FORMAT_UNKNOWN);
	else
		format_endpoint(cell, sizeof(cell), f->id.family, &f->id.remote);
	line_cell(line, COLUMN_REMOTE, cell, (unsigned)strlen(cell), color);
}

/* "7,10" as ss: the peer's, ours; "-": none was agreed on. */
static void put_path(struct line *line, const struct finding *f)
{
	char cell[32] = FORMAT_UNKNOWN;
	size_t len = 0;

	line_plain(line, COLUMN_RTT, format_rtt(cell, sizeof(cell), f->rtt_min_us));
	line_plain(line, COLUMN_SRTT, format_rtt(cell, sizeof(cell), f->srtt_us));
	strcpy(cell, FORMAT_UNKNOWN);
	if (f->send.peer_wscale >= 0) {
		number(cell, sizeof(cell), (uint32_t)f->send.peer_wscale);
		len = strlen(cell);
	} else if (f->recv.wscale >= 0) {
		len = 1;
	}
	if (len) {
		cell[len++] = ',';
		number(cell + len, sizeof(cell) - len, (uint32_t)f->recv.wscale);
	}
	line_plain(line, COLUMN_WSCALE, cell);
}

/* "85KiB/4.0MiB", "64KiB/locked" */
static void put_buffer(struct line *line, enum column column, const struct finding *f,
		       const struct finding_direction *dir)
{
	char cell[2 * FORMAT_QUANTITY_LEN + 8];
	size_t len;

	if (f->detail == DETAIL_MINI) {
		line_plain(line, column, FORMAT_UNKNOWN);
		return;
	}
	format_size(cell, sizeof(cell), dir->buffer_bytes);
	len = strlen(cell);
	if (f->detail == DETAIL_WHOLE) {
		cell[len++] = '/';
		if (dir->buffer_locked)
			strcpy(cell + len, "locked");
		else
			format_size(cell + len, sizeof(cell) - len, dir->buffer_max_bytes);
	}
	line_plain(line, column, cell);
}

static void put_window(struct line *line, enum column column, const struct finding *f,
		       const struct finding_direction *dir)
{
	char cell[FORMAT_QUANTITY_LEN] = FORMAT_UNKNOWN;

	if (f->detail != DETAIL_MINI && (f->state != TCP_STATE_LISTEN || dir->window_bytes))
		format_size(cell, sizeof(cell), dir->window_bytes);
	line_plain(line, column, cell);
}

/* "10.3Mb/s", "10.3Mb/s+" */
static void put_ceiling(struct line *line, enum column column, const struct finding *f,
			const struct finding_direction *dir)
{
	char cell[FORMAT_QUANTITY_LEN + 1] = FORMAT_UNKNOWN;

	if (f->detail == DETAIL_WHOLE && dir->ceiling_bps) {
		format_rate(cell, FORMAT_QUANTITY_LEN, dir->ceiling_bps);
		if (dir->ceiling_is_lower)
			strcat(cell, "+");
	}
	line_plain(line, column, cell);
}

/* "! idle/unknown": sending and receiving */
static void put_limits(const struct list_text *lt, struct line *line, const struct finding *f)
{
	bool flagged = finding_flagged(f);
	char cell[32] = "  ", *p = cell + 2;

	if (flagged)
		cell[0] = '!';
	p = stpcpy(p, limit_name(f->send.dir.limit));
	*p++ = '/';
	strcpy(p, limit_name(f->recv.dir.limit));
	line_cell(line, COLUMN_LIMIT, cell, (unsigned)strlen(cell),
		  flagged && lt->opts.color ? PALETTE_RED : NULL);
}

static void put_why(struct line *line, const struct finding *f)
{
	char why[2 * FORMAT_REASON_LEN + 16], reason[FORMAT_REASON_LEN];
	size_t len = 0;

	if (f->send.dir.cause != CAUSE_NONE) {
		format_reason(reason, sizeof(reason), &f->send.dir);
		len = (size_t)snprintf(why, sizeof(why), "send: %s", reason);
	}
	if (f->recv.dir.cause != CAUSE_NONE) {
		format_reason(reason, sizeof(reason), &f->recv.dir);
		len += (size_t)snprintf(why + len, sizeof(why) - len, "%srecv: %s", len ? "; " : "",
					reason);
	}
	if (len)
		line_plain(line, COLUMN_WHY, why);
}

static int list_text_socket(struct list_sink *sink, const struct finding *f)
{
	struct list_text *lt = (struct list_text *)sink;
	int err = lt->header_done ? 0 : print_header(lt);
	struct line line;

	if (err)
		return err;
	line.len = 0;
	line.at = 0;
	line.next = 0;
	put_owner(lt, &line, f);
	put_place(lt, &line, f);
	put_ends(lt, &line, f);
	put_path(&line, f);
	put_buffer(&line, COLUMN_SNDBUF, f, &f->send.dir);
	put_buffer(&line, COLUMN_RCVBUF, f, &f->recv.dir);
	put_window(&line, COLUMN_SNDWND, f, &f->send.dir);
	put_window(&line, COLUMN_RCVWND, f, &f->recv.dir);
	put_ceiling(&line, COLUMN_SEND_MAX, f, &f->send.dir);
	put_ceiling(&line, COLUMN_RECV_MAX, f, &f->recv.dir);
	put_limits(lt, &line, f);
	put_why(&line, f);
	return line_end(lt, &line);
}

static void list_text_free(struct list_sink *sink)
{
	free(sink);
}

static int add_text(struct list_text *lt, const char *text)
{
	return pile_add(&lt->pile, text, strlen(text));
}

/* "send        idle 5, unknown 2" */
static void print_part(FILE *mem, const struct census_part *part)
{
	const char *separator = "";

	fprintf(mem, "%-12s", part->key);
	for (int i = 0; i < part->max; i++) {
		if (!part->counts[i] || !part->name(i))
			continue;
		fprintf(mem, "%s%s %" PRIu64, separator, part->name(i), part->counts[i]);
		separator = ", ";
	}
	fputs(*separator ? "\n" : "none\n", mem);
}

static void print_census(struct list_text *lt, FILE *mem, const struct census *c)
{
	struct census_part parts[CENSUS_PARTS];

	census_parts(c, parts);
	fprintf(mem, "%-12s%" PRIu64 ", %" PRIu64 " flagged\n", "sockets", c->sockets, c->flagged);
	for (int i = 0; i < CENSUS_PARTS; i++)
		print_part(mem, &parts[i]);
	for (size_t i = 0; i < c->netns_count; i++) {
		name_netns(lt, c->netns[i].netns);
		fprintf(mem, "netns %s: %" PRIu64 ", %" PRIu64 " flagged\n", lt->netns_text,
			c->netns[i].sockets, c->netns[i].flagged);
	}
}

static int list_text_end(struct list_sink *sink, const struct census *census)
{
	struct list_text *lt = (struct list_text *)sink;
	char *text = NULL;
	size_t size = 0;
	FILE *mem;
	int err = 0;

	if (!census) {
		err = lt->header_done ? 0 : print_header(lt);
		return err ? err : pile_flush(&lt->pile);
	}
	mem = open_memstream(&text, &size);
	if (!mem)
		return -ENOMEM;
	print_census(lt, mem, census);
	if (fclose(mem))
		err = -ENOMEM;
	if (!err)
		err = add_text(lt, text);
	free(text);
	return err ? err : pile_flush(&lt->pile);
}

static const struct list_sink_ops list_text_ops = {
	.socket = list_text_socket,
	.end = list_text_end,
	.free = list_text_free,
};

int list_text_new(FILE *out, const struct list_text_opts *opts, struct list_sink **ret_sink)
{
	struct list_text *lt = calloc(1, sizeof(*lt));

	if (!lt)
		return -ENOMEM;
	lt->sink.ops = &list_text_ops;
	lt->opts = *opts;
	lt->pile.fd = fileno(out);
	*ret_sink = &lt->sink;
	return 0;
}
