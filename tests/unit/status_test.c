// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The status line: what it says, that it is written to a terminal alone, and erased before a sink writes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run/quiet_sink.h"
#include "run/status.h"

#define SECOND UINT64_C(1000000000)

static void eight(void *ctx, char *buf, size_t size)
{
	snprintf(buf, size, "8 active sockets, %s flagged", (const char *)ctx);
}

static void what_it_says(void **state)
{
	static const struct {
		struct status status;
		uint64_t now_ns;
		const char *text;
	} rows[] = {
		{ { .start_ns = 5 * SECOND }, 0, "watching, 0 s; Ctrl-C reports now" },
		{ { .start_ns = 5 * SECOND }, 17 * SECOND, "watching, 12 s; Ctrl-C reports now" },
		{ { .start_ns = 5 * SECOND, .duration_ns = 30 * SECOND, .seen = eight, .ctx = "1" },
		  17 * SECOND,
		  "watching 8 active sockets, 1 flagged, 12/30 s; Ctrl-C reports now" },
		{ { .duration_ns = SECOND / 2, .doing = "recording", .ctrl_c = "ends it" },
		  SECOND / 4,
		  "recording, 0/1 s; Ctrl-C ends it" },
	};
	char text[STATUS_LEN];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(status_text(text, sizeof(text), &rows[i].status,
						rows[i].now_ns),
				    rows[i].text);
}

/* Stderr is a file from here to there. */
struct captured {
	int before;
	FILE *file;
};

static struct captured capture(void)
{
	struct captured c = { dup(STDERR_FILENO), tmpfile() };

	assert_non_null(c.file);
	assert_true(dup2(fileno(c.file), STDERR_FILENO) >= 0);
	return c;
}

static void assert_captured(struct captured *c, const char *expected)
{
	char text[512] = "";

	dup2(c->before, STDERR_FILENO);
	close(c->before);
	rewind(c->file);
	text[fread(text, 1, sizeof(text) - 1, c->file)] = '\0';
	fclose(c->file);
	assert_string_equal(text, expected);
}

static void no_terminal(void **state)
{
	struct captured c = capture();
	struct status status = { 0 };

	(void)state;
	status_open(&status);
	status_show(&status, SECOND);
	status_restore(&status, SECOND);
	status_erase(&status);
	status_show(NULL, SECOND);
	status_restore(NULL, SECOND);
	status_erase(NULL);
	assert_captured(&c, "");
}

/* It never fills the last column, is erased once, and comes back once. */
static void shown_and_erased(void **state)
{
	struct captured c = capture();
	struct status status = { .on = true, .columns = 20 };

	(void)state;
	status_erase(&status);
	status_show(&status, 0);
	status_restore(&status, 0);
	status_erase(&status);
	status_erase(&status);
	status_restore(&status, 0);
	assert_captured(&c, "\r\033[Kwatching, 0 s; C...\r\r\033[K\r\033[Kwatching, 0 s; C...\r");
}

static int say(struct sink *sink, const struct finding *f)
{
	(void)sink;
	(void)f;
	return write(STDERR_FILENO, "finding ", 8) == 8 ? 7 : 0;
}

static int say_end(struct sink *sink)
{
	(void)sink;
	return write(STDERR_FILENO, "end ", 4) == 4 ? 8 : 0;
}

static void erased_before_a_sink_writes(void **state)
{
	const struct sink_ops ops = { .finding = say, .interval_end = say_end };
	struct captured c = capture();
	struct status status = { .on = true, .columns = 10 };
	struct sink sink = { &ops };
	struct quiet_sink quiet;
	struct finding f = { 0 };

	(void)state;
	quiet_sink_begin(&quiet, &sink, &status);
	status_show(&status, 0);
	assert_int_equal(quiet.sink.ops->finding(&quiet.sink, &f), 7);
	assert_int_equal(quiet.sink.ops->interval_end(&quiet.sink), 8);
	assert_int_equal(quiet.sink.ops->socket_end(&quiet.sink, 1), 0);
	assert_captured(&c, "\r\033[Kwatchi...\r\r\033[Kfinding end ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_it_says),
		cmocka_unit_test(no_terminal),
		cmocka_unit_test(shown_and_erased),
		cmocka_unit_test(erased_before_a_sink_writes),
	};

	return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
