// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/link.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "os/file.h"

#define CLASS_NET "/sys/class/net"
#define BITS_PER_MBIT 1000000

/* A number from a file of the device; -1 = none. */
static int64_t attribute(const char *device_dir, const char *name)
{
	char text[64];
	int64_t value;

	if (file_text(device_dir, name, text, sizeof(text)) || file_numbers(text, &value, 1))
		return -1;
	return value;
}

static bool is_real(const char *device_dir)
{
	char path[PATH_MAX];

	return snprintf(path, sizeof(path), "%s/device", device_dir) < (int)sizeof(path) &&
	       access(path, F_OK) == 0;
}

uint64_t link_speed_bps(const char *root, uint32_t ifindex)
{
	char path[PATH_MAX], device_dir[PATH_MAX];
	struct dirent *entry;
	int64_t mbits = 0;
	DIR *dir;

	if (snprintf(path, sizeof(path), "%s" CLASS_NET, root) >= (int)sizeof(path))
		return 0;
	dir = opendir(path);
	if (!dir)
		return 0;
	while (!mbits && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.' ||
		    snprintf(device_dir, sizeof(device_dir), "%s/%s", path, entry->d_name) >=
			    (int)sizeof(device_dir) ||
		    attribute(device_dir, "/ifindex") != (int64_t)ifindex)
			continue;
		mbits = is_real(device_dir) ? attribute(device_dir, "/speed") : -1;
	}
	closedir(dir);
	/* some drivers report 4294967295 for "unknown" */
	return mbits > 0 && mbits < UINT32_MAX ? (uint64_t)mbits * BITS_PER_MBIT : 0;
}
