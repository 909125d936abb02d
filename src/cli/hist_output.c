// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/hist_output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/output_choice.h"
#include "sink/hist_report.h"
#include "sink/output.h"

static const char *name_of(void *ctx, enum group_by by, uint64_t id)
{
	const struct host_facts *host = &((struct hist_output *)ctx)->host;

	if (by == GROUP_CGROUP)
		return host->cgroup_path ? host->cgroup_path(host->ctx, id) : NULL;
	return by == GROUP_NETNS && host->netns_name ? host->netns_name(host->ctx, (uint32_t)id)
						     : NULL;
}

void hist_output_begin(struct hist_output *out, const struct cli_opts *opts, uint64_t start_ns)
{
	*out = (struct hist_output){
		.opts = opts,
		.begin_ns = start_ns,
		.utf8 = output_is_utf8(),
	};
}

int hist_output_print(char *text)
{
	int err = text ? output_write(STDOUT_FILENO, text, strlen(text)) : -ENOMEM;

	free(text);
	return err;
}

static bool is_silent(const struct hist_set *set)
{
	const struct hist_tally *t = &set->tally;

	return !hist_set_total(set) && !t->without_sample && !t->without_owner && !t->lost;
}

int hist_output_report(struct hist_output *out, struct hist_set *set, uint64_t now_ns, bool last)
{
	struct hist_report r = {
		.metric = out->opts->metric,
		.weight = out->opts->weight,
		.group = out->opts->group,
		.ts_ns = now_ns + out->realtime_offset_ns,
		.interval_ns = now_ns - out->begin_ns,
		.set = set,
		.separate = out->printed,
		.timestamp = out->opts->timestamp,
		.header = !out->opts->no_header,
		.utf8 = out->utf8,
		.names = { name_of, out },
	};

	out->begin_ns = now_ns;
	if (is_silent(set) && (out->printed || !last))
		return 0;
	hist_set_rank(set, out->opts->top, &r.merged);
	out->printed = true;
	return hist_output_print(out->opts->json ? hist_report_json(&r) : hist_report_text(&r));
}
