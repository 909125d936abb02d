/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sink/json_writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sink/quote.h"

#define UINT_DIGITS 20

/* Where n bytes more may be written; NULL when there is no memory for them. */
static char *reserve(struct json_writer *w, size_t n)
{
	size_t room = w->room ? w->room : 2048;
	char *data;

	if (w->failed)
		return NULL;
	while (room - w->len < n)
		room *= 2;
	if (room != w->room) {
		data = realloc(w->data, room);
		w->failed = !data;
		if (!data)
			return NULL;
		w->data = data;
		w->room = room;
	}
	return w->data + w->len;
}

static void append(struct json_writer *w, const char *data, size_t len)
{
	char *to = reserve(w, len);

	if (!to)
		return;
	memcpy(to, data, len);
	w->len += len;
}

static void append_word(struct json_writer *w, const char *word)
{
	append(w, word, strlen(word));
}

static void append_key(struct json_writer *w, const char *key)
{
	if (w->comma)
		append(w, ",", 1);
	w->comma = true;
	if (!key)
		return;
	append(w, "\"", 1);
	append_word(w, key);
	append(w, "\":", 2);
}

/* From the last digit on, with zeros in front up to n digits. Returns the first. */
static char *digits_before(char *end, uint64_t value, unsigned int n)
{
	char *p = end;

	while (value || p > end - n) {
		*--p = (char)('0' + value % 10);
		value /= 10;
	}
	return p;
}

static void append_digits(struct json_writer *w, uint64_t value, unsigned int n)
{
	char digits[UINT_DIGITS];
	char *first = digits_before(digits + sizeof(digits), value, n);

	append(w, first, (size_t)(digits + sizeof(digits) - first));
}

void json_writer_begin(struct json_writer *w)
{
	w->len = 0;
	w->comma = false;
	w->failed = false;
}

int json_writer_end(struct json_writer *w)
{
	append(w, "\n", 1);
	return w->failed ? -ENOMEM : 0;
}

void json_writer_free(struct json_writer *w)
{
	free(w->data);
	*w = (struct json_writer){ 0 };
}

static void begin(struct json_writer *w, const char *key, const char *bracket)
{
	append_key(w, key);
	append(w, bracket, 1);
	w->comma = false;
}

static void end(struct json_writer *w, const char *bracket)
{
	append(w, bracket, 1);
	w->comma = true;
}

void json_object_begin(struct json_writer *w, const char *key)
{
	begin(w, key, "{");
}

void json_object_end(struct json_writer *w)
{
	end(w, "}");
}

void json_array_begin(struct json_writer *w, const char *key)
{
	begin(w, key, "[");
}

void json_array_end(struct json_writer *w)
{
	end(w, "]");
}

void json_uint(struct json_writer *w, const char *key, uint64_t value)
{
	append_key(w, key);
	append_digits(w, value > INT64_MAX ? INT64_MAX : value, 1);
}

void json_known(struct json_writer *w, const char *key, bool known, uint64_t value)
{
	if (known)
		json_uint(w, key, value);
	else
		json_text(w, key, NULL);
}

void json_decimal(struct json_writer *w, const char *key, uint64_t value, unsigned int decimals,
		  unsigned int least)
{
	uint64_t scale = 1;

	while (decimals > least && value % 10 == 0) {
		value /= 10;
		decimals--;
	}
	for (unsigned int i = 0; i < decimals; i++)
		scale *= 10;
	append_key(w, key);
	append_digits(w, value / scale, 1);
	append(w, ".", 1);
	append_digits(w, value % scale, decimals);
}

void json_bool(struct json_writer *w, const char *key, bool value)
{
	append_key(w, key);
	append_word(w, value ? "true" : "false");
}

void json_text(struct json_writer *w, const char *key, const char *text)
{
	size_t size = text ? QUOTE_JSON_LEN(strlen(text)) : 0;
	char *to;

	append_key(w, key);
	if (!text) {
		append_word(w, "null");
		return;
	}
	append(w, "\"", 1);
	to = reserve(w, size);
	if (to)
		w->len += strlen(quote_json(to, size, text));
	append(w, "\"", 1);
}
