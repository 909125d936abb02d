// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/help_limits.h"

#include <string.h>

#include "cli/wrapped.h"
#include "verdict/rules.h"
#include "verdict/threshold.h"

static const char *directions(bool send, bool recv)
{
	if (send && recv)
		return "both";
	return send ? "send" : "recv";
}

static void limits(const struct limits_form *form, FILE *out)
{
	form->title("Limits", "what held the next byte back, for most of the time", out);
	for (enum limit l = 0; l < LIMIT_MAX; l++)
		form->limit(limit_name(l),
			    directions(limit_of_direction(l, DIRECTION_SEND),
				       limit_of_direction(l, DIRECTION_RECV)),
			    limit_meaning(l), out);
}

static void causes(const struct limits_form *form, FILE *out)
{
	form->title("Causes",
		    "the setting or the program that makes a limit; ! = a larger one would help",
		    out);
	for (enum cause c = CAUSE_NONE + 1; c < CAUSE_MAX; c++)
		form->cause(cause_name(c),
			    directions(cause_of_direction(c, DIRECTION_SEND),
				       cause_of_direction(c, DIRECTION_RECV)),
			    cause_undersized(c), cause_sentence(c), out);
}

static const char *result(enum rule_list list, const struct rule *rule)
{
	if (list == RULES_SEND_LIMIT || list == RULES_RECV_LIMIT)
		return limit_name((enum limit)rule->result);
	return rule->result == CAUSE_NONE ? "open" : cause_name((enum cause)rule->result);
}

static void rules(const struct limits_form *form, enum rule_list list, FILE *out)
{
	char title[64];
	size_t count;
	const struct rule *rows = rules_of(list, &count);

	snprintf(title, sizeof(title), "Rules of the %s", rules_name(list));
	form->title(title, "the first that matches decides", out);
	for (size_t i = 0; i < count; i++)
		form->rule(rows[i].name, result(list, &rows[i]), rows[i].why, out);
}

static void numbers(const struct limits_form *form, FILE *out)
{
#define ROW(name, value, unit, reason, measured) { #name, value, unit, reason },
	static const struct {
		const char *name;
		unsigned value;
		const char *unit, *reason;
	} rows[] = { THRESHOLDS(ROW) };
#undef ROW

	form->title("Numbers that decide", NULL, out);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		form->number(rows[i].name, rows[i].value, rows[i].unit, rows[i].reason, out);
}

void help_limits_walk(const struct limits_form *form, FILE *out)
{
	limits(form, out);
	form->gap(out);
	causes(form, out);
	form->gap(out);
	for (enum rule_list list = 0; list < RULE_LIST_MAX; list++)
		rules(form, list, out);
	numbers(form, out);
}

/* ---- as text ---- */

#define NAME_WIDTH 16
#define DIRECTIONS_WIDTH 5
#define MEANING_COLUMN (2 + NAME_WIDTH + 1 + DIRECTIONS_WIDTH + 1)
#define WHY_COLUMN 6
#define NUMBER_WIDTH 20
#define VALUE_WIDTH 6
#define UNIT_WIDTH 8
#define REASON_COLUMN (2 + NUMBER_WIDTH + 1 + VALUE_WIDTH + 1 + UNIT_WIDTH + 1)

static void text_title(const char *title, const char *what, FILE *out)
{
	fprintf(out, "%s%s", title, what ? ": " : "\n");
	if (what)
		wrapped(what, strlen(title) + 2, 2, out);
	fputc('\n', out);
}

static void text_limit(const char *name, const char *directions, const char *meaning, FILE *out)
{
	fprintf(out, "  %-*s %-*s ", NAME_WIDTH, name, DIRECTIONS_WIDTH, directions);
	wrapped(meaning, MEANING_COLUMN, MEANING_COLUMN, out);
}

static void text_cause(const char *name, const char *directions, bool undersized,
		       const char *meaning, FILE *out)
{
	fprintf(out, "  %c %-*s %-*s ", undersized ? '!' : ' ', NAME_WIDTH - 2, name,
		DIRECTIONS_WIDTH, directions);
	wrapped(meaning, MEANING_COLUMN, MEANING_COLUMN, out);
}

static void text_gap(FILE *out)
{
	fputc('\n', out);
}

static void text_rule(const char *name, const char *result, const char *why, FILE *out)
{
	fprintf(out, "  %s -> %s\n%*s", name, result, WHY_COLUMN, "");
	wrapped(why, WHY_COLUMN, WHY_COLUMN, out);
	fputc('\n', out);
}

static void text_number(const char *name, unsigned value, const char *unit, const char *reason,
			FILE *out)
{
	fprintf(out, "  %-*s %*u %-*s ", NUMBER_WIDTH, name, VALUE_WIDTH, value, UNIT_WIDTH, unit);
	wrapped(reason, REASON_COLUMN, REASON_COLUMN, out);
}

void help_limits(FILE *out)
{
	static const struct limits_form text = {
		text_title, text_limit, text_cause, text_gap, text_rule, text_number,
	};

	help_limits_walk(&text, out);
}
