/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Compact JSON in printable ASCII, written member by member: a host has tens of thousands of sockets,
 * so no tree of it is made. Numbers are written as the decimals that they are.
 *
 * An error (only -ENOMEM) is kept until json_writer_end(). Keys are plain words of ours; the
 * outermost object and the members of arrays have none: NULL.
 */
#ifndef TCPBDP_JSON_WRITER_H
#define TCPBDP_JSON_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_WRITER_DEPTH 8

struct json_writer {
	char *data; /* len bytes, no final NUL */
	size_t len;
	size_t room;
	bool array[JSON_WRITER_DEPTH]; /* what is open, outermost first: an array, or an object? */
	unsigned int depth;
	bool any; /* of the innermost that is open: it has a member, so the next needs a comma */
	bool failed;
};

/* An empty writer is all zero. Starts a new text; what was written is gone, its memory is kept. */
void json_writer_begin(struct json_writer *w);

/* Makes data of what was added, with a final newline. 0 or -ENOMEM: then data is of no use. */
int json_writer_end(struct json_writer *w);

void json_writer_free(struct json_writer *w);

/* At most JSON_WRITER_DEPTH objects and arrays are open at a time. */
void json_object_begin(struct json_writer *w, const char *key);
void json_object_end(struct json_writer *w);

void json_array_begin(struct json_writer *w, const char *key);
void json_array_end(struct json_writer *w);

/* At most INT64_MAX is written: readers with signed 64 bits refuse what is larger. */
void json_uint(struct json_writer *w, const char *key, uint64_t value);

/* null unless known */
void json_known(struct json_writer *w, const char *key, bool known, uint64_t value);

/* value / 10^decimals, exactly: 970 with 3 decimals is 0.97, 1000 is 1.0. At most 18 decimals. */
void json_decimal(struct json_writer *w, const char *key, uint64_t value, unsigned int decimals);

void json_bool(struct json_writer *w, const char *key, bool value);

/* Any bytes, as quote_utf8() gives them; NULL is null. */
void json_text(struct json_writer *w, const char *key, const char *text);

#endif
