// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option_text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "options/option_kind.h"
#include "options/option_word.h"

#define VALUE_LEN 32

/* A text that is truncated at the end of its buffer. */
struct text {
	char *buf;
	size_t size;
	size_t len;
};

static void add(struct text *t, const char *s)
{
	int len = snprintf(t->buf + t->len, t->size - t->len, "%s", s);

	t->len += (size_t)len < t->size - t->len ? (size_t)len : t->size - t->len - 1;
}

static void add_word(struct text *t, const struct option_form *form, unsigned i)
{
	const struct option_words *words = form->words;

	add(t, option_word(form, i));
	if (words->menu && words->menu->takes_len && words->menu->keys[i] == GROUP_PEER_PREFIX)
		add(t, "[/N]");
}

/* "a, b or c", with a mark at the default. */
static void add_words(struct text *t, const struct option_form *form)
{
	for (unsigned i = 0; option_word(form, i); i++) {
		if (i)
			add(t, option_word(form, i + 1) ? ", " : " or ");
		add_word(t, form, i);
		if (form->words->first + i == form->initial)
			add(t, " (default)");
	}
}

static void add_default(struct text *t, const struct option_form *form)
{
	char value[VALUE_LEN];

	if (option_kind_show(form->kind, form->initial, value, sizeof(value)))
		add(t, value);
}

/* Replaces a placeholder at this place, if there is one. Returns the text after it. */
static const char *add_field(struct text *t, const struct option_form *form, const char *at)
{
	static const struct {
		const char *name;
		void (*add)(struct text *t, const struct option_form *form);
	} fields[] = { { "{words}", add_words }, { "{default}", add_default } };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		size_t len = strlen(fields[i].name);

		if (strncmp(at, fields[i].name, len) == 0) {
			fields[i].add(t, form);
			return at + len;
		}
	}
	add(t, "{");
	return at + 1;
}

const char *option_help(const struct option_form *form, char *buf, size_t size)
{
	struct text t = { .buf = buf, .size = size };
	const char *at = form->help;

	buf[0] = '\0';
	while (*at) {
		size_t len = strcspn(at, "{");
		char plain[OPTION_TEXT_LEN];

		snprintf(plain, sizeof(plain), "%.*s", (int)len, at);
		add(&t, plain);
		at += len;
		if (*at)
			at = add_field(&t, form, at);
	}
	return buf;
}

static void refuse_word(struct text *t, const struct option_form *form)
{
	add(t, "not one of ");
	for (unsigned i = 0; option_word(form, i); i++) {
		if (i)
			add(t, ", ");
		add_word(t, form, i);
	}
}

bool option_range(const struct option_form *form, char *buf, size_t size)
{
	char min[VALUE_LEN], max[VALUE_LEN];

	if (!option_kind_show(form->kind, form->min, min, sizeof(min)) ||
	    !option_kind_show(form->kind, form->max, max, sizeof(max)))
		return false;
	snprintf(buf, size, "%s to %s", min, max);
	return true;
}

static void refuse_value(struct text *t, const struct option_form *form)
{
	const char *example = option_kind_example(form->kind);
	char between[2 * VALUE_LEN + 8];
	bool bounded = option_range(form, between, sizeof(between));

	add(t, "not ");
	add(t, form->noun ? form->noun : option_kind_noun(form->kind));
	if (!bounded && !example)
		return;
	add(t, " (");
	add(t, bounded ? between : "");
	add(t, bounded && example ? ", " : "");
	add(t, example ? example : "");
	add(t, ")");
}

const char *option_refusal(const struct option_form *form, char *buf, size_t size)
{
	struct text t = { .buf = buf, .size = size };

	buf[0] = '\0';
	if (form->unknown)
		add(&t, form->unknown);
	else if (form->words)
		refuse_word(&t, form);
	else
		refuse_value(&t, form);
	return buf;
}

const char *option_operand_name(const struct option_row *row, char *buf, size_t size)
{
	snprintf(buf, size, "%s", row->name);
	for (char *c = buf; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return buf;
}
