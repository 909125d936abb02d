/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Command lines, well-formed and not. After cmocka.h. */
#ifndef TCPBDP_OPTION_FIXTURE_H
#define TCPBDP_OPTION_FIXTURE_H

#include <errno.h>
#include <string.h>

#include "options/option.h"

#define ARGS_MAX 140
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static inline int parse(int commands, char *const *args, struct cli_opts *opts,
			enum option_request *request)
{
	const char *command = commands == FOR_RECORD   ? "record"
			      : commands == FOR_ADVISE ? "advise"
			      : commands == FOR_HIST   ? "hist"
			      : commands == FOR_LIST   ? "list"
			      : commands == FOR_EXPORT ? "export"
			      : commands == FOR_TOP    ? "top"
						       : "trace";
	char *argv[ARGS_MAX + 2] = { (char *)command };
	int argc = 1;

	while (args[argc - 1]) {
		argv[argc] = args[argc - 1];
		argc++;
	}
	return option_parse(command, commands, argc, argv, opts, request);
}

/* Must be well-formed and ask for a run. */
#define TAKE_FOR(commands, opts, ...)                                                              \
	do {                                                                                       \
		enum option_request request_ = REQUEST_HELP;                                       \
		char *args_[] = { __VA_ARGS__, NULL };                                             \
		assert_int_equal(parse(commands, args_, opts, &request_), 0);                      \
		assert_int_equal(request_, REQUEST_RUN);                                           \
	} while (0)
#define TAKE(opts, ...) TAKE_FOR(FOR_TRACE, opts, __VA_ARGS__)

/* The values of a list, all of them in this order. */
#define assert_list(list, ...)                                                                     \
	do {                                                                                       \
		const uint64_t values_[] = { __VA_ARGS__ };                                        \
		assert_int_equal((list).count, COUNT(values_));                                    \
		for (size_t i_ = 0; i_ < COUNT(values_); i_++)                                     \
			assert_int_equal((list).value[i_], values_[i_]);                           \
	} while (0)

/* Each is a wrong usage, and nothing is taken from it. */
static inline void refuses(int commands, char *const (*lines)[ARGS_MAX], size_t count)
{
	struct cli_opts opts, before;
	enum option_request request = REQUEST_RUN;

	memset(&opts, 0x55, sizeof(opts));
	before = opts;
	for (size_t i = 0; i < count; i++) {
		if (parse(commands, lines[i], &opts, &request) != -EINVAL ||
		    memcmp(&opts, &before, sizeof(opts)) != 0)
			fail_msg("line %zu was taken: %s %s", i, lines[i][0] ? lines[i][0] : "",
				 lines[i][0] && lines[i][1] ? lines[i][1] : "");
	}
}

#endif
