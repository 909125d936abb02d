// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "os/log.h"

struct captured {
	int old_stderr;
	int read_fd;
};

static void begin(struct captured *c)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	c->old_stderr = dup(STDERR_FILENO);
	c->read_fd = ends[0];
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
}

static void end(struct captured *c, char *text, size_t len)
{
	ssize_t got;

	dup2(c->old_stderr, STDERR_FILENO);
	close(c->old_stderr);
	got = read(c->read_fd, text, len - 1);
	text[got > 0 ? got : 0] = '\0';
	close(c->read_fd);
}

static void one_line(void **state)
{
	static const struct {
		const char *name, *line;
	} cases[] = {
		{ "", "tcpbdp: name \n" },
		{ "plain name", "tcpbdp: name plain name\n" },
		{ "\\x1b", "tcpbdp: name \\\\x1b\n" },
		{ "a\nb\r\n", "tcpbdp: name a\\x0ab\\x0d\\x0a\n" },
		{ "\x1b[31m\x7f", "tcpbdp: name \\x1b[31m\\x7f\n" },
		{ "tab\there", "tcpbdp: name tab\\x09here\n" },
		{ "\xe2\x80\xae\xff", "tcpbdp: name \\u202e\\xff\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct captured c;
		char text[256];

		begin(&c);
		errno = ENOSPC;
		log_error("name %s", cases[i].name);
		assert_int_equal(errno, ENOSPC);
		end(&c, text, sizeof(text));
		assert_string_equal(text, cases[i].line);
	}
}

static void prefixes(void **state)
{
	struct captured c;
	char text[256];

	(void)state;
	begin(&c);
	log_usage("trace", "a");
	log_usage(NULL, "b");
	log_warning("c");
	log_verbose(0, "d");
	log_verbose(1, "e");
	end(&c, text, sizeof(text));
	assert_string_equal(text, "tcpbdp trace: a\ntcpbdp: b\ntcpbdp: c\ntcpbdp: e\n");
}

static void endless_name(void **state)
{
	static char name[100000], text[sizeof(name)];
	struct captured c;

	(void)state;
	memset(name, 0xff, sizeof(name) - 1);
	begin(&c);
	log_error("%s", name);
	end(&c, text, sizeof(text));
	assert_true(strlen(text) > 1024 && strlen(text) < 8192);
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
}

static void lines_of(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void lines_of(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	log_lines(fmt, args);
	va_end(args);
}

static void several_lines(void **state)
{
	struct captured c;
	char text[256];

	(void)state;
	begin(&c);
	lines_of("libbpf: %s\n\nsecond\n", "first");
	lines_of("%s", "");
	end(&c, text, sizeof(text));
	assert_string_equal(text, "tcpbdp: libbpf: first\ntcpbdp: second\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_line),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(endless_name),
		cmocka_unit_test(several_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
