// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/roff.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define SPACE " \n"
#define LINE_WIDTH 60 /* so that lines stay below 80 with the macros around a text */

/* Characters that are special to roff: groff_char(7). */
static const char *escaped(char c)
{
	switch (c) {
	case '\\':
		return "\\e";
	case '-':
		return "\\-";
	case '\'':
		return "\\(aq";
	case '`':
		return "\\(ga";
	case '^':
		return "\\(ha";
	case '~':
		return "\\(ti";
	default:
		return NULL;
	}
}

static void put(char c, FILE *out)
{
	const char *escape = escaped(c);

	if (escape)
		fputs(escape, out);
	else
		fputc(c, out);
}

/* A word at the start of a line must not be a macro. */
static void word(const char *text, size_t len, bool begins, FILE *out)
{
	if (begins && *text == '.')
		fputs("\\&", out);
	for (size_t i = 0; i < len; i++)
		put(text[i], out);
}

/* How to print words: line breaks, and a capital. */
enum manner {
	IN_ONE_LINE,
	IN_LINES,
	WITH_CAPITAL, /* also with line breaks */
};

/*
 * Separates words by a space, or by a newline after a sentence or at the end of a line. Returns the last
 * character, '\0' if there is none.
 */
static char words(const char *text, enum manner manner, FILE *out)
{
	size_t column = 0;
	char last = '\0';

	for (text += strspn(text, SPACE); *text; text += strspn(text, SPACE)) {
		size_t len = strcspn(text, SPACE);
		bool breaks = manner != IN_ONE_LINE &&
			      ((column && column + len > LINE_WIDTH) || last == '.');

		if (last) {
			fputc(breaks ? '\n' : ' ', out);
			word(text, len, breaks, out);
		} else if (manner == WITH_CAPITAL && islower((unsigned char)*text)) {
			fputc(toupper((unsigned char)*text), out);
			word(text + 1, len - 1, false, out);
		} else {
			word(text, len, true, out);
		}
		column = len + (breaks ? 0 : column + 1);
		last = text[len - 1];
		text += len;
	}
	return last;
}

void roff_text(const char *text, FILE *out)
{
	words(text, IN_LINES, out);
}

static void in_font(char font, const char *text, FILE *out)
{
	fprintf(out, "\\f%c", font);
	words(text, IN_ONE_LINE, out);
	fputs("\\fR", out);
}

void roff_bold(const char *text, FILE *out)
{
	in_font('B', text, out);
}

void roff_italic(const char *text, FILE *out)
{
	in_font('I', text, out);
}

void roff_sentence(const char *text, FILE *out)
{
	char last = words(text, WITH_CAPITAL, out);

	if (last && last != '.')
		fputc('.', out);
}

void roff_title(const char *name, int section, FILE *out)
{
	fputs(".TH ", out);
	for (; *name; name++)
		put((char)toupper((unsigned char)*name), out);
	fprintf(out, " %d %s \"tcpbdp %s\"\n", section, TCPBDP_DATE, TCPBDP_VERSION);
}

static void heading(const char *macro, const char *title, FILE *out)
{
	fprintf(out, "%s \"", macro);
	words(title, IN_ONE_LINE, out);
	fputs("\"\n", out);
}

void roff_section(const char *title, FILE *out)
{
	heading(".SH", title, out);
}

void roff_subsection(const char *title, FILE *out)
{
	heading(".SS", title, out);
}

void roff_name(const char *name, const char *summary, FILE *out)
{
	roff_section("NAME", out);
	roff_text(name, out);
	fputs(" \\- ", out);
	roff_text(summary, out);
	fputc('\n', out);
}

void roff_item(const char *name, const char *meaning, FILE *out)
{
	fputs(".TP\n", out);
	roff_bold(name, out);
	fputc('\n', out);
	roff_sentence(meaning, out);
	fputc('\n', out);
}
