// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/output_choice.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "os/log.h"
#include "sink/json.h"
#include "sink/text.h"

bool output_is_utf8(void)
{
	setlocale(LC_CTYPE, "");
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

static bool is_coloured(const struct cli_opts *opts, FILE *out)
{
	return opts->color == COLOR_ALWAYS || (opts->color == COLOR_AUTO && isatty(fileno(out)));
}

int output_choose(const struct cli_opts *opts, FILE *out, struct sink **ret_sink)
{
	struct winsize size = { 0 };
	struct text_opts text = {
		.choice = opts->columns,
		.timestamp = opts->timestamp,
		.header = !opts->no_header,
		.summary_alone = opts->summary,
		.events = opts->verbose,
		.flagged = opts->flagged,
		.explain = opts->explain,
		.tty = isatty(fileno(out)),
	};

	if (opts->json)
		return json_sink_new(out, opts->summary, ret_sink);
	text.utf8 = output_is_utf8();
	text.color = is_coloured(opts, out);
	if (text.tty && !ioctl(fileno(out), TIOCGWINSZ, &size)) {
		text.columns = size.ws_col;
		text.rows = size.ws_row;
	}
	return text_sink_new(out, &text, ret_sink);
}

int output_choose_list(const struct cli_opts *opts, FILE *out, struct list_sink **ret_sink)
{
	struct winsize size = { 0 };
	struct list_text_opts text = {
		.choice = opts->columns,
		.header = !opts->no_header,
	};

	if (opts->json)
		return list_json_new(out, ret_sink);
	text.utf8 = output_is_utf8();
	text.color = is_coloured(opts, out);
	if (!ioctl(fileno(out), TIOCGWINSZ, &size))
		text.columns = size.ws_col;
	return list_text_new(out, &text, ret_sink);
}

void output_say_end(int err)
{
	if (!err || err == -EPIPE || err == -ECANCELED)
		return;
	if (err == -ENOSPC)
		log_error("stdout: no space left: nothing more can be written");
	else
		log_error("cannot go on: %s", strerror(-err));
}
