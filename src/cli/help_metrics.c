// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/help_metrics.h"

#include <stdlib.h>
#include <string.h>

#include "cli/wrapped.h"
#include "hist/metric.h"
#include "sink/memory_stream.h"
#include "sink/prometheus.h"

#define NAME_WIDTH 13
#define INDENT 6
#define TOP 1 /* with no group, their families are missing */

static void print_metric(const struct metric_row *row, FILE *out)
{
	fprintf(out, "  %-*s %s%s\n%*s", NAME_WIDTH, row->name, quantity_title(row->unit),
		row->in_samples ? "" : ", live only", INDENT, "");
	wrapped(row->about, INDENT, INDENT, out);
	fprintf(out, "%*s= ", INDENT, "");
	wrapped(row->source, INDENT + 2, INDENT + 2, out);
}

/* "# HELP NAME TEXT" */
static void print_families(char *text, FILE *out)
{
	static const char help[] = "# HELP ";
	char *save, *line = strtok_r(text, "\n", &save);

	for (; line; line = strtok_r(NULL, "\n", &save)) {
		char *about;

		if (strncmp(line, help, sizeof(help) - 1) != 0)
			continue;
		line += sizeof(help) - 1;
		about = line + strcspn(line, " ");
		fprintf(out, "  %.*s\n%*s", (int)(about - line), line, INDENT, "");
		wrapped(about, INDENT, INDENT, out);
	}
}

/* The text that export writes for a host without sockets: all families. */
static char *exposition_of_nothing(const struct tally *tally, const struct top_groups *groups)
{
	const struct summary summary = { .sockets = 0 };
	const struct prometheus_facts facts = {
		.version = TCPBDP_VERSION,
		.kernel = "",
		.machine = "",
		.summary = &summary,
		.group_label = "group",
		.groups = groups,
	};
	struct memory_stream m;

	if (!memory_stream_open(&m))
		return NULL;
	/* an incomplete text is an error */
	prometheus_write(m.out, tally, &facts);
	return memory_stream_close(&m, NULL);
}

static void print_export(FILE *out)
{
	struct tally *tally = tally_new();
	struct top_groups *groups = top_groups_new(TOP);
	char *text = tally && groups ? exposition_of_nothing(tally, groups) : NULL;

	if (text)
		print_families(text, out);
	free(text);
	top_groups_free(groups);
	tally_free(tally);
}

void help_metrics(FILE *out)
{
	fputs("Metrics of hist: values of a socket at one moment, at a segment or a send call\n\n",
	      out);
	for (enum metric metric = 0; metric < METRIC_MAX; metric++)
		print_metric(metric_row(metric), out);
	fputs("\nMetrics of export: see docs/fleet.md for their labels. With --once, counters and\n"
	      "histograms are gauges of one interval: tcpbdp_interval_*.\n\n",
	      out);
	print_export(out);
}
