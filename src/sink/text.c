/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sink/text.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "finding/standings.h"
#include "os/quote.h"
#include "sample/workload.h"
#include "sink/closing.h"
#include "sink/format.h"
#include "sink/memory_stream.h"
#include "sink/output.h"
#include "sink/palette.h"
#include "sink/table.h"
#include "sink/text_column.h"
#include "verdict/explain.h"

#define SECOND_MIN_PERMILLE 200 /* of the busy time, to be worth a word */
#define SECOND_LEN sizeof(", as good as equal to sndbuf 100%")
#define ROWS_MAX 8192 /* a row is 1 KiB; of more, those that came first are written first */
#define CELL_LEN 72   /* the longest: a quoted comm */
static_assert(QUOTE_TERMINAL_LEN(SAMPLE_NAME_LEN) <= CELL_LEN, "comm does not fit");
static_assert(FORMAT_ENDPOINT_LEN <= CELL_LEN, "an endpoint does not fit");

/* One direction of a socket. */
struct row {
	uint64_t rate_bps;
	uint64_t cookie;
	enum sample_family family;
	bool send;
	bool flagged;
	char cells[COLUMN_WHY][CELL_LEN];
	char why[FORMAT_REASON_LEN + FORMAT_SEEN_LEN + SECOND_LEN];
	char *explanation; /* lines; NULL = none was asked for */
};

struct text_sink {
	struct sink sink;
	struct text_opts opts;
	int fd;
	struct row *rows; /* of this interval */
	size_t n_rows, room;
	struct standings *standings; /* of the run; NULL = no report closes it */
	struct table table;
	char first[2][CELL_LEN]; /* unit and namespace, of the first socket */
	bool header_due;
	bool begun;         /* something was printed of this interval */
	bool any;           /* of the run */
	unsigned int lines; /* of the screen, since the header */
};

static const char *row_cell(const struct row *row, enum column column)
{
	return column == COLUMN_WHY ? row->why : row->cells[column];
}

static void format_time(char *buf, size_t size, uint64_t ts_ns)
{
	time_t seconds = (time_t)(ts_ns / 1000000000);
	struct tm tm;

	if (!localtime_r(&seconds, &tm) || !strftime(buf, size, "%H:%M:%S", &tm))
		snprintf(buf, size, QUANTITY_UNKNOWN);
}

/* A name that others chose. Where no titles are, a program reads it: it is one field. */
static void put_name(struct row *row, enum column column, const char *name,
		     const struct text_opts *opts)
{
	if (opts->header && *name)
		quote_terminal(row->cells[column], CELL_LEN, name, opts->utf8);
	else
		quote_field(row->cells[column], CELL_LEN, name, opts->utf8);
}

static void format_owner(struct row *row, const struct sample_id *id, const struct text_opts *opts)
{
	if (id->pid)
		snprintf(row->cells[COLUMN_PID], CELL_LEN, "%" PRIu32, id->pid);
	else
		strcpy(row->cells[COLUMN_PID], QUANTITY_UNKNOWN);
	put_name(row, COLUMN_COMM, id->comm, opts);
}

static void format_place(struct row *row, const struct finding *f, const struct text_opts *opts)
{
	char word[WORKLOAD_WORD_LEN];
	struct workload workload;

	workload_of_path(f->cgroup, &workload);
	workload_word(word, &workload, f->names);
	put_name(row, COLUMN_UNIT, word, opts);
	if (f->netns_name)
		put_name(row, COLUMN_NETNS, f->netns_name, opts);
	else
		snprintf(row->cells[COLUMN_NETNS], CELL_LEN, "%" PRIu32, f->id.netns);
}

static void format_limit(struct row *row, const struct finding_direction *dir)
{
	bool judged = dir->limit != LIMIT_IDLE && dir->limit != LIMIT_UNKNOWN;

	snprintf(row->cells[COLUMN_LIMIT], CELL_LEN, "%c%s", dir->undersized ? '!' : ' ',
		 limit_name(dir->limit));
	if (judged)
		snprintf(row->cells[COLUMN_SHARE], CELL_LEN, "%u%%",
			 (dir->limit_share_permille + 5u) / 10);
	else
		strcpy(row->cells[COLUMN_SHARE], QUANTITY_UNKNOWN);
	if (!dir->cause && limit_has_cause(dir->limit))
		explain_briefly(row->why, FORMAT_REASON_LEN, finding_because(dir));
	else
		format_reason(row->why, FORMAT_REASON_LEN, dir);
}

