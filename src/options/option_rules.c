// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option_rules.h"

#include <assert.h>
#include <errno.h>

#include "os/log.h"

#define OPTION(x) offsetof(struct cli_opts, x)
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct line {
	const char *command;
	int commands;
	const struct option_use *uses;
};

struct pair {
	size_t option; /* their members */
	size_t other;
	const char *why;
};

static const struct pair exclusions[] = {
	{ OPTION(filter.inet), OPTION(filter.inet6), "give neither for both" },
	{ OPTION(replay), OPTION(attach), "a capture is read without hooks" },
	{ OPTION(replay), OPTION(sample_interval_ms), "a capture has the samples it was made of" },
	{ OPTION(replay), OPTION(via), "a capture is read without the kernel" },
	{ OPTION(replay), OPTION(listen), "a capture has no listeners" },
	{ OPTION(replay), OPTION(record), "what is in a capture is kept already" },
	{ OPTION(summary), OPTION(sort), "a summary has no order" },
	{ OPTION(listen), OPTION(flagged), "a listener has no path to fall short of" },
	{ OPTION(listen), OPTION(check), "a listener has no path to fall short of" },
	{ OPTION(listen), OPTION(bandwidth_bps), "a listener has no path to fall short of" },
	{ OPTION(duration_ns), OPTION(to), "both say where the span ends" },
	{ OPTION(once), OPTION(duration_ns), "it ends after an interval: give that" },
	{ OPTION(once), OPTION(remove_on_exit), "nothing would be left to read" },
	{ OPTION(replay), OPTION(remove_on_exit), "nothing would be left to read" },
	{ OPTION(list), OPTION(metric), "the list is of all of them" },
};

static const struct {
	int commands;
	struct pair pair;
} needs[] = {
	{ FOR_ALL, { OPTION(from), OPTION(replay), "the capture that it is a moment of" } },
	{ FOR_ALL, { OPTION(to), OPTION(replay), "the capture that it is a moment of" } },
	{ FOR_ALL, { OPTION(force), OPTION(record), "the capture to replace" } },
	{ FOR_ALL, { OPTION(max_size_bytes), OPTION(record), "the capture that it limits" } },
	{ FOR_ALL, { OPTION(max_age_ns), OPTION(record), "the capture that it limits" } },
	{ FOR_ALL, { OPTION(anonymize), OPTION(record), "the capture to do it in" } },
	{ FOR_EXPORT, { OPTION(top), OPTION(group), "what to group by" } },
	{ FOR_HIST, { OPTION(top), OPTION(group), "the groups that it is a number of" } },
};

/* The command's own; else that of another command, which nobody can have given. */
static size_t row_of(const struct line *line, size_t member)
{
	size_t found = option_rows_count;

	for (size_t i = 0; i < option_rows_count; i++) {
		if (option_rows[i].offset != member)
			continue;
		found = i;
		if (option_rows[i].commands & line->commands)
			break;
	}
	assert(found < option_rows_count);
	return found;
}

static bool has(const struct line *line, size_t member)
{
	return option_rows[row_of(line, member)].commands & line->commands;
}

static const struct option_use *use_of(const struct line *line, size_t member)
{
	return &line->uses[row_of(line, member)];
}

static int check_exclusions(const struct line *line)
{
	for (size_t i = 0; i < COUNT(exclusions); i++) {
		const struct option_use *option = use_of(line, exclusions[i].option);
		const struct option_use *other = use_of(line, exclusions[i].other);

		if (!option->given || !other->given)
			continue;
		log_usage(line->command, "%s and %s exclude each other: %s", option->name,
			  other->name, exclusions[i].why);
		return -EINVAL;
	}
	return 0;
}

static int check_needs(const struct line *line)
{
	for (size_t i = 0; i < COUNT(needs); i++) {
		const struct pair *pair = &needs[i].pair;
		const struct option_row *needed = &option_rows[row_of(line, pair->other)];
		const struct option_use *option = use_of(line, pair->option);

		if (!(needs[i].commands & line->commands) || !option->given ||
		    !has(line, pair->other) || use_of(line, pair->other)->given)
			continue;
		log_usage(line->command, "%s: needs --%s %s: %s", option->name, needed->name,
			  needed->argument, pair->why);
		return -EINVAL;
	}
	if (!has(line, OPTION(output)) || use_of(line, OPTION(output))->given)
		return 0;
	if (line->commands == FOR_EXPORT)
		log_usage(line->command, "needs -o FILE.prom: the textfile to write");
	else
		log_usage(line->command, "needs -o FILE: the capture to write");
	return -EINVAL;
}

