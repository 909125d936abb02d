// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/memory.h"

#include <errno.h>
#include <string.h>

#include "os/file.h"
#include "os/sysctl.h"

/* "TCP: inuse 5 orphan 0 tw 0 alloc 7 mem 1" */
static int used_pages(const char *root, int64_t *ret_pages)
{
	char text[FILE_TEXT_MAX], *line, *mem;
	int ret = file_text(root, "/proc/net/sockstat", text, sizeof(text));

	if (ret)
		return ret;
	line = strncmp(text, "TCP: ", 5) == 0 ? text : strstr(text, "\nTCP: ");
	if (!line)
		return -EINVAL;
	line[1 + strcspn(line + 1, "\n")] = '\0';
	mem = strstr(line, " mem ");
	return mem ? file_numbers(mem + 5, ret_pages, 1) : -EINVAL;
}

int tcp_memory_read(const char *root, struct tcp_memory *ret_memory)
{
	int64_t used, limits[3];
	int ret = used_pages(root, &used);

	if (!ret)
		ret = sysctl_read(root, "net.ipv4.tcp_mem", limits, 3);
	if (ret)
		return ret;
	if (limits[0] < 0 || limits[1] < 0 || limits[2] < 0)
		return -EINVAL;
	*ret_memory = (struct tcp_memory){
		/* a sum of per-CPU counters, so it may be slightly negative */
		.used_pages = used > 0 ? (uint64_t)used : 0,
		.low_pages = (uint64_t)limits[0],
		.pressure_pages = (uint64_t)limits[1],
		.max_pages = (uint64_t)limits[2],
	};
	return 0;
}

bool tcp_memory_pressure(const struct tcp_memory *memory, bool before)
{
	if (memory->used_pages > memory->pressure_pages)
		return true;
	return before && memory->used_pages > memory->low_pages;
}
