// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/closing.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "os/quote.h"
#include "sink/format.h"
#include "sink/palette.h"
#include "sink/table.h"
#include "verdict/rules.h"

#define PERSON_LINES_MAX 100  /* more is for a program to read */
#define CELL_LEN 512          /* the longest: a count of each cause */
#define SHARE_MIN_PERMILLE 50 /* of the busy time, to be worth a word */
#define LIMITS_MAX 3

enum closing_column {
	CLOSING_COMM,
	CLOSING_LOCAL,
	CLOSING_REMOTE,
	CLOSING_DIR,
	CLOSING_RATE,
	CLOSING_CEILING,
	CLOSING_LIMITS,
	CLOSING_FLAGGED,
	CLOSING_CHANGE,
	CLOSING_MAX,
};

static const struct table_column columns[] = {
	[CLOSING_COMM] = { "COMM", 4 },     [CLOSING_LOCAL] = { "LOCAL", 1 },
	[CLOSING_REMOTE] = { "REMOTE", 0 }, [CLOSING_DIR] = { "DIR", 3 },
	[CLOSING_RATE] = { "RATE", 0 },     [CLOSING_CEILING] = { "CEILING", 2 },
	[CLOSING_LIMITS] = { "LIMITS", 0 }, [CLOSING_FLAGGED] = { "FLAGGED", 5 },
	[CLOSING_CHANGE] = { "CHANGE", 6 },
};
static_assert(sizeof(columns) / sizeof(columns[0]) == CLOSING_MAX, "a column has no row");

struct line {
	enum sample_family family;
	bool flagged;
	char cells[CLOSING_MAX][CELL_LEN];
};

/* Adds to what is in buf; what does not fit is cut. */
__attribute__((format(printf, 2, 3))) static void append(char buf[CELL_LEN], const char *format,
							 ...)
{
	size_t len = strlen(buf);
	va_list args;

	va_start(args, format);
	vsnprintf(buf + len, CELL_LEN - len, format, args);
	va_end(args);
}

/* "!rwnd:97%,app:3%" */
static void put_limits(char *cell, const struct direction_total *d, bool flagged)
{
	append(cell, "%s", flagged ? "!" : " ");
	for (unsigned n = 0; n < LIMITS_MAX; n++) {
		enum limit limit = direction_total_limit(d, n);
		uint16_t permille = direction_total_share(d, limit);

		if (limit == LIMIT_IDLE || (n && permille < SHARE_MIN_PERMILLE))
			break;
		append(cell, "%s%s:%u%%", n ? "," : "", limit_name(limit), (permille + 5u) / 10);
	}
	if (direction_total_limit(d, 0) == LIMIT_IDLE)
		append(cell, QUANTITY_UNKNOWN);
}

/* "tcp_rmem:8/10,so_rcvbuf:1/10": in how many intervals each cause flagged it */
static void put_flagged(char *cell, const struct direction_total *d)
{
	const char *separator = "";

	for (int i = CAUSE_NONE + 1; i < CAUSE_MAX; i++) {
		if (!d->flagged[i])
			continue;
		append(cell, "%s%s:%" PRIu32 "/%" PRIu32, separator, cause_name(i), d->flagged[i],
		       d->intervals);
		separator = ",";
	}
	if (!*cell)
		append(cell, QUANTITY_UNKNOWN);
}

/* "raise net.ipv4.tcp_rmem[2]: needs 256KiB for twice the rate" */
static void put_remedy(char *cell, const struct direction_total *d, enum cause cause)
{
	char needed[QUANTITY_LEN];

	append(cell, "%s", advice_change(cause_advice(cause)));
	if (cause_blamed_size(cause) == BLAMED_NONE || !d->needed_bytes)
		return;
	append(cell, ": needs %s for %s", quantity_size(needed, sizeof(needed), d->needed_bytes),
	       format_needed_for(d->needed_source));
}

