/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sink/json_writer.h"

#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "os/quote.h"

#define DEL '\x7f'

/* Where n bytes more may be written; NULL when there is no memory for them. */
static char *reserve(struct json_writer *w, size_t n)
{
	size_t room = w->room ? w->room : 2048;
	char *data;

	while (room - w->len < n)
		room *= 2;
	if (room != w->room) {
		data = realloc(w->data, room);
		if (!data)
			return NULL;
		w->data = data;
		w->room = room;
	}
	return w->data + w->len;
}

static int append(struct json_writer *w, const char *data, size_t len)
{
	char *to = reserve(w, len);

	if (!to)
		return -ENOMEM;
	memcpy(to, data, len);
	w->len += len;
	return 0;
}

/* For jansson, which takes DEL for printable; it stands in strings alone. */
static int append_dumped(const char *data, size_t len, void *writer)
{
	const char *del;
	int err = 0;

	while (!err && (del = memchr(data, DEL, len))) {
		size_t before = (size_t)(del - data);

		err = append(writer, data, before);
		if (!err)
			err = append(writer, "\\u007f", strlen("\\u007f"));
		data += before + 1;
		len -= before + 1;
	}
	return err ? err : append(writer, data, len);
}

void json_writer_begin(struct json_writer *w)
{
	w->depth = 0;
	w->len = 0;
	w->any = false;
	w->failed = false;
}

int json_writer_end(struct json_writer *w)
{
	assert(w->depth == 0 && (w->len || w->failed));
	if (!w->failed && append(w, "\n", 1))
		w->failed = true;
	return w->failed ? -ENOMEM : 0;
}

void json_writer_free(struct json_writer *w)
{
	free(w->data);
	*w = (struct json_writer){ 0 };
}

static void put(struct json_writer *w, const char *data, size_t len)
{
	if (!w->failed && append(w, data, len))
		w->failed = true;
}

/* What stands before a value: the comma after the one before it, and its key. */
static void put_key(struct json_writer *w, const char *key)
{
	if (w->any)
		put(w, ",", 1);
	w->any = true;
	if (!key)
		return;
	put(w, "\"", 1);
	put(w, key, strlen(key));
	put(w, "\":", 2);
}

static void put_value(struct json_writer *w, const char *key, const char *value, size_t len)
{
	assert(w->depth > 0);
	put_key(w, key);
	put(w, value, len);
}

static void begin(struct json_writer *w, const char *key, bool array)
{
	assert(w->depth < JSON_WRITER_DEPTH && (w->depth || !w->len));
	put_key(w, key);
	put(w, array ? "[" : "{", 1);
	w->array[w->depth++] = array;
	w->any = false;
}

static void end(struct json_writer *w, bool array)
{
	assert(w->depth > 0 && w->array[w->depth - 1] == array);
	w->depth--;
	put(w, array ? "]" : "}", 1);
	w->any = true;
}

void json_object_begin(struct json_writer *w, const char *key)
{
	begin(w, key, false);
}

void json_object_end(struct json_writer *w)
{
	end(w, false);
}

void json_array_begin(struct json_writer *w, const char *key)
{
	begin(w, key, true);
}

void json_array_end(struct json_writer *w)
{
	end(w, true);
}

/* Writes the digits so that they end before end, at least so many; returns where they begin. */
static char *digits(char *end, uint64_t value, unsigned int least)
{
	char *p = end;

	while (value || p > end - least) {
		*--p = (char)('0' + value % 10);
		value /= 10;
	}
	return p;
}

void json_uint(struct json_writer *w, const char *key, uint64_t value)
{
	char text[24], *last = text + sizeof(text);
	char *first = digits(last, value > INT64_MAX ? INT64_MAX : value, 1);

	put_value(w, key, first, (size_t)(last - first));
}

static void put_null(struct json_writer *w, const char *key)
{
	put_value(w, key, "null", strlen("null"));
}

void json_known(struct json_writer *w, const char *key, bool known, uint64_t value)
{
	if (known)
		json_uint(w, key, value);
	else
		put_null(w, key);
}

void json_decimal(struct json_writer *w, const char *key, uint64_t value, unsigned int decimals)
{
	char text[48], *last = text + sizeof(text), *first;
	uint64_t scale = 1;

	assert(decimals <= 18);
	while (decimals && value % 10 == 0) {
		value /= 10;
		decimals--;
	}
	for (unsigned int i = 0; i < decimals; i++)
		scale *= 10;
	first = digits(last, decimals ? value % scale : 0, decimals ? decimals : 1);
	*--first = '.';
	first = digits(first, value / scale, 1);
	put_value(w, key, first, (size_t)(last - first));
}

void json_bool(struct json_writer *w, const char *key, bool value)
{
	put_value(w, key, value ? "true" : "false", value ? strlen("true") : strlen("false"));
}

/* For text that jansson refuses. NULL when there is no memory for it. */
static json_t *quoted_string(const char *text)
{
	size_t size = QUOTE_UTF8_LEN(strlen(text));
	char *quoted = malloc(size);
	json_t *value = quoted ? json_string(quote_utf8(quoted, size, text)) : NULL;

	free(quoted);
	return value;
}

/* Text that needs escapes, or may be no UTF-8: jansson knows how. */
static void put_odd_text(struct json_writer *w, const char *text)
{
	json_t *value = json_string(text); /* NULL for invalid UTF-8 */

	if (!value)
		value = quoted_string(text);
	if (!value || (!w->failed && json_dump_callback(value, append_dumped, w,
							JSON_ENSURE_ASCII | JSON_ENCODE_ANY)))
		w->failed = true;
	json_decref(value);
}

/* The length of text that stands for itself; 0 if it does not, and for the empty one. */
static size_t plain_len(const char *text)
{
	size_t len = 0;

	for (; text[len]; len++)
		if (text[len] < ' ' || text[len] > '~' || text[len] == '"' || text[len] == '\\')
			return 0;
	return len;
}

void json_text(struct json_writer *w, const char *key, const char *text)
{
	size_t len = text ? plain_len(text) : 0;

	if (!text) {
		put_null(w, key);
	} else if (len) {
		put_value(w, key, "\"", 1);
		put(w, text, len);
		put(w, "\"", 1);
	} else {
		put_key(w, key);
		put_odd_text(w, text);
	}
}
