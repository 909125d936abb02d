// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/memory_stream.h"

#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define ROOM_MIN 4096

/* 0 = there is no room: then stdio sets the flag of an error. */
static ssize_t append(void *cookie, const char *data, size_t len)
{
	struct memory_stream *m = cookie;

	if (m->room - m->len <= len) {
		size_t room = 2 * m->room + len + ROOM_MIN;
		char *larger = realloc(m->text, room);

		if (!larger)
			return 0;
		m->text = larger;
		m->room = room;
	}
	memcpy(m->text + m->len, data, len);
	m->len += len;
	m->text[m->len] = '\0';
	return (ssize_t)len;
}

FILE *memory_stream_open(struct memory_stream *m)
{
	*m = (struct memory_stream){ .text = calloc(1, ROOM_MIN), .room = ROOM_MIN };
	if (m->text)
		m->out = fopencookie(m, "w", (cookie_io_functions_t){ .write = append });
	if (!m->out)
		free(m->text);
	return m->out;
}

char *memory_stream_close(struct memory_stream *m, size_t *ret_len)
{
	int failed = ferror(m->out);

	if (fclose(m->out) || failed) {
		free(m->text);
		return NULL;
	}
	if (ret_len)
		*ret_len = m->len;
	return m->text;
}