static int check_family(const struct line *line, const struct filter *filter)
{
	if (!filter->addr.set ||
	    !(filter->addr.family == FAMILY_INET ? filter->inet6 : filter->inet))
		return 0;
	log_usage(line->command, "--addr is of the family that %s leaves out",
		  filter->inet ? "-4" : "-6");
	return -EINVAL;
}

static int check_sample_interval(const struct line *line, struct cli_opts *opts)
{
	uint64_t interval_ms = opts->interval_ns / 1000000;

	if (!has(line, OPTION(interval_ns)) || opts->sample_interval_ms <= interval_ms)
		return 0;
	if (use_of(line, OPTION(sample_interval_ms))->given) {
		log_usage(line->command, "--sample-interval %u: longer than the interval (%llu ms)",
			  opts->sample_interval_ms, (unsigned long long)interval_ms);
		return -EINVAL;
	}
	opts->sample_interval_ms = (uint32_t)interval_ms;
	return 0;
}

/* What is not counted from the start is compared when that is known. */
static int check_span(const struct line *line, const struct when *from, const struct when *to)
{
	if (!from->given || from->kind != WHEN_AFTER_START || !to->given ||
	    to->kind != WHEN_AFTER_START || to->ns > from->ns)
		return 0;
	log_usage(line->command, "--to %.*s: not after --from %.*s", OPTION_SHOWN,
		  use_of(line, OPTION(to))->text, OPTION_SHOWN, use_of(line, OPTION(from))->text);
	return -EINVAL;
}

/* What only the kernel's own counting can give, and what only verdicts can. */
static int check_hist_source(const struct line *line, const struct cli_opts *opts)
{
	bool by_limit = opts->group.by == GROUP_LIMIT;
	const char *from = opts->replay ? "--replay" : "--by limit";

	if (!opts->replay && !by_limit)
		return 0;
	if (opts->weight == WEIGHT_SEGMENTS) {
		log_usage(line->command, "%s and --weight segments exclude each other: %s", from,
			  opts->replay ? "a capture has samples of sockets"
				       : "a verdict is one of a socket");
		return -EINVAL;
	}
	if (!metric_row(opts->metric)->in_samples) {
		log_usage(line->command, "%s: not with %s: no sample has it",
			  metric_row(opts->metric)->name, from);
		return -EINVAL;
	}
	return 0;
}

static int check_hist(const struct line *line, struct cli_opts *opts)
{
	const struct filter *filter = &opts->filter;

	if (!has(line, OPTION(metric)) || opts->list)
		return 0;
	if (!use_of(line, OPTION(metric))->given) {
		log_usage(line->command, "needs a METRIC: see tcpbdp hist --list");
		return -EINVAL;
	}
	if (group_prefixes(&opts->group, filter->inet && !filter->inet6,
			   filter->inet6 && !filter->inet)) {
		log_usage(line->command, "--by %.*s: a prefix longer than an address of IPv4",
			  OPTION_SHOWN, use_of(line, OPTION(group))->text);
		return -EINVAL;
	}
	opts->one_report = !use_of(line, OPTION(interval_ns))->given;
	return check_hist_source(line, opts);
}

int option_rules_check(const char *command, int commands, const struct option_use *uses,
		       struct cli_opts *opts)
{
	const struct line line = { command, commands, uses };
	int ret = check_exclusions(&line);

	if (!ret)
		ret = check_needs(&line);
	if (!ret)
		ret = check_family(&line, &opts->filter);
	if (!ret)
		ret = check_sample_interval(&line, opts);
	if (!ret)
		ret = check_span(&line, &opts->from, &opts->to);
	if (!ret)
		ret = check_hist(&line, opts);
	return ret;
}
