// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sink/json_writer.h"
#include "sink/list_sink.h"
#include "sink/output_buffer.h"
#include "sink/socket_json.h"

#define OPENING "{\"type\":\"list\",\"schema\":1,\"sockets\":["
_Static_assert(JSON_SCHEMA == 1, "the opening tells another schema");

struct list_json {
	struct list_sink sink;
	struct json_writer writer;
	bool opened;
	struct output_buffer buffer;
};

static int add_text(struct list_json *lj, const char *text)
{
	return output_buffer_add(&lj->buffer, text, strlen(text));
}

/* The text that was begun, without the newline that ends it. */
static int add_written(struct list_json *lj)
{
	int err = json_writer_end(&lj->writer);

	return err ? err : output_buffer_add(&lj->buffer, lj->writer.data, lj->writer.len - 1);
}

static int list_json_socket(struct list_sink *sink, const struct finding *f)
{
	struct list_json *lj = (struct list_json *)sink;
	int err = add_text(lj, lj->opened ? ",\n" : OPENING "\n");

	lj->opened = true;
	if (err)
		return err;
	json_writer_begin(&lj->writer);
	socket_json_write(&lj->writer, f);
	return add_written(lj);
}

static void write_part(struct json_writer *w, const struct socket_counts_part *part)
{
	json_object_begin(w, part->key);
	for (int i = 0; i < part->max; i++)
		if (part->counts[i] && part->name(i))
			json_uint(w, part->name(i), part->counts[i]);
	json_object_end(w);
}

static void write_socket_counts(struct json_writer *w, const struct socket_counts *c)
{
	struct socket_counts_part parts[SOCKET_COUNTS_PARTS];

	socket_counts_parts(c, parts);
	json_object_begin(w, NULL);
	json_uint(w, "sockets", c->sockets);
	json_uint(w, "flagged", c->flagged);
	for (int i = 0; i < SOCKET_COUNTS_PARTS; i++)
		write_part(w, &parts[i]);
	json_array_begin(w, "netns");
	for (size_t i = 0; i < c->netns_count; i++) {
		json_object_begin(w, NULL);
		json_uint(w, "netns", c->netns[i].netns);
		json_text(w, "netns_name", c->netns[i].name);
		json_known(w, "pid", c->netns[i].pid, c->netns[i].pid);
		json_uint(w, "sockets", c->netns[i].sockets);
		json_uint(w, "flagged", c->netns[i].flagged);
		json_object_end(w);
	}
	json_array_end(w);
	json_object_end(w);
}

static int add_missed(struct list_json *lj, size_t missed)
{
	char text[64];

	snprintf(text, sizeof(text), ",\"netns_missed\":%zu", missed);
	return add_text(lj, text);
}

static int list_json_end(struct list_sink *sink, const struct socket_counts *counts, size_t missed)
{
	struct list_json *lj = (struct list_json *)sink;
	int err = 0;

	if (!lj->opened)
		err = add_text(lj, OPENING);
	if (!err)
		err = add_text(lj, lj->opened ? "\n]" : "]");
	if (!err && counts) {
		err = add_text(lj, ",\"summary\":");
		json_writer_begin(&lj->writer);
		write_socket_counts(&lj->writer, counts);
		if (!err)
			err = add_written(lj);
	}
	if (!err && missed)
		err = add_missed(lj, missed);
	if (!err)
		err = add_text(lj, "}\n");
	return err ? err : output_buffer_flush(&lj->buffer);
}

static void list_json_free(struct list_sink *sink)
{
	struct list_json *lj = (struct list_json *)sink;

	if (!lj)
		return;
	json_writer_free(&lj->writer);
	free(lj);
}

static const struct list_sink_ops list_json_ops = {
	.socket = list_json_socket,
	.end = list_json_end,
	.free = list_json_free,
};

int list_json_new(FILE *out, struct list_sink **ret_sink)
{
	struct list_json *lj = calloc(1, sizeof(*lj));

	if (!lj)
		return -ENOMEM;
	lj->sink.ops = &list_json_ops;
	lj->buffer.fd = fileno(out);
	*ret_sink = &lj->sink;
	return 0;
}
