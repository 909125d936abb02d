/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Compact JSON in printable ASCII, built member by member: jansson makes the text. jansson has one
 * precision for all numbers of a text; here an outermost object's members are written one by one,
 * so that an epoch time among them keeps its microseconds (16 digits) and 0.009 stays 0.009
 * (which with 16 digits is 0.008999999999999999).
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

struct json_t;

struct json_writer {
	char *data; /* len bytes, no final NUL */
	size_t len;
	size_t room;
	struct json_t *root; /* owns all that was added */
	struct json_t *open[JSON_WRITER_DEPTH];
	unsigned int depth;
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

/*
 * value / 10^decimals: 970 with 3 decimals is 0.97. Up to 15 digits are exact; in a member of the
 * outermost object from 10^9 on, where epoch times are, up to 16.
 */
void json_decimal(struct json_writer *w, const char *key, uint64_t value, unsigned int decimals);

void json_bool(struct json_writer *w, const char *key, bool value);

/* Any bytes, as quote_utf8() gives them; NULL is null. */
void json_text(struct json_writer *w, const char *key, const char *text);

#endif
