// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/output_buffer.h"

#include <string.h>

#include "sink/output.h"

int output_buffer_flush(struct output_buffer *pile)
{
	int err = pile->len ? output_write(pile->fd, pile->data, pile->len) : 0;

	pile->len = 0;
	return err;
}

int output_buffer_add(struct output_buffer *pile, const char *data, size_t len)
{
	if (pile->len + len > sizeof(pile->data)) {
		int err = output_buffer_flush(pile);

		if (err)
			return err;
	}
	if (len > sizeof(pile->data))
		return output_write(pile->fd, data, len);
	memcpy(pile->data + pile->len, data, len);
	pile->len += len;
	return 0;
}
