// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/sysctl.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>

#include "os/file.h"

int sysctl_text(const char *root, const char *name, char *ret_text, size_t text_len)
{
	char path[NAME_MAX];
	int len = snprintf(path, sizeof(path), "/proc/sys/%s", name);

	if (len < 0 || (size_t)len >= sizeof(path))
		return -ENAMETOOLONG;
	for (char *c = path; *c; c++) {
		if (*c == '.')
			*c = '/';
	}
	return file_text(root, path, ret_text, text_len);
}

int sysctl_read(const char *root, const char *name, int64_t *ret_values, size_t count)
{
	char text[FILE_TEXT_MAX];
	int ret = sysctl_text(root, name, text, sizeof(text));

	return ret ? ret : file_numbers(text, ret_values, count);
}
