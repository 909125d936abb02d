// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/manual_limits.h"

#include "cli/help_limits.h"
#include "cli/roff.h"

static void title(const char *title, const char *what, FILE *out)
{
	roff_section(title, out);
	if (!what)
		return;
	roff_sentence(what, out);
	fputc('\n', out);
}

/* name (note) */
static void item(const char *name, const char *note, const char *meaning, FILE *out)
{
	fputs(".TP\n", out);
	roff_bold(name, out);
	fputs(" (", out);
	roff_text(note, out);
	fputs(")\n", out);
	roff_sentence(meaning, out);
	fputc('\n', out);
}

static void limit(const char *name, const char *directions, const char *meaning, FILE *out)
{
	item(name, directions, meaning, out);
}

static void cause(const char *name, const char *directions, bool undersized, const char *meaning,
		  FILE *out)
{
	char note[16];

	snprintf(note, sizeof(note), "%s%s", undersized ? "!, " : "", directions);
	item(name, note, meaning, out);
}

static void gap(FILE *out)
{
	(void)out;
}

static void rule(const char *name, const char *result, const char *why, FILE *out)
{
	fputs(".TP\n", out);
	roff_bold(name, out);
	fputs(" \\(-> ", out);
	roff_bold(result, out);
	fputc('\n', out);
	roff_sentence(why, out);
	fputc('\n', out);
}

static void number(const char *name, unsigned value, const char *unit, const char *reason,
		   FILE *out)
{
	char note[32];

	snprintf(note, sizeof(note), "%u %s", value, unit);
	item(name, note, reason, out);
}

void manual_limits(FILE *out)
{
	static const struct limits_form roff = { title, limit, cause, gap, rule, number };

	roff_title("tcpbdp-limits", 7, out);
	roff_name("tcpbdp-limits", "what limits and causes mean, and how tcpbdp finds them", out);
	roff_section("DESCRIPTION", out);
	roff_text("A verdict names the limit of a direction of a socket and, where a buffer or a "
		  "window is the limit, its cause.",
		  out);
	fputs("\nThe rules below decide.\n", out);
	help_limits_walk(&roff, out);
	roff_section("SEE ALSO", out);
	fputs(".BR tcpbdp (8),\n.BR tcpbdp\\-trace (8),\n.BR tcp (7)\n", out);
}
