// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/predicate.h"

#include <assert.h>
#include <ctype.h>
#include <stddef.h>

#include "verdict/predicate_ask.h"

#define PREDICATE_ROW(id, function, unit, holds, fails)                                            \
	[PREDICATE_##id] = { #id, ask_##function, FACT_##unit, holds, fails },
static const struct {
	const char *name;
	bool (*ask)(const struct case_file *cf, struct fact *f);
	enum fact_unit unit;
	const char *holds, *fails;
} rows[] = { PREDICATES(PREDICATE_ROW) };
static_assert(sizeof(rows) / sizeof(rows[0]) == PREDICATE_MAX, "a predicate has no row");

struct fact predicate_ask(enum predicate predicate, const struct case_file *cf)
{
	struct fact f = { .unit = rows[predicate].unit };

	f.holds = rows[predicate].ask(cf, &f);
	f.predicate = predicate;
	return f;
}

const char *predicate_name(enum predicate predicate)
{
	return rows[predicate].name;
}

void predicate_key(char ret_key[PREDICATE_NAME_LEN], enum predicate predicate)
{
	const char *name = rows[predicate].name;
	size_t i = 0;

	for (; name[i]; i++) {
		assert(i + 1 < PREDICATE_NAME_LEN);
		ret_key[i] = (char)tolower((unsigned char)name[i]);
	}
	ret_key[i] = '\0';
}

const char *predicate_text(enum predicate predicate, bool holds)
{
	return holds ? rows[predicate].holds : rows[predicate].fails;
}
