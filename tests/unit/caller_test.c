/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Whom root becomes: never itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "os/caller.h"

#define NOBODY 65534

static const struct {
	const char *sudo_uid, *sudo_gid, *doas_user;
	struct caller expected;
} rows[] = {
	{ NULL, NULL, NULL, { NOBODY, NOBODY } },
	{ "1000", "100", NULL, { 1000, 100 } },
	{ "1000", NULL, NULL, { 1000, NOBODY } },
	{ "1000", "0", NULL, { 1000, NOBODY } },
	{ "0", "0", NULL, { NOBODY, NOBODY } },
	{ "", "", "", { NOBODY, NOBODY } },
	{ "-1", "-1", NULL, { NOBODY, NOBODY } },
	{ " 1000", "100x", NULL, { NOBODY, NOBODY } },
	{ "4294967294", "4294967294", NULL, { 4294967294, 4294967294 } },
	/* (uid_t)-1 is no user */
	{ "4294967295", "4294967295", NULL, { NOBODY, NOBODY } },
	{ "4294968296", "18446744073709551616", NULL, { NOBODY, NOBODY } },
	{ NULL, NULL, "root", { NOBODY, NOBODY } },
	{ NULL, NULL, "no such user", { NOBODY, NOBODY } },
	{ "1000", "100", "root", { 1000, 100 } },
};

static void set(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static void who_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct caller caller;

		set("SUDO_UID", rows[i].sudo_uid);
		set("SUDO_GID", rows[i].sudo_gid);
		set("DOAS_USER", rows[i].doas_user);
		caller_find(&caller);
		if (caller.uid != rows[i].expected.uid || caller.gid != rows[i].expected.gid)
			fail_msg("row %zu: %u:%u", i, caller.uid, caller.gid);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_it_is),
	};

	return cmocka_run_group_tests_name("caller", tests, NULL, NULL);
}
