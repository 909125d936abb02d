// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/pile.h"

#include <string.h>

#include "sink/output.h"

int pile_flush(struct pile *pile)
{
	int err = pile->len ? output_write(pile->fd, pile->data, pile->len) : 0;

	pile->len = 0;
	return err;
}

int pile_add(struct pile *pile, const char *data, size_t len)
{
	if (pile->len + len > sizeof(pile->data)) {
		int err = pile_flush(pile);

		if (err)
			return err;
	}
	if (len > sizeof(pile->data))
		return output_write(pile->fd, data, len);
	memcpy(pile->data + pile->len, data, len);
	pile->len += len;
	return 0;
}
