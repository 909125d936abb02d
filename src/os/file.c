// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/file.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int file_text(const char *root, const char *path, char *ret_text, size_t text_len)
{
	char whole[PATH_MAX];
	size_t len = 0;
	ssize_t got;
	int fd, ret = 0;

	if (snprintf(whole, sizeof(whole), "%s%s", root, path) >= (int)sizeof(whole))
		return -ENAMETOOLONG;
	fd = open(whole, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	do {
		got = read(fd, ret_text + len, text_len - 1 - len);
		if (got > 0)
			len += (size_t)got;
	} while (got > 0 || (got < 0 && errno == EINTR));
	if (got < 0)
		ret = -errno;
	close(fd);
	if (len && ret_text[len - 1] == '\n')
		len--;
	ret_text[len] = '\0';
	return ret;
}

int file_numbers(const char *text, int64_t *ret_values, size_t count)
{
	int64_t values[16];

	if (count > sizeof(values) / sizeof(values[0]))
		return -EINVAL;
	for (size_t i = 0; i < count; i++) {
		char *end;

		errno = 0;
		values[i] = strtoimax(text, &end, 10);
		if (end == text || (*end && !isspace((unsigned char)*end)))
			return -EINVAL;
		if (errno)
			return -ERANGE;
		text = end;
	}
	memcpy(ret_values, values, count * sizeof(values[0]));
	return 0;
}