static void put_change(char *cell, const struct direction_total *d)
{
	enum cause cause = direction_total_cause(d);
	enum limit limit = direction_total_limit(d, 0);
	uint64_t again = permille(d->retrans_bytes, d->sent_bytes);

	if (cause != CAUSE_NONE)
		put_remedy(cell, d, cause);
	else if (limit == LIMIT_UNKNOWN && d->unknown_rule)
		append(cell, "%s: %s", d->unknown_rule->name, d->unknown_rule->why);
	else if (limit != LIMIT_IDLE)
		append(cell, "%s", limit_meaning(limit));
	if (limit == LIMIT_CWND && again)
		append(cell, ", %" PRIu64 ".%u%% sent again", again / 10, (unsigned)(again % 10));
}

static void line_fill(struct line *line, const struct socket_total *total,
		      const struct closing_opts *opts)
{
	enum direction direction = socket_total_worse(total);
	const struct direction_total *d = &total->of[direction];
	const struct sample_id *id = &total->id;

	memset(line, 0, sizeof(*line));
	line->family = id->family;
	line->flagged = direction_total_flagged(d);
	if (opts->header && id->comm[0])
		quote_terminal(line->cells[CLOSING_COMM], CELL_LEN, id->comm, opts->utf8);
	else
		quote_field(line->cells[CLOSING_COMM], CELL_LEN, id->comm, opts->utf8);
	format_endpoint(line->cells[CLOSING_LOCAL], CELL_LEN, id->family, &id->local);
	format_endpoint(line->cells[CLOSING_REMOTE], CELL_LEN, id->family, &id->remote);
	append(line->cells[CLOSING_DIR], "%s", direction_name(direction));
	quantity_rate(line->cells[CLOSING_RATE], CELL_LEN, direction_total_rate_bps(d));
	/* what sends whole bursts gets more past a buffer than it seems to hold */
	if (d->ceiling_bps > direction_total_rate_bps(d))
		quantity_rate(line->cells[CLOSING_CEILING], CELL_LEN, d->ceiling_bps);
	else
		append(line->cells[CLOSING_CEILING], QUANTITY_UNKNOWN);
	put_limits(line->cells[CLOSING_LIMITS], d, line->flagged);
	put_flagged(line->cells[CLOSING_FLAGGED], d);
	put_change(line->cells[CLOSING_CHANGE], d);
	if (!opts->header && !*line->cells[CLOSING_CHANGE])
		append(line->cells[CLOSING_CHANGE], QUANTITY_UNKNOWN);
}

static const char *cell_color(const struct line *line, enum closing_column column)
{
	if (column == CLOSING_LOCAL || column == CLOSING_REMOTE)
		return line->family == FAMILY_INET ? PALETTE_INET : PALETTE_INET6;
	return column == CLOSING_LIMITS && line->flagged ? PALETTE_RED : NULL;
}

static void print_line(FILE *out, const struct table *table, const struct line *line, bool color)
{
	const char *cells[CLOSING_MAX], *colors[CLOSING_MAX];

	for (enum closing_column c = 0; c < CLOSING_MAX; c++) {
		cells[c] = line->cells[c];
		colors[c] = color ? cell_color(line, c) : NULL;
	}
	table_line(table, out, cells, colors);
}

static void fit_table(struct table *table, const struct socket_total *const *totals, size_t count,
		      const struct closing_opts *opts)
{
	struct line line;

	table_begin(table, columns, CLOSING_MAX, opts->room);
	for (size_t i = 0; i < count; i++) {
		line_fill(&line, totals[i], opts);
		for (enum closing_column c = 0; c < CLOSING_MAX; c++)
			table_widen(table, c, line.cells[c]);
	}
	table_fit(table);
}

static void print_table(FILE *out, const struct socket_total *const *totals, size_t count,
			const struct closing_opts *opts)
{
	struct table table;
	struct line line;

	fit_table(&table, totals, count, opts);
	if (opts->header)
		table_line(&table, out, NULL, NULL);
	for (size_t i = 0; i < count; i++) {
		line_fill(&line, totals[i], opts);
		print_line(out, &table, &line, opts->color);
	}
}

static void print_sockets(FILE *out, struct standings *standings, const struct closing_opts *opts)
{
	const struct socket_total *const *totals;
	size_t all = standings_sort(standings, &totals);
	size_t count = opts->header && all > PERSON_LINES_MAX ? PERSON_LINES_MAX : all;

	if (count)
		print_table(out, totals, count, opts);
	if (all > count)
		fprintf(out, "%zu more: see --no-header\n", all - count);
}

