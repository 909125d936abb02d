// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "metrics.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cli/export_group.h"
#include "options/option_word.h"
#include "sink/prometheus.h"

#define SERIES_MAX 300

struct metrics {
	struct group_choice by;
	struct tally *tally;
	struct top_groups *groups;
};

struct metrics *metrics_new(uint64_t chance)
{
	struct metrics *m = calloc(1, sizeof(*m));
	size_t count = 0;

	m->by = (struct group_choice){ .inet_len = export_groups.inet_len,
				       .inet6_len = export_groups.inet6_len };
	while (export_groups.keys[count])
		count++;
	m->by.by = export_groups.keys[chance % count];
	m->tally = tally_new();
	m->groups = top_groups_new(1 + chance % 7);
	return m;
}

void metrics_finding(struct metrics *m, const struct finding *f)
{
	char label[TOP_GROUP_LABEL_LEN];
	int err = tally_add(m->tally, f);

	assert(!err);
	export_group_label(&m->by, f, label);
	err = top_groups_add(m->groups, label, f);
	assert(!err);
}

void metrics_interval_end(struct metrics *m)
{
	int err = top_groups_end_interval(m->groups);

	assert(!err);
	tally_end_interval(m->tally);
}

/* A series, a blank, and a number. */
static void check_line(const char *line)
{
	const char *value = strrchr(line, ' ');

	for (const char *c = line; *c; c++)
		assert((unsigned char)*c >= ' ' && *c != 0x7f);
	assert(value && value > line && !strncmp(line, "tcpbdp_", strlen("tcpbdp_")));
	value++;
	assert(!strcmp(value, "NaN") || (*value && !value[strspn(value, "0123456789.")]));
}

void metrics_check(struct metrics *m, const struct summary *summary)
{
	const struct prometheus_facts facts = {
		.version = "",
		.kernel = "",
		.machine = "",
		.summary = summary,
		.group_label = group_by_label(m->by.by),
		.groups = m->groups,
		.once = summary->duration_ns & 1,
	};
	char *text = NULL, *save = NULL;
	unsigned series = 0;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	int err = prometheus_write(out, m->tally, &facts);

	fclose(out);
	assert(!err && len && text[len - 1] == '\n');
	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		if (line[0] == '#')
			continue;
		check_line(line);
		series++;
	}
	assert(series > 100 && series <= SERIES_MAX);
	free(text);
}

void metrics_free(struct metrics *m)
{
	if (!m)
		return;
	tally_free(m->tally);
	top_groups_free(m->groups);
	free(m);
}