static void explain_line(FILE *mem, const char *what, const char *rule, const char *text)
{
	fprintf(mem, "     %-6s %-22s %s\n", what, rule, text);
}

/* NULL when memory is out, or no rule was asked. */
static char *explanation(const struct because *because)
{
	const struct reason *deciding = explain_deciding(because);
	char text[EXPLAIN_LEN];
	struct memory_stream m;
	FILE *mem;

	if (!deciding)
		return NULL;
	mem = memory_stream_open(&m);
	if (!mem)
		return NULL;
	explain_line(mem, "limit:", because->limit.rule->name,
		     explain_facts(text, sizeof(text), &because->limit));
	if (because->cause.rule)
		explain_line(mem, "cause:", because->cause.rule->name,
			     explain_facts(text, sizeof(text), &because->cause));
	if (deciding->nearest)
		explain_line(mem, "not:", deciding->nearest->name,
			     explain_fact(text, sizeof(text), &deciding->failed));
	return memory_stream_close(&m, NULL);
}

static void append_seen(struct row *row, const struct finding *f, bool send)
{
	char seen[FORMAT_SEEN_LEN];
	size_t len = strlen(row->why);

	if (*format_seen(seen, sizeof(seen), f, send ? DIRECTION_SEND : DIRECTION_RECV))
		snprintf(row->why + len, sizeof(row->why) - len, "%s%s", len ? ", " : "", seen);
}

/* Lifting the limit alone would gain little where another is as near. Of two that are as good as equal the
 * larger need not be the one that is named (account.c): that is said. */
static void append_second(struct row *row, const struct finding_send *send)
{
	uint16_t permille;
	enum limit second = shares_second(&send->shares, send->dir.limit, &permille);
	size_t len = strlen(row->why);

	if (send->dir.undersized && permille >= SECOND_MIN_PERMILLE)
		snprintf(row->why + len, sizeof(row->why) - len, ", %s %s %u%%",
			 permille > send->dir.limit_share_permille ? "as good as equal to" : "and",
			 limit_name(second), (permille + 5u) / 10);
}

static void row_fill(struct row *row, const struct finding *f, bool send,
		     const struct text_opts *opts)
{
	const struct finding_direction *dir = send ? &f->send.dir : &f->recv.dir;
	const struct sample_id *id = &f->id;

	row->rate_bps = dir->rate_bps;
	row->cookie = id->cookie;
	row->family = id->family;
	row->send = send;
	row->flagged = dir->undersized;
	row->cells[COLUMN_TIME][0] = '\0';
	if (opts->timestamp)
		format_time(row->cells[COLUMN_TIME], CELL_LEN, f->ts_ns);
	format_owner(row, id, opts);
	format_place(row, f, opts);
	format_endpoint(row->cells[COLUMN_LOCAL], CELL_LEN, id->family, &id->local);
	format_endpoint(row->cells[COLUMN_REMOTE], CELL_LEN, id->family, &id->remote);
	strcpy(row->cells[COLUMN_DIR], send ? "send" : "recv");
	quantity_rtt(row->cells[COLUMN_RTT], CELL_LEN, f->rtt_min_us);
	quantity_rate(row->cells[COLUMN_RATE], CELL_LEN, dir->rate_bps);
	format_bdp(row->cells[COLUMN_BDP], CELL_LEN, dir);
	quantity_size(row->cells[COLUMN_WINDOW], CELL_LEN, dir->window_bytes);
	format_limit(row, dir);
	append_seen(row, f, send);
	if (send)
		append_second(row, &f->send);
	if (!row->why[0] && !opts->header)
		strcpy(row->why, QUANTITY_UNKNOWN);
	row->explanation = opts->explain ? explanation(finding_because(dir)) : NULL;
}

/* A place that all sockets have in common tells nothing. Where no titles tell, no column comes later. */
static void see_place(struct text_sink *ts, enum column column, const char *cell)
{
	char *first = ts->first[column == COLUMN_NETNS];

	if (!first[0])
		strcpy(first, cell);
	if (!ts->opts.header || ts->table.chosen || !strcmp(first, cell) ||
	    !ts->table.hidden[column])
		return;
	ts->table.hidden[column] = false;
	ts->header_due = true;
}

