/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "os/quote.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define DEL 0x7f

enum dialect {
	TERMINAL_ASCII,
	TERMINAL_UTF8,
	FIELD_ASCII, /* as on a terminal, without blanks */
	FIELD_UTF8,
	ANY_UTF8,
};

struct range {
	uint32_t first, last;
};

/* Controls and invisible characters beside C0 and DEL. Sorted, as the tables below. */
static const struct range unprintable[] = {
	{ 0x80, 0x9f },       /* C1: CSI, OSC and the like in one character */
	{ 0xad, 0xad },       /* soft hyphen */
	{ 0x61c, 0x61c },     /* Arabic letter mark */
	{ 0x180e, 0x180e },   /* Mongolian vowel separator */
	{ 0x200b, 0x200f },   /* zero-width space and joiners, marks of direction */
	{ 0x2028, 0x202e },   /* line separators, embeddings and overrides of direction */
	{ 0x2060, 0x206f },   /* invisible operators, isolates of direction */
	{ 0xfeff, 0xfeff },   /* byte order mark */
	{ 0xfff9, 0xfffb },   /* interlinear annotation */
	{ 0xe0000, 0xe0fff }, /* tags, selectors of variants */
};

static const struct range zero_columns[] = {
	{ 0x300, 0x36f },   { 0x483, 0x489 },   { 0x591, 0x5bd },   { 0x610, 0x61a },
	{ 0x64b, 0x65f },   { 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff }, { 0x20d0, 0x20ff },
	{ 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f },
};

static const struct range two_columns[] = {
	{ 0x1100, 0x115f },   { 0x2e80, 0x303e },   { 0x3041, 0xa4cf },   { 0xa960, 0xa97c },
	{ 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },   { 0xfe30, 0xfe6f },   { 0xff00, 0xff60 },
	{ 0xffe0, 0xffe6 },   { 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6ff }, { 0x1f900, 0x1f9ff },
	{ 0x20000, 0x3fffd },
};

#define IN_RANGES(ranges, c) in_ranges(ranges, sizeof(ranges) / sizeof((ranges)[0]), c)

static bool in_ranges(const struct range *ranges, size_t n, uint32_t c)
{
	for (size_t i = 0; i < n && c >= ranges[i].first; i++) {
		if (c <= ranges[i].last)
			return true;
	}
	return false;
}

/*
 * One character of RFC 3629 UTF-8: no overlong form, no surrogate, nothing above U+10FFFF.
 * Returns its length in bytes; 0 = invalid.
 */
static size_t utf8_decode(const char *text, uint32_t *ret_c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const uint8_t *p = (const uint8_t *)text;
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xc0 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	uint32_t c = len == 1 ? p[0] : p[0] & (0x7fu >> len);

	if (len == 0 || p[0] >= 0xf8)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80) /* true for the final NUL, so nothing after it is read */
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < least[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*ret_c = c;
	return len;
}

static bool is_plain(uint32_t c, enum dialect dialect)
{
	if (dialect == ANY_UTF8)
		return true;
	if (c < (dialect == FIELD_ASCII || dialect == FIELD_UTF8 ? ' ' + 1 : ' ') || c == DEL ||
	    c == '\\')
		return false;
	return c < DEL ||
	       ((dialect == TERMINAL_UTF8 || dialect == FIELD_UTF8) && !IN_RANGES(unprintable, c));
}

static size_t escape_char(char *esc, size_t size, uint32_t c)
{
	if (c == '\\')
		return (size_t)snprintf(esc, size, "\\\\");
	if (c <= DEL)
		return (size_t)snprintf(esc, size, "\\x%02x", c);
	return (size_t)snprintf(esc, size, c <= 0xffff ? "\\u%04x" : "\\U%08x", c);
}

/*
 * The printable form of one character, or of one invalid byte. Returns its length and advances
 * text.
 */
static size_t escape(char *esc, size_t size, const char **text, enum dialect dialect)
{
	const char *start = *text;
	uint32_t c = 0;
	size_t len = utf8_decode(start, &c);

	*text += len ? len : 1;
	if (!len)
		return (size_t)snprintf(esc, size, "\\x%02x", (uint8_t)*start);
	if (!is_plain(c, dialect))
		return escape_char(esc, size, c);
	memcpy(esc, start, len);
	return len;
}

static char *quote(char *buf, size_t size, const char *text, enum dialect dialect)
{
	char esc[16];
	size_t used = 0;

	while (*text) {
		size_t len = escape(esc, sizeof(esc), &text, dialect);

		if (used + len >= size)
			break;
		memcpy(buf + used, esc, len);
		used += len;
	}
	buf[used] = '\0';
	return buf;
}

char *quote_terminal(char *buf, size_t size, const char *text, bool utf8)
{
	return quote(buf, size, text, utf8 ? TERMINAL_UTF8 : TERMINAL_ASCII);
}

char *quote_field(char *buf, size_t size, const char *text, bool utf8)
{
	return quote(buf, size, *text ? text : "-", utf8 ? FIELD_UTF8 : FIELD_ASCII);
}

char *quote_utf8(char *buf, size_t size, const char *text)
{
	return quote(buf, size, text, ANY_UTF8);
}

/* Of the character that stands here, or of one byte that is none; text is moved behind it. */
static unsigned int char_columns(const char **text)
{
	uint32_t c = 0;
	size_t len = utf8_decode(*text, &c);

	*text += len ? len : 1;
	return IN_RANGES(zero_columns, c) ? 0 : IN_RANGES(two_columns, c) ? 2 : 1;
}

unsigned int text_columns(const char *text)
{
	unsigned int columns = 0;

	while (*text)
		columns += char_columns(&text);
	return columns;
}

/* The length in bytes of what fits. */
static size_t fitting(const char *text, unsigned int columns)
{
	const char *end = text, *next = text;

	while (*next) {
		unsigned int width = char_columns(&next);

		if (width > columns)
			break;
		columns -= width;
		end = next;
	}
	return (size_t)(end - text);
}

char *text_cut(char *buf, size_t size, const char *text, unsigned int columns)
{
	static const char dots[] = "...";
	bool whole = text_columns(text) <= columns, dotted = !whole && columns >= sizeof(dots);
	size_t len = fitting(text, dotted ? columns - (sizeof(dots) - 1) : columns);

	snprintf(buf, size, "%.*s%s", (int)len, text, dotted ? dots : "");
	return buf;
}

bool quote_is_plain(const char *name)
{
	size_t plain = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789._@:-");

	return name[0] && !name[plain] && name[0] != '-';
}
