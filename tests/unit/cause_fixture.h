/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the tests of causes share: a table of rows against a list of rules. */
#ifndef CAUSE_FIXTURE_H
#define CAUSE_FIXTURE_H

#include "model_fixture.h"
#include "verdict/rules.h"

static inline void assert_causes(const struct row *rows, size_t count, enum rule_list list)
{
	for (size_t i = 0; i < count; i++) {
		struct interval iv;
		struct case_file cf = row_case(&rows[i], &iv);
		struct reason reason;
		enum cause cause = (enum cause)rules_decide(list, &cf, &reason);

		assert_cause(&rows[i], cause, reason.rule->name);
	}
}

/* 1 << enum cause */
static inline uint32_t causes_of(const struct row *rows, size_t count)
{
	uint32_t seen = 0;

	for (size_t i = 0; i < count; i++)
		seen |= UINT32_C(1) << rows[i].cause;
	return seen;
}

static inline void assert_all_causes(uint32_t seen, enum direction direction)
{
	for (enum cause cause = CAUSE_NONE + 1; cause < CAUSE_MAX; cause++)
		if (cause_of_direction(cause, direction) && !(seen & UINT32_C(1) << cause))
			fail_msg("no row has %s", cause_name(cause));
}

#endif
