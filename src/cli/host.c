// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/host.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "model/units.h"
#include "os/cgroup.h"

struct host {
	struct cgroups *cgroups; /* NULL = no cgroup2 here */
	uint32_t netns;          /* our own: links of others cannot be asked */
};

static const char *cgroup_path(void *ctx, uint64_t cgroup_id)
{
	struct host *host = ctx;
	struct timespec now;

	if (!host->cgroups)
		return NULL;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return cgroups_path(host->cgroups, cgroup_id, now.tv_sec * NSEC_PER_SEC + now.tv_nsec);
}

int host_new(struct host **ret_host)
{
	struct host *host = calloc(1, sizeof(*host));
	char mount[PATH_MAX];
	struct stat ns;

	if (!host)
		return -ENOMEM;
	if (!cgroup_mount("/proc/self/mounts", mount, sizeof(mount)))
		cgroups_new(mount, &host->cgroups);
	if (!stat("/proc/self/ns/net", &ns))
		host->netns = (uint32_t)ns.st_ino;
	*ret_host = host;
	return 0;
}

void host_free(struct host *host)
{
	if (!host)
		return;
	cgroups_free(host->cgroups);
	free(host);
}

struct engine_host host_facts(struct host *host)
{
	return (struct engine_host){.cgroup_path = cgroup_path, .ctx = host};
}
