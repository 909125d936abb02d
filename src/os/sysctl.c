// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/sysctl.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>

#include "os/file.h"

int sysctl_read(const char *root, const char *name, int64_t *ret_values, size_t count)
{
	char path[NAME_MAX], text[FILE_TEXT_MAX];
	int ret, len = snprintf(path, sizeof(path), "/proc/sys/%s", name);

	if (len < 0 || (size_t)len >= sizeof(path))
		return -ENAMETOOLONG;
	for (char *c = path; *c; c++) {
		if (*c == '.')
			*c = '/';
	}
	ret = file_text(root, path, text, sizeof(text));
	return ret ? ret : file_numbers(text, ret_values, count);
}
