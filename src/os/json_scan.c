// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/json_scan.h"

#include <string.h>

/* Bytes of the text, between from and to. */
struct span {
	const char *from, *to;
};

struct scan {
	const char *at, *end;
	unsigned depth;   /* of brackets that are open */
	unsigned matched; /* keys of the path whose objects are open: those are the first so many */
};

static void skip_blanks(struct scan *s)
{
	while (s->at < s->end && strchr(" \t\r\n", *s->at) && *s->at)
		s->at++;
}

/* From the quote at hand to behind the one that ends it; false where none does. */
static bool take_string(struct scan *s, struct span *ret_string)
{
	const char *from = ++s->at;

	for (; s->at < s->end; s->at++) {
		if (*s->at == '\\') {
			s->at++;
			continue;
		}
		if (*s->at != '"')
			continue;
		*ret_string = (struct span){ from, s->at++ };
		return true;
	}
	return false;
}

static bool equals(const struct span *string, const char *text)
{
	size_t len = (size_t)(string->to - string->from);

	return len == strlen(text) && !memcmp(string->from, text, len);
}

static bool copy_plain(const struct span *string, char *buf, size_t size)
{
	size_t len = (size_t)(string->to - string->from);

	if (!len || len >= size)
		return false;
	for (const char *c = string->from; c < string->to; c++)
		if (*c < ' ' || *c > '~' || *c == '\\')
			return false;
	memcpy(buf, string->from, len);
	buf[len] = '\0';
	return true;
}

/* Is a key of the path at hand, whose value comes next? A string of an array has no colon behind it. */
static bool is_next_key(struct scan *s, const struct span *string, const char *const *path)
{
	skip_blanks(s);
	if (s->at == s->end || *s->at != ':')
		return false;
	s->at++;
	skip_blanks(s);
	return s->depth == s->matched + 1 && path[s->matched] && equals(string, path[s->matched]) &&
	       s->at < s->end;
}

/* Over a byte outside of strings. */
static void move_on(struct scan *s)
{
	switch (*s->at++) {
	case '{':
	case '[':
		s->depth++;
		break;
	case '}':
	case ']':
		s->depth -= s->depth > 0;
		/* an object of the path is over with it */
		if (s->matched && s->depth <= s->matched)
			s->matched = s->depth ? s->depth - 1 : 0;
		break;
	}
}

bool json_scan_string(const char *text, size_t len, const char *const *path, char *buf, size_t size)
{
	struct scan s = { .at = text, .end = text + len };
	struct span string;

	while (s.at < s.end) {
		if (*s.at != '"') {
			move_on(&s);
			continue;
		}
		if (!take_string(&s, &string))
			return false;
		if (!is_next_key(&s, &string, path))
			continue;
		if (*s.at == '{' && path[s.matched + 1])
			s.matched++;
		else if (*s.at == '"' && !path[s.matched + 1])
			return take_string(&s, &string) && copy_plain(&string, buf, size);
	}
	return false;
}
