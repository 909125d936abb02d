// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option_rules.h"

#include <errno.h>
#include <string.h>

#include "base/units.h"
#include "options/parse.h"
#include "os/log.h"

struct line {
	const char *name;
	int command;
	const struct option_use *uses;
};

static bool has(const struct line *line, const char *name)
{
	return option_form(option_row(option_index(name)), line->command);
}

static const struct option_use *use_of(const struct line *line, const char *name)
{
	return &line->uses[option_index(name)];
}

/* ---- rules of the rows ---- */

/* A given option that this one excludes, or NULL. */
static const struct option_relation *excluded(const struct line *line, const struct option_row *row)
{
	for (size_t i = 0; i < OPTION_EXCLUDES_MAX && row->excludes[i].name; i++)
		if (use_of(line, row->excludes[i].name)->given)
			return &row->excludes[i];
	return NULL;
}

static int check_exclusions(const struct line *line)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++) {
		const struct option_relation *other = line->uses[i].given ? excluded(line, row)
									  : NULL;

		if (!other)
			continue;
		log_usage(line->name, "%s and %s exclude each other: %s", line->uses[i].name,
			  use_of(line, other->name)->name, other->why);
		return -EINVAL;
	}
	return 0;
}

static int check_needs(const struct line *line)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++) {
		const struct option_form *form = option_form(row, line->command), *needed;

		if (!line->uses[i].given || !form->needs || !has(line, form->needs) ||
		    use_of(line, form->needs)->given)
			continue;
		needed = option_form(option_row(option_index(form->needs)), line->command);
		log_usage(line->name, "%s requires --%s %s", line->uses[i].name, form->needs,
			  needed->metavar);
		return -EINVAL;
	}
	return 0;
}

/* Is an option given that excludes this one? Then it is not required. */
static bool is_spared(const struct line *line, const char *name)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++)
		for (size_t n = 0; n < OPTION_EXCLUDES_MAX && row->excludes[n].name; n++)
			if (line->uses[i].given && !strcmp(row->excludes[n].name, name))
				return true;
	return false;
}

static int check_required(const struct line *line)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++) {
		const struct option_form *form = option_form(row, line->command);

		if (!form || !form->required || line->uses[i].given || is_spared(line, row->name))
			continue;
		if (row->operand)
			log_usage(line->name, "needs a %s: %s", row->name, form->required);
		else
			log_usage(line->name, "needs -%c %s: %s", row->letter, form->metavar,
				  form->required);
		return -EINVAL;
	}
	return 0;
}

/* ---- rules of several options ---- */

static int check_family(const struct line *line, const struct filter *filter)
{
	for (uint32_t i = 0; i < filter->addrs.count; i++) {
		if (!(filter->addrs.value[i].family == FAMILY_INET ? filter->inet6 : filter->inet))
			continue;
		log_usage(line->name, "--addr: %s excludes addresses of this family",
			  filter->inet ? "-4" : "-6");
		return -EINVAL;
	}
	return 0;
}

static int check_sample_interval(const struct line *line, struct cli_opts *opts)
{
	uint64_t interval_ms = opts->interval_ns / 1000000;

	if (!has(line, "interval") || opts->sample_interval_ms <= interval_ms)
		return 0;
	if (use_of(line, "sample-interval")->given) {
		log_usage(line->name, "--sample-interval %u: longer than the interval (%llu ms)",
			  opts->sample_interval_ms, (unsigned long long)interval_ms);
		return -EINVAL;
	}
	opts->sample_interval_ms = (uint32_t)interval_ms;
	return 0;
}

/* COUNT and --blocks set the duration. */
static int check_count(const struct line *line, struct cli_opts *opts)
{
	const char *name = opts->blocks ? use_of(line, "blocks")->name : "COUNT";
	uint64_t each_ns = opts->blocks ? opts->delay_ns : opts->interval_ns;
	uint32_t count = opts->blocks ? opts->blocks : opts->count;
	uint64_t max_ns = PARSE_SECONDS_MAX * NSEC_PER_SEC;

	if (!count)
		return 0;
	if (__builtin_mul_overflow(each_ns, count, &opts->duration_ns) ||
	    opts->duration_ns > max_ns) {
		log_usage(line->name, "%s %u: longer than 1000000000s", name, count);
		return -EINVAL;
	}
	return 0;
}

/* Times from different ends of the capture are compared when the capture is open. */
static int check_span(const struct line *line, const struct when *from, const struct when *to)
{
	bool after_start = from->kind == WHEN_AFTER_START && to->kind == WHEN_AFTER_START;
	bool before_end = from->kind == WHEN_BEFORE_END && to->kind == WHEN_BEFORE_END;

	if (!from->given || !to->given || !(after_start || before_end) ||
	    (after_start ? to->ns > from->ns : to->ns < from->ns))
		return 0;
	log_usage(line->name, "--to %.*s: not after --from %.*s", OPTION_SHOWN,
		  use_of(line, "to")->text, OPTION_SHOWN, use_of(line, "from")->text);
	return -EINVAL;
}

/* Some metrics need the kernel's counts, others need verdicts. */
static int check_hist_source(const struct line *line, const struct cli_opts *opts)
{
	bool by_limit = opts->group.by == GROUP_LIMIT;
	const char *from = opts->replay ? "--replay" : "--by limit";

	if (!opts->replay && !by_limit)
		return 0;
	if (opts->weight == WEIGHT_SEGMENTS) {
		log_usage(line->name, "%s and --weight segments exclude each other: %s", from,
			  opts->replay ? "a capture has no segments" : "segments have no verdict");
		return -EINVAL;
	}
	if (!metric_row(opts->metric)->in_samples) {
		log_usage(line->name, "%s: not with %s: no sample has it",
			  metric_row(opts->metric)->name, from);
		return -EINVAL;
	}
	return 0;
}

static int check_prefix(const struct line *line, struct cli_opts *opts)
{
	const struct filter *filter = &opts->filter;

	if (!group_prefixes(&opts->group, filter->inet && !filter->inet6,
			    filter->inet6 && !filter->inet))
		return 0;
	log_usage(line->name, "--by %.*s: a prefix longer than an address of IPv4", OPTION_SHOWN,
		  use_of(line, "by")->text);
	return -EINVAL;
}

static int check_hist(const struct line *line, struct cli_opts *opts)
{
	if (!has(line, "METRIC") || opts->list)
		return 0;
	opts->one_report = !use_of(line, "interval")->given;
	return check_hist_source(line, opts);
}

int option_rules_check(const char *name, int command, const struct option_use *uses,
		       struct cli_opts *opts)
{
	const struct line line = { name, command, uses };
	int ret = check_exclusions(&line);

	if (!ret)
		ret = check_needs(&line);
	if (!ret)
		ret = check_required(&line);
	if (!ret)
		ret = check_family(&line, &opts->filter);
	if (!ret)
		ret = check_sample_interval(&line, opts);
	if (!ret)
		ret = check_count(&line, opts);
	if (!ret)
		ret = check_span(&line, &opts->from, &opts->to);
	if (!ret)
		ret = check_prefix(&line, opts);
	if (!ret)
		ret = check_hist(&line, opts);
	return ret;
}
