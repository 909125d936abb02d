// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/skipped.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stddef.h>

/* 9ed9e9ba2337 ("bpf: Count the number of times recursion was prevented"), 5.12 */
int skipped_of_info(const struct bpf_prog_info *info, uint32_t len, uint64_t *ret_runs)
{
	if (len < offsetof(struct bpf_prog_info, recursion_misses) + sizeof(info->recursion_misses))
		return -EOPNOTSUPP;
	*ret_runs = info->recursion_misses;
	return 0;
}

int skipped_of_program(int prog_fd, uint64_t *ret_runs)
{
	struct bpf_prog_info info = { 0 };
	__u32 len = sizeof(info);

	/* the kernel reduces len to what it knows */
	if (bpf_obj_get_info_by_fd(prog_fd, &info, &len))
		return -errno;
	return skipped_of_info(&info, len, ret_runs);
}
