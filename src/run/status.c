// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/status.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/units.h"
#include "os/quote.h"

#define COLUMNS_DEFAULT 80
#define ERASE "\r\033[K"

/* Of its cursor movements a dumb terminal knows none. */
static bool moves_cursor(void)
{
	const char *term = getenv("TERM");

	return term && *term && strcmp(term, "dumb") != 0;
}

static bool is_pipe(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

void status_open(struct status *status)
{
	struct winsize size = { 0 };

	status->on = isatty(STDERR_FILENO) && tcgetpgrp(STDERR_FILENO) == getpgrp() &&
		     moves_cursor() && !is_pipe(STDOUT_FILENO);
	if (status->on && ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0)
		status->columns = size.ws_col;
	if (!status->columns)
		status->columns = COLUMNS_DEFAULT;
}

char *status_text(char *buf, size_t size, const struct status *status, uint64_t now_ns)
{
	uint64_t gone_s = now_ns > status->start_ns ? (now_ns - status->start_ns) / NSEC_PER_SEC
						    : 0;
	char seen[STATUS_LEN] = "", end[32] = "";

	if (status->seen)
		status->seen(status->ctx, seen, sizeof(seen));
	if (status->duration_ns)
		snprintf(end, sizeof(end), "/%" PRIu64,
			 (status->duration_ns + NSEC_PER_SEC - 1) / NSEC_PER_SEC);
	snprintf(buf, size, "%s%s%s, %" PRIu64 "%s s; Ctrl-C %s",
		 status->doing ? status->doing : "watching", seen[0] ? " " : "", seen, gone_s, end,
		 status->ctrl_c ? status->ctrl_c : "reports now");
	return buf;
}

/* Nowhere to say that it failed. */
static void put(const char *text)
{
	if (write(STDERR_FILENO, text, strlen(text)) < 0)
		return;
}

void status_show(struct status *status, uint64_t now_ns)
{
	char text[STATUS_LEN + 64], cut[STATUS_LEN + 64], line[sizeof(cut) + 16];

	if (!status || !status->on)
		return;
	status_text(text, sizeof(text), status, now_ns);
	/* one column is left free: some terminals wrap when the last is written */
	text_cut(cut, sizeof(cut), text, status->columns - 1);
	snprintf(line, sizeof(line), ERASE "%s\r", cut);
	put(line);
	status->shown = true;
}

void status_erase(struct status *status)
{
	if (!status || !status->shown)
		return;
	put(ERASE);
	status->shown = false;
}

void status_restore(struct status *status, uint64_t now_ns)
{
	if (status && status->on && !status->shown)
		status_show(status, now_ns);
}
