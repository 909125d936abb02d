// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/sysctl_d.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sink/advice_line.h"
#include "sink/memory_stream.h"

#define BLANKS " \t\r"

static bool belongs(const struct advice_report *r, const struct advice_item *item)
{
	return advice_proposes(item) && (advice_of_host(item->id) ||
					 (r->boot_netns && item->example.netns == r->boot_netns));
}

/* ---- what stands in it ---- */

/* A piece of text, to its newline or the end. */
struct line {
	const char *text;
	size_t len; /* with the newline */
};

static struct line line_at(const char *text)
{
	return (struct line){ text, strcspn(text, "\n") + (strchr(text, '\n') != NULL) };
}

/* sysctl.d(5): "key = value"; "-key" lets it fail, a key may have slashes. */
static bool sets(struct line line, const char *sysctl)
{
	const char *text = line.text + strspn(line.text, BLANKS);
	size_t len = strlen(sysctl);

	if (*text == '-')
		text += 1 + strspn(text + 1, BLANKS);
	for (size_t i = 0; i < len; i++)
		if (text[i] != sysctl[i] && (text[i] != '/' || sysctl[i] != '.'))
			return false;
	return text[len + strspn(text + len, BLANKS)] == '=';
}

static bool is_proposed(const struct advice_report *r, struct line line)
{
	for (size_t i = 0; i < r->count; i++)
		if (belongs(r, &r->items[i]) && sets(line, advice_sysctl(r->items[i].id)))
			return true;
	return false;
}

static bool is_comment(struct line line)
{
	const char *text = line.text + strspn(line.text, BLANKS);

	return *text == '#' || *text == ';';
}

static void put(FILE *out, const char *from, const char *to)
{
	fwrite(from, 1, (size_t)(to - from), out);
	if (to > from && to[-1] != '\n')
		fputc('\n', out);
}

/* All but what is proposed anew; with a setting go the comments right above it, and a blank line. */
static void carry_over(FILE *out, const struct advice_report *r, const char *before)
{
	const char *text = before + line_at(before).len, *pending = text;

	while (*text) {
		struct line line = line_at(text);
		const char *end = text + line.len;

		if (is_proposed(r, line)) {
			pending = end;
		} else if (line.text[strspn(line.text, BLANKS)] == '\n') {
			put(out, pending, text);
			pending = text;
		} else if (!is_comment(line)) {
			put(out, pending, end);
			pending = end;
		}
		text = end;
	}
	put(out, pending, text);
}

/* ---- what is proposed ---- */

static size_t propose(FILE *out, const struct advice_report *r)
{
	char reason[ADVICE_REASON_LEN], values[ADVICE_VALUES_LEN];
	size_t count = 0;

	for (size_t i = 0; i < r->count; i++) {
		const struct advice_item *item = &r->items[i];

		if (!belongs(r, item))
			continue;
		count++;
		fprintf(out, "\n# %s\n%s = %s\n", advice_reason(reason, item, r->utf8),
			advice_sysctl(item->id), advice_values_text(values, item, item->proposed));
	}
	return count;
}

char *sysctl_d_text(const struct advice_report *r, const char *before, size_t *ret_count)
{
	struct memory_stream m;
	FILE *out = memory_stream_open(&m);

	if (!out)
		return NULL;
	fputs(SYSCTL_D_START "\n", out);
	carry_over(out, r, before);
	*ret_count = propose(out, r);
	return memory_stream_close(&m, NULL);
}
