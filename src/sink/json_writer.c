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

/* A double gives back 15 digits of any decimal, and 16 of an epoch time (until the year 2242). */
static size_t precision(const json_t *value)
{
	return json_real_value(value) >= 1e9 ? 16 : 15;
}

static int dump(struct json_writer *w, const json_t *value)
{
	size_t flags = JSON_COMPACT | JSON_ENSURE_ASCII | JSON_ENCODE_ANY;

	flags |= JSON_REAL_PRECISION(precision(value));
	return json_dump_callback(value, append_dumped, w, flags);
}

static int dump_member(struct json_writer *w, const char *key, const json_t *value)
{
	int err = append(w, w->len ? ",\"" : "{\"", 2);

	if (!err)
		err = append(w, key, strlen(key));
	if (!err)
		err = append(w, "\":", 2);
	return err ? err : dump(w, value);
}

static int dump_root(struct json_writer *w)
{
	const char *key;
	json_t *value;

	json_object_foreach(w->root, key, value) {
		if (dump_member(w, key, value) != 0)
			return -ENOMEM;
	}
	return w->len ? append(w, "}\n", 2) : append(w, "{}\n", 3);
}

void json_writer_begin(struct json_writer *w)
{
	json_decref(w->root);
	w->root = NULL;
	w->depth = 0;
	w->len = 0;
	w->failed = false;
}

int json_writer_end(struct json_writer *w)
{
	assert(w->depth == 0 && (w->root || w->failed));
	if (!w->failed)
		w->failed = dump_root(w) != 0;
	json_decref(w->root);
	w->root = NULL;
	return w->failed ? -ENOMEM : 0;
}

void json_writer_free(struct json_writer *w)
{
	json_decref(w->root);
	free(w->data);
	*w = (struct json_writer){ 0 };
}

/* Takes value over. It, and what would hold it, are NULL where there was no memory for them. */
static void add(struct json_writer *w, const char *key, json_t *value)
{
	json_t *parent;
	int err;

	assert(w->depth > 0);
	parent = w->open[w->depth - 1];
	if (json_is_array(parent))
		err = json_array_append_new(parent, value);
	else
		err = json_object_set_new_nocheck(parent, key, value);
	if (err)
		w->failed = true;
}

/* As add(), for what holds the values that follow. */
static void begin(struct json_writer *w, const char *key, json_t *value)
{
	assert(w->depth < JSON_WRITER_DEPTH);
	if (w->depth == 0) {
		assert(!w->root);
		w->root = value;
		w->failed = !value;
	} else {
		add(w, key, value);
	}
	w->open[w->depth++] = w->failed ? NULL : value;
}

static void end(struct json_writer *w)
{
	assert(w->depth > 0);
	w->depth--;
}

void json_object_begin(struct json_writer *w, const char *key)
{
	begin(w, key, json_object());
}

void json_object_end(struct json_writer *w)
{
	end(w);
}

void json_array_begin(struct json_writer *w, const char *key)
{
	begin(w, key, json_array());
}

void json_array_end(struct json_writer *w)
{
	end(w);
}

void json_uint(struct json_writer *w, const char *key, uint64_t value)
{
	add(w, key, json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value));
}

void json_known(struct json_writer *w, const char *key, bool known, uint64_t value)
{
	if (known)
		json_uint(w, key, value);
	else
		add(w, key, json_null());
}

void json_decimal(struct json_writer *w, const char *key, uint64_t value, unsigned int decimals)
{
	double scale = 1;

	for (unsigned int i = 0; i < decimals; i++)
		scale *= 10;
	add(w, key, json_real((double)value / scale));
}

void json_bool(struct json_writer *w, const char *key, bool value)
{
	add(w, key, json_boolean(value));
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

void json_text(struct json_writer *w, const char *key, const char *text)
{
	json_t *value;

	if (!text) {
		add(w, key, json_null());
		return;
	}
	value = json_string(text); /* NULL for invalid UTF-8 */
	add(w, key, value ? value : quoted_string(text));
}
