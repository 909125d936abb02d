// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/kernel.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "os/log.h"

bool kernel_has_btf(void)
{
	return access(KERNEL_BTF_PATH, R_OK) == 0;
}

int kernel_require_btf(void)
{
	if (kernel_has_btf())
		return 0;
	log_error("this kernel has no BTF (" KERNEL_BTF_PATH
		  "): boot one with CONFIG_DEBUG_INFO_BTF=y, or see tcpbdp doctor");
	return -EOPNOTSUPP;
}

static int compare(const unsigned a[3], const unsigned b[3])
{
	for (int i = 0; i < 3; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

bool kernel_tcp_iterator_is_safe(const char *release)
{
	/* first and last release of each series with the bug */
	static const unsigned faulty[][2][3] = {
		{ { 6, 17, 0 }, { 6, 18, 41 } },
		{ { 6, 19, 0 }, { 7, 1, 5 } },
	};
	unsigned v[3] = { 0 };

	if (sscanf(release, "%u.%u.%u", &v[0], &v[1], &v[2]) < 2)
		return true;
	for (size_t i = 0; i < sizeof(faulty) / sizeof(faulty[0]); i++)
		if (compare(v, faulty[i][0]) >= 0 && compare(v, faulty[i][1]) <= 0)
			return false;
	return true;
}
