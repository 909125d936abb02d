/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Writes compact JSON, member by member, into a buffer that grows and is used again. Why not
 * jansson, which reads it in the tests: it makes a tree of every line, at five times the time, and
 * its numbers are doubles with one precision for all: with 16 digits, which an epoch time with
 * microseconds takes, 0.009 prints as 0.008999999999999999. Here decimals are made of integers.
 *
 * An error (only -ENOMEM) is kept until json_writer_end(). Keys are plain words of ours; the
 * outermost object and the members of arrays have none: NULL.
 */
#ifndef TCPBDP_JSON_WRITER_H
#define TCPBDP_JSON_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_writer {
	char *data; /* len bytes, no final NUL */
	size_t len;
	size_t room;
	bool comma; /* before the next member */
	bool failed;
};

/* An empty writer is all zero. Starts a new text; what was written is gone, its memory is kept. */
void json_writer_begin(struct json_writer *w);

/* A newline, and what came of it all: 0 or -ENOMEM. */
int json_writer_end(struct json_writer *w);

void json_writer_free(struct json_writer *w);

void json_object_begin(struct json_writer *w, const char *key);
void json_object_end(struct json_writer *w);

void json_array_begin(struct json_writer *w, const char *key);
void json_array_end(struct json_writer *w);

/* At most INT64_MAX is written: readers with signed 64 bits refuse what is larger. */
void json_uint(struct json_writer *w, const char *key, uint64_t value);

/* null unless known */
void json_known(struct json_writer *w, const char *key, bool known, uint64_t value);

/*
 * value / 10^decimals, exactly; 970 with 3 decimals is 0.97. Zeros at the end are left out, but
 * for the first least (> 0) decimals.
 */
void json_decimal(struct json_writer *w, const char *key, uint64_t value, unsigned int decimals,
		  unsigned int least);

void json_bool(struct json_writer *w, const char *key, bool value);

/* Any bytes; NULL is null. */
void json_text(struct json_writer *w, const char *key, const char *text);

#endif
