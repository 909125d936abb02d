// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/help_limits.h"

#include "verdict/rules.h"
#include "verdict/threshold.h"

static const char *directions(bool send, bool recv)
{
	if (send && recv)
		return "both";
	return send ? "send" : "recv";
}

static void print_limits(FILE *out)
{
	fputs("Limits: what held the next byte back, in most of the time\n\n", out);
	for (enum limit l = 0; l < LIMIT_MAX; l++)
		fprintf(out, "  %-16s %-5s %s\n", limit_name(l),
			directions(limit_of_direction(l, DIRECTION_SEND),
				   limit_of_direction(l, DIRECTION_RECV)),
			limit_meaning(l));
}

static void print_causes(FILE *out)
{
	fputs("\nCauses: the setting or the program that makes a limit; ! = a larger one would help\n\n",
	      out);
	for (enum cause c = CAUSE_NONE + 1; c < CAUSE_MAX; c++)
		fprintf(out, "  %c %-15s %-5s %s\n", cause_undersized(c) ? '!' : ' ', cause_name(c),
			directions(cause_of_direction(c, DIRECTION_SEND),
				   cause_of_direction(c, DIRECTION_RECV)),
			cause_sentence(c));
}

static const char *result(enum rule_list list, const struct rule *rule)
{
	if (list == RULES_SEND_LIMIT || list == RULES_RECV_LIMIT)
		return limit_name((enum limit)rule->result);
	return rule->result == CAUSE_NONE ? "open" : cause_name((enum cause)rule->result);
}

static void print_rules(FILE *out, enum rule_list list)
{
	size_t count;
	const struct rule *rows = rules_of(list, &count);

	fprintf(out, "\nRules of the %s: the first that matches decides\n", rules_name(list));
	for (size_t i = 0; i < count; i++)
		fprintf(out, "\n  %s -> %s\n      %s\n", rows[i].name, result(list, &rows[i]),
			rows[i].why);
}

static void print_thresholds(FILE *out)
{
#define ROW(name, value, unit, reason, measured) { #name, value, unit, reason },
	static const struct {
		const char *name;
		unsigned value;
		const char *unit, *reason;
	} rows[] = { THRESHOLDS(ROW) };
#undef ROW

	fputs("\nNumbers that decide\n\n", out);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		fprintf(out, "  %-20s %6u %-8s %s\n", rows[i].name, rows[i].value, rows[i].unit,
			rows[i].reason);
}

void help_limits(FILE *out)
{
	print_limits(out);
	print_causes(out);
	for (enum rule_list list = 0; list < RULE_LIST_MAX; list++)
		print_rules(out, list);
	print_thresholds(out);
}
