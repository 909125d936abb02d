// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/attached.h"

#include <assert.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int attached_attach(struct attached *links, struct bpf_program *prog)
{
	struct bpf_link *link = bpf_program__attach(prog);

	assert(links->count < sizeof(links->link) / sizeof(links->link[0]));
	if (!link)
		return -errno;
	links->link[links->count++] = link;
	return 0;
}

void attached_free(struct attached *links)
{
	while (links->count)
		bpf_link__destroy(links->link[--links->count]);
}

void attached_detach(struct attached *links)
{
	const struct timespec grace = { .tv_nsec = 50L * 1000 * 1000 };

	attached_free(links);
	/* A grace period of RCU: what was running has ended. A nohz_full kernel refuses; there a
	 * program has long ended after 50 ms. */
	if (syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0))
		nanosleep(&grace, NULL);
}
