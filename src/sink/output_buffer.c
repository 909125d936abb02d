// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/output_buffer.h"

#include <string.h>

#include "sink/output.h"

int output_buffer_flush(struct output_buffer *buffer)
{
	int err = buffer->len ? output_write(buffer->fd, buffer->data, buffer->len) : 0;

	buffer->len = 0;
	return err;
}

int output_buffer_add(struct output_buffer *buffer, const char *data, size_t len)
{
	if (buffer->len + len > sizeof(buffer->data)) {
		int err = output_buffer_flush(buffer);

		if (err)
			return err;
	}
	if (len > sizeof(buffer->data))
		return output_write(buffer->fd, data, len);
	memcpy(buffer->data + buffer->len, data, len);
	buffer->len += len;
	return 0;
}
