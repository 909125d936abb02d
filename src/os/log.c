// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/quote.h"

#define MESSAGE_MAX 1024

/* One write, so that lines of several processes do not mix. A failure cannot be reported. */
static void put_line(const char *command, const char *message) /* < MESSAGE_MAX */
{
	char line[QUOTE_TERMINAL_LEN(MESSAGE_MAX) + 64];
	size_t len;

	len = (size_t)snprintf(line, sizeof(line), "tcpbdp%s%.32s: ", command ? " " : "",
			       command ? command : "");
	len += strlen(quote_terminal(line + len, sizeof(line) - len - 1, message, false));
	line[len++] = '\n';
	while (write(STDERR_FILENO, line, len) < 0 && errno == EINTR)
		;
}

static void put(const char *command, const char *fmt, va_list args)
{
	char message[MESSAGE_MAX];
	int saved = errno;

	vsnprintf(message, sizeof(message), fmt, args);
	put_line(command, message);
	errno = saved;
}

void log_error(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	put(NULL, fmt, args);
	va_end(args);
}

void log_warning(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	put(NULL, fmt, args);
	va_end(args);
}

void log_note(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	put(NULL, fmt, args);
	va_end(args);
}

void log_usage(const char *command, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	put(command, fmt, args);
	va_end(args);
}

void log_verbose(unsigned verbose, const char *fmt, ...)
{
	va_list args;

	if (!verbose)
		return;
	va_start(args, fmt);
	put(NULL, fmt, args);
	va_end(args);
}

void log_lines(const char *fmt, va_list args)
{
	int saved = errno;
	char *text = NULL, *next, *line;

	if (vasprintf(&text, fmt, args) < 0)
		return;
	next = text;
	while ((line = strsep(&next, "\n"))) {
		if (strlen(line) >= MESSAGE_MAX)
			line[MESSAGE_MAX - 1] = '\0';
		if (*line)
			put_line(NULL, line);
	}
	free(text);
	errno = saved;
}
