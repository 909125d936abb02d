// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/hist_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/units.h"
#include "os/quote.h"
#include "sink/format.h"
#include "sink/memory_stream.h"

#define STARS 40

static const char *format_value(char *buf, size_t size, enum quantity unit, uint64_t value)
{
	switch (unit) {
	case QUANTITY_USEC:
		if (value)
			return quantity_rtt(buf, size, (uint32_t)min_u64(value, UINT32_MAX));
		snprintf(buf, size, "0us"); /* known, unlike an RTT of 0 */
		break;
	case QUANTITY_BYTES:
		return quantity_size(buf, size, value);
	case QUANTITY_BITS_PER_SECOND:
		return quantity_rate(buf, size, value);
	case QUANTITY_PERMILLE:
		snprintf(buf, size, "%" PRIu64 ".%" PRIu64 "%%", value / 10, value % 10);
		break;
	case QUANTITY_PERCENT:
	case QUANTITY_MAX:
		snprintf(buf, size, "%" PRIu64 "%%", value);
		break;
	}
	return buf;
}

static int digits(uint64_t value)
{
	int n = 1;

	while (value /= 10)
		n++;
	return n;
}

static void print_rows(FILE *mem, const struct hist_report *r, const struct hist *hist)
{
	struct hist_row rows[HIST_ROWS_MAX];
	size_t count = hist_rows(hist, rows);
	int width = count ? digits(rows[count - 1].largest) : 1;
	uint64_t most = 0;

	width = width < 10 ? 10 : width; /* as bcc's */
	for (size_t i = 0; i < count; i++)
		most = max_u64(most, rows[i].count);
	if (r->header && count)
		fprintf(mem, "%*s%-*s : count     distribution\n", width,
			quantity_title(metric_row(r->metric)->unit), width + 4, "");
	for (size_t i = 0; i < count; i++) {
		int stars = (int)mul_div(rows[i].count, STARS, most);

		fprintf(mem, "%*" PRIu64 " -> %-*" PRIu64 " : %-8" PRIu64 " |", width,
			rows[i].least, width, rows[i].largest, rows[i].count);
		for (int c = 0; c < STARS; c++)
			fputc(c < stars ? '*' : ' ', mem);
		fputs("|\n", mem);
	}
}

static void print_hist(FILE *mem, const struct hist_report *r, const struct hist *hist)
{
	static const struct {
		const char *name;
		uint32_t permille;
	} figures[] = { { "median", 500 }, { "p90", 900 }, { "p99", 990 }, { "max", 1000 } };
	enum quantity unit = metric_row(r->metric)->unit;
	const char *separator = ": ";
	char value[32];

	print_rows(mem, r, hist);
	fprintf(mem, "%s %" PRIu64 " counted", metric_row(r->metric)->name, hist->total);
	for (size_t i = 0; hist->total && i < sizeof(figures) / sizeof(figures[0]); i++) {
		fprintf(mem, "%s%s %s", separator, figures[i].name,
			format_value(value, sizeof(value), unit,
				     hist_quantile(hist, figures[i].permille)));
		separator = ", ";
	}
	fputc('\n', mem);
}

static void print_group(FILE *mem, const struct hist_report *r, const struct hist_group *group)
{
	char name[HIST_LABEL_LEN], quoted[QUOTE_TERMINAL_LEN(HIST_LABEL_LEN)];

	group_label(name, sizeof(name), &r->group, &group->key, &r->names);
	fprintf(mem, "\n%s = %s\n", group_by_name(r->group.by),
		quote_terminal(quoted, sizeof(quoted), name[0] ? name : QUANTITY_UNKNOWN, r->utf8));
	print_hist(mem, r, &group->hist);
}

static void print_tally(FILE *mem, const struct hist_tally *t)
{
	if (t->without_sample)
		fprintf(mem, "%" PRIu64 " without sample\n", t->without_sample);
	if (t->without_owner)
		fprintf(mem, "%" PRIu64 " without owner: nobody was seen with the socket yet\n",
			t->without_owner);
	if (t->crowded)
		fprintf(mem, "%" PRIu64 " in other: there are more than %u groups\n", t->crowded,
			GROUPS_MAX);
	if (t->lost)
		fprintf(mem, "LOST %" PRIu64 ": there was no memory to count them\n", t->lost);
}

static void print_time(FILE *mem, uint64_t ts_ns)
{
	time_t seconds = (time_t)(ts_ns / NSEC_PER_SEC);
	char text[32] = QUANTITY_UNKNOWN;
	struct tm tm;

	if (localtime_r(&seconds, &tm))
		strftime(text, sizeof(text), "%H:%M:%S", &tm);
	fprintf(mem, "%s\n", text);
}

static void print_report(FILE *mem, const struct hist_report *r)
{
	const struct hist_set *set = r->set;

	if (r->separate)
		fputc('\n', mem);
	if (r->timestamp)
		print_time(mem, r->ts_ns);
	for (size_t i = 0; i < set->count; i++)
		print_group(mem, r, set->groups[i]);
	if (r->group.by && set->rest.total) {
		fputs("\nother", mem);
		if (r->merged)
			fprintf(mem, ", %zu group%s", r->merged, r->merged == 1 ? "" : "s");
		fputc('\n', mem);
	}
	if (set->rest.total || !set->count)
		print_hist(mem, r, &set->rest);
	print_tally(mem, &set->tally);
}

/* What print wrote into mem, or NULL. */
char *hist_report_text(const struct hist_report *r)
{
	struct memory_stream m;
	FILE *mem = memory_stream_open(&m);

	if (!mem)
		return NULL;
	print_report(mem, r);
	return memory_stream_close(&m, NULL);
}

char *hist_report_metrics_text(void)
{
	struct memory_stream m;
	FILE *mem = memory_stream_open(&m);

	if (!mem)
		return NULL;
	fprintf(mem, "%-13s %-8s %-7s %s\n", "METRIC", "UNIT", "AT", "WHAT");
	for (int metric = 0; metric < METRIC_MAX; metric++) {
		const struct metric_row *row = metric_row(metric);

		fprintf(mem, "%-13s %-8s %-7s %s: %s\n", row->name, quantity_name(row->unit),
			metric_side_name(row->side), row->about, row->source);
	}
	return memory_stream_close(&m, NULL);
}