static void widen(struct text_sink *ts, const struct row *row)
{
	see_place(ts, COLUMN_UNIT, row->cells[COLUMN_UNIT]);
	see_place(ts, COLUMN_NETNS, row->cells[COLUMN_NETNS]);
	for (enum column c = 0; c < COLUMN_MAX; c++)
		if (table_widen(&ts->table, c, row_cell(row, c)) && ts->opts.tty)
			ts->header_due = true;
}

static int add_row(struct text_sink *ts, const struct finding *f, bool send)
{
	struct row *row;

	if (ts->n_rows == ts->room) {
		size_t room = ts->room ? 2 * ts->room : 16;
		struct row *rows = reallocarray(ts->rows, room, sizeof(*rows));

		if (!rows)
			return -ENOMEM;
		ts->rows = rows;
		ts->room = room;
	}
	row = &ts->rows[ts->n_rows++];
	row_fill(row, f, send, &ts->opts);
	widen(ts, row);
	return 0;
}

/* Fastest first; the rest of the order is there to be the same on every replay. */
static int row_compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->rate_bps != y->rate_bps)
		return x->rate_bps > y->rate_bps ? -1 : 1;
	if (x->cookie != y->cookie)
		return x->cookie < y->cookie ? -1 : 1;
	return y->send - x->send;
}

static const char *cell_color(const struct row *row, enum column column)
{
	if (column == COLUMN_LOCAL || column == COLUMN_REMOTE)
		return row->family == FAMILY_INET ? PALETTE_INET : PALETTE_INET6;
	return column == COLUMN_LIMIT && row->flagged ? PALETTE_RED : NULL;
}

static void print_row(struct text_sink *ts, FILE *mem, const struct row *row)
{
	const char *cells[COLUMN_MAX], *colors[COLUMN_MAX];

	for (enum column c = 0; c < COLUMN_MAX; c++) {
		cells[c] = row_cell(row, c);
		colors[c] = ts->opts.color ? cell_color(row, c) : NULL;
	}
	table_line(&ts->table, mem, cells, colors);
	ts->lines++;
}

static void print_header(struct text_sink *ts, FILE *mem)
{
	bool screen_full = ts->opts.tty && ts->opts.rows && ts->lines + 1 >= ts->opts.rows;

	if (!ts->opts.header || !(ts->header_due || screen_full))
		return;
	ts->header_due = false;
	ts->lines = 1;
	table_line(&ts->table, mem, NULL, NULL);
}

static void print_explanation(struct text_sink *ts, FILE *mem, struct row *row)
{
	if (!row->explanation)
		return;
	fputs_unlocked(row->explanation, mem);
	for (const char *c = row->explanation; *c; c++)
		ts->lines += *c == '\n';
	free(row->explanation);
	row->explanation = NULL;
}

/* A blank line before each interval but the first, where no time tells them apart. */
static void begin_interval(struct text_sink *ts, FILE *mem)
{
	if (ts->any && !ts->begun && ts->opts.header && !ts->opts.timestamp) {
		fputc('\n', mem);
		ts->lines++;
	}
	ts->any = ts->begun = true;
}

static void print_rows(struct text_sink *ts, FILE *mem)
{
	if (!ts->n_rows)
		return;
	begin_interval(ts, mem);
	qsort(ts->rows, ts->n_rows, sizeof(*ts->rows), row_compare);
	ts->header_due |= table_fit(&ts->table);
	for (size_t i = 0; i < ts->n_rows; i++) {
		print_header(ts, mem);
		print_row(ts, mem, &ts->rows[i]);
		print_explanation(ts, mem, &ts->rows[i]);
	}
	ts->n_rows = 0;
}

/* Who waits for lines is told that there were none. */
static void print_nothing(struct text_sink *ts, FILE *mem)
{
	if (ts->begun || !ts->opts.header || ts->opts.summary_alone)
		return;
	begin_interval(ts, mem);
	fputs(ts->opts.flagged ? "no socket was flagged\n" : "no socket was active\n", mem);
	ts->lines++;
}

/* Writes out at once what was printed. */
static int flush_mem(int fd, struct memory_stream *m)
{
	size_t len;
	char *text = memory_stream_close(m, &len);
	int err = text ? output_write(fd, text, len) : -ENOMEM;

	free(text);
	return err;
}

