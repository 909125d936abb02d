// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/explain.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/quantity.h"
#include "base/units.h"

#define FIGURE_LEN 32

static void format_figure(char buf[FIGURE_LEN], enum fact_unit unit, uint64_t value)
{
	switch (unit) {
	case FACT_US:
		quantity_rtt(buf, FIGURE_LEN, (uint32_t)min_u64(value, UINT32_MAX));
		break;
	case FACT_NS:
		quantity_rtt(buf, FIGURE_LEN, (uint32_t)min_u64(value / 1000, UINT32_MAX));
		break;
	case FACT_BYTES:
		quantity_size(buf, FIGURE_LEN, value);
		break;
	case FACT_BPS:
		quantity_rate(buf, FIGURE_LEN, value);
		break;
	case FACT_PERMILLE:
		snprintf(buf, FIGURE_LEN, "%" PRIu64 ".%u %%", value / 10, (unsigned)(value % 10));
		break;
	case FACT_COUNT:
	case FACT_FLAG:
		snprintf(buf, FIGURE_LEN, "%" PRIu64, value);
		break;
	}
}

char *explain_fact(char *buf, size_t size, const struct fact *fact)
{
	const char *text = predicate_text(fact->predicate, fact->holds);
	char figure[FIGURE_LEN];
	size_t len = 0;

	for (; *text && len + 1 < size; text++) {
		if (text[0] != '%' || (text[1] != 's' && text[1] != 'a')) {
			buf[len++] = *text;
			continue;
		}
		format_figure(figure, fact->unit, text[1] == 's' ? fact->seen : fact->asked);
		quantity_put(buf + len, size - len, figure, strlen(figure));
		len += strlen(buf + len);
		text++;
	}
	buf[len] = '\0';
	return buf;
}

char *explain_facts(char *buf, size_t size, const struct reason *reason)
{
	char text[EXPLAIN_FACT_LEN];
	size_t len = 0;

	if (!reason->facts_count)
		return quantity_put(buf, size, reason->rule->why, strlen(reason->rule->why));
	buf[0] = '\0';
	for (unsigned i = 0; i < reason->facts_count && len < size; i++)
		len += (size_t)snprintf(buf + len, size - len, "%s%s", i ? ", " : "",
					explain_fact(text, sizeof(text), &reason->facts[i]));
	return buf;
}

const struct reason *explain_deciding(const struct because *because)
{
	if (!because)
		return NULL;
	if (because->cause.rule)
		return &because->cause;
	return because->limit.rule ? &because->limit : NULL;
}

char *explain_briefly(char *buf, size_t size, const struct because *because)
{
	const struct reason *reason = explain_deciding(because);
	char text[EXPLAIN_FACT_LEN];

	buf[0] = '\0';
	if (!reason)
		return buf;
	if (reason->facts_count)
		explain_fact(text, sizeof(text), &reason->facts[reason->facts_count - 1]);
	else
		quantity_put(text, sizeof(text), reason->rule->why, strlen(reason->rule->why));
	snprintf(buf, size, "%s: %s", reason->rule->name, text);
	return buf;
}
