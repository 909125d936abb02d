// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/attached.h"

#include <assert.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/membarrier.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int attached_attach(struct attached *attached, struct bpf_program *prog)
{
	struct bpf_link *link = bpf_program__attach(prog);

	assert(attached->count < sizeof(attached->link) / sizeof(attached->link[0]));
	if (!link)
		return -errno;
	attached->link[attached->count++] = link;
	return 0;
}

void attached_refused(int err, char *reason, size_t reason_len)
{
	char text[128];

	libbpf_strerror(err, text, sizeof(text)); /* it has numbers of its own, too */
	snprintf(reason, reason_len, "the kernel accepts each hook, but not all together: %s",
		 text);
}

void attached_free(struct attached *attached)
{
	while (attached->count)
		bpf_link__destroy(attached->link[--attached->count]);
}

void attached_detach(struct attached *attached)
{
	const struct timespec grace = { .tv_nsec = 50L * 1000 * 1000 };

	attached_free(attached);
	/*
	 * After an RCU grace period no program is running. A nohz_full kernel refuses the call; 50
	 * ms are enough for any program.
	 */
	if (syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0))
		nanosleep(&grace, NULL);
}