static int flush_rows(struct text_sink *ts)
{
	struct memory_stream m;

	if (!memory_stream_open(&m))
		return -ENOMEM;
	print_rows(ts, m.out);
	return flush_mem(ts->fd, &m);
}

static int text_interval_end(struct sink *sink)
{
	struct text_sink *ts = (struct text_sink *)sink;
	struct memory_stream m;

	if (!memory_stream_open(&m))
		return -ENOMEM;
	print_rows(ts, m.out);
	print_nothing(ts, m.out);
	ts->begun = false;
	return flush_mem(ts->fd, &m);
}

static int text_finding(struct sink *sink, const struct finding *f)
{
	struct text_sink *ts = (struct text_sink *)sink;
	int err = ts->standings ? standings_add(ts->standings, f) : 0;

	if (err || ts->opts.summary_alone)
		return err;
	if (ts->n_rows == ROWS_MAX)
		err = flush_rows(ts);
	if (!err && f->send.dir.limit != LIMIT_IDLE)
		err = add_row(ts, f, true);
	if (!err && f->recv.dir.limit != LIMIT_IDLE)
		err = add_row(ts, f, false);
	return err;
}

static struct closing_opts closing_opts(const struct text_sink *ts)
{
	return (struct closing_opts){
		.header = ts->opts.header,
		.color = ts->opts.color,
		.utf8 = ts->opts.utf8,
		.events = ts->opts.events,
		.room = ts->opts.columns,
	};
}

static void print_closing(struct text_sink *ts, FILE *mem, const struct summary *s)
{
	const struct closing_opts opts = closing_opts(ts);

	if (ts->any && ts->opts.header)
		fputc('\n', mem);
	closing_print(mem, ts->standings, s, &opts);
	if (ts->opts.header)
		closing_print_events(mem, ts->standings, s, &opts);
}

/* Lines without titles are for a program: nothing stands between them. */
static int say_events(const struct text_sink *ts, const struct summary *s)
{
	struct closing_opts opts = closing_opts(ts);
	struct memory_stream m;

	if (!memory_stream_open(&m))
		return -ENOMEM;
	opts.color = false;
	closing_print_events(m.out, ts->standings, s, &opts);
	return flush_mem(STDERR_FILENO, &m);
}

static int text_summary(struct sink *sink, const struct summary *s)
{
	struct text_sink *ts = (struct text_sink *)sink;
	struct memory_stream m;
	FILE *mem = memory_stream_open(&m);
	int err;

	if (!mem)
		return -ENOMEM;
	print_rows(ts, mem);
	if (ts->standings)
		print_closing(ts, mem, s);
	err = flush_mem(ts->fd, &m);
	return err || ts->opts.header ? err : say_events(ts, s);
}

static void text_free(struct sink *sink)
{
	struct text_sink *ts = (struct text_sink *)sink;

	if (!ts)
		return;
	for (size_t i = 0; i < ts->n_rows; i++)
		free(ts->rows[i].explanation);
	free(ts->rows);
	standings_free(ts->standings);
	free(ts);
}

static const struct sink_ops text_ops = {
	.finding = text_finding,
	.interval_end = text_interval_end,
	.summary = text_summary,
	.free = text_free,
};

int text_sink_new(FILE *out, const struct text_opts *opts, struct sink **ret_sink)
{
	struct text_sink *ts = calloc(1, sizeof(*ts));

	if (!ts)
		return -ENOMEM;
	if (opts->header || opts->summary_alone) {
		ts->standings = standings_new(STANDINGS_MAX);
		if (!ts->standings) {
			free(ts);
			return -ENOMEM;
		}
	}
	ts->sink.ops = &text_ops;
	ts->opts = *opts;
	ts->fd = fileno(out);
	ts->header_due = true;
	table_begin(&ts->table, text_column_table(), COLUMN_MAX, opts->columns);
	ts->table.hidden[COLUMN_TIME] = !opts->timestamp;
	ts->table.hidden[COLUMN_UNIT] = true;
	ts->table.hidden[COLUMN_NETNS] = true;
	table_choose(&ts->table, &opts->choice);
	ts->opts.timestamp |= table_shows(&ts->table, COLUMN_TIME);
	*ret_sink = &ts->sink;
	return 0;
}