/* A socket that was dropped and came back was dropped twice. */
static void print_left_out(FILE *out, const struct standings *standings, bool color)
{
	uint64_t left_out = standings_left_out(standings);

	if (left_out)
		fprintf(out,
			"%sLEFT OUT %" PRIu64
			" socket%s%s: too many to keep, these are the worst\n",
			color ? PALETTE_RED : "", left_out, left_out == 1 ? "" : "s",
			color ? PALETTE_OFF : "");
}

/* "5.0 s, 2 sockets, undersized: tcp_rmem 1" */
static void print_counts(FILE *out, const struct summary *s, unsigned room)
{
	const char *separator = ": ";
	char text[CELL_LEN] = "", cut[CELL_LEN];

	append(text, "%.1f s, %" PRIu64 " socket%s, undersized", (double)s->duration_ns / 1e9,
	       s->sockets, s->sockets == 1 ? "" : "s");
	for (int i = CAUSE_NONE + 1; i < CAUSE_MAX; i++) {
		if (!s->undersized[i])
			continue;
		append(text, "%s%s %" PRIu64, separator, cause_name(i), s->undersized[i]);
		separator = ", ";
	}
	if (*separator == ':')
		append(text, ": none");
	fprintf(out, "%s\n", room ? text_cut(cut, sizeof(cut), text, room) : text);
}

static void print_ledger(FILE *out, const struct summary *s)
{
	const struct ledger *l = &s->ledger;

	fprintf(out, "hooks: recv %s, send %s", s->hook_recv ? s->hook_recv : "none",
		s->hook_send ? s->hook_send : "none");
	if (l->skipped_known)
		fprintf(out, ", %" PRIu64 " events skipped by the kernel", l->skipped);
	fputc('\n', out);
	fprintf(out, "%" PRIu64 " events (", ledger_events_seen(l));
	for (int i = 0; i < EVENT_MAX; i++)
		fprintf(out, "%s%" PRIu64 " %s", i ? ", " : "", l->by_event[i], event_name(i));
	fprintf(out, "): %" PRIu64 " samples, %" PRIu64 " suppressed, ", l->emitted, l->suppressed);
	fprintf(out, "%" PRIu64 " filtered, %" PRIu64 " lost\n", l->filtered, l->dropped);
}

static bool is_whole(const struct summary *s)
{
	return !s->ledger.dropped && (s->partial || ledger_adds_up(&s->ledger));
}

static void print_loss(FILE *out, const struct summary *s, bool color)
{
	const struct ledger *l = &s->ledger;
	const char *on = color ? PALETTE_RED : "", *off = color ? PALETTE_OFF : "";
	uint64_t accounted = l->emitted + l->suppressed + l->dropped + l->filtered;

	if (l->dropped) {
		fprintf(out, "%sLOST %" PRIu64 " samples%s: ", on, l->dropped, off);
		fputs("the reader was too slow, try a longer --sample-interval\n", out);
	}
	if (!s->partial && !ledger_adds_up(l)) {
		fprintf(out, "%sthe ledger does not add up%s: ", on, off);
		fprintf(out, "%" PRIu64 " events, %" PRIu64 " accounted for; ",
			ledger_events_seen(l), accounted);
		fprintf(out, "%" PRIu64 " samples, %" PRIu64 " read\n", l->emitted, l->consumed);
	}
	if (s->forgotten)
		fprintf(out,
			"%sFORGOT %" PRIu64 " sockets%s: there were too many at a time; each was "
			"judged, and began anew\n",
			on, s->forgotten, off);
}

void closing_print(FILE *out, struct standings *standings, const struct summary *s,
		   const struct closing_opts *opts)
{
	if (opts->header)
		print_counts(out, s, opts->room);
	print_sockets(out, standings, opts);
}

void closing_print_events(FILE *out, const struct standings *standings, const struct summary *s,
			  const struct closing_opts *opts)
{
	if (opts->events || !is_whole(s))
		print_ledger(out, s);
	print_loss(out, s, opts->color);
	if (standings)
		print_left_out(out, standings, opts->color);
}
