// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* tcpbdp: which TCP sockets are slowed down by a buffer or window, and by which setting. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/help.h"
#include "cli/licences.h"
#include "cli/usage.h"
#include "options/option_kind.h"
#include "os/log.h"
#include "run/confine.h"

static bool asks_for_version(const char *word)
{
	return strcmp(word, "version") == 0 || strcmp(word, "--version") == 0 ||
	       strcmp(word, "-V") == 0;
}

/*
 * If the caller closed one of them, one of our files would get its number, and then our output. Opened for
 * the wrong direction, so using it is an error.
 */
static void hold_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
	}
}

/* Output that cannot be written is an error, unless its reader has exited. */
static int finish_output(int status)
{
	if (!ferror(stdout) && fflush(stdout) == 0)
		return status;
	if (errno == EPIPE)
		return status;
	if (status == EXIT_DONE)
		log_error("standard output: %s", strerror(errno));
	return EXIT_FAILED;
}

static int print_version(void)
{
	puts("tcpbdp " TCPBDP_VERSION);
	return EXIT_DONE;
}

static int run_command(const struct command *command, int argc, char **argv)
{
	enum option_request request = REQUEST_RUN;
	struct cli_opts opts;
	int ret = option_parse(command->name, command->options, argc, argv, &opts, &request);

	if (ret)
		return ret == -EINVAL ? EXIT_USAGE : EXIT_FAILED;
	if (request == REQUEST_VERSION)
		return print_version();
	if (request == REQUEST_HELP)
		return help(1, argv);
	ret = command->prepare ? command->prepare(&opts) : 0;
	if (!ret)
		ret = confine_replay(&opts);
	if (!ret)
		ret = command->exec(&opts);
	confine_end(&opts);
	if (command->finish)
		command->finish(&opts);
	if (ret == COMMAND_FINDINGS)
		return EXIT_FINDINGS;
	if (ret == COMMAND_UNJUDGED)
		return EXIT_UNJUDGED;
	return ret && ret != -EPIPE ? EXIT_FAILED : EXIT_DONE;
}

static int dispatch(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2) {
		usage_program(stderr);
		return EXIT_USAGE;
	}
	if (help_is_asked(argv[1]))
		return help(argc - 2, argv + 2);
	if (asks_for_version(argv[1]))
		return print_version();
	if (strcmp(argv[1], "--licenses") == 0) {
		licences_print(stdout);
		return EXIT_DONE;
	}
	if (argv[1][0] == '-') {
		log_error("%.*s: options come after the command: see tcpbdp --help", OPTION_SHOWN,
			  argv[1]);
		return EXIT_USAGE;
	}
	command = command_find(argv[1]);
	if (!command) {
		command_say_unknown(argv[1]);
		return EXIT_USAGE;
	}
	return run_command(command, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	hold_standard_files();
	signal(SIGPIPE, SIG_IGN); /* write() fails if the reader has exited */
	signal(SIGXFSZ, SIG_IGN); /* write() fails at the limit of ulimit -f */
	return finish_output(dispatch(argc, argv));
}
