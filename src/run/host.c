// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/host.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "os/cgroup.h"
#include "os/clock.h"
#include "os/container_state.h"
#include "os/link.h"
#include "os/memory.h"
#include "os/netns.h"
#include "os/netns_names.h"

#define LINKS_MAX 64
#define NAMED_MAX 1024
#define LINK_VALID_NS (60 * NSEC_PER_SEC)

struct link {
	uint32_t ifindex; /* 0 = none */
	uint64_t speed_bps;
	uint64_t read_ns;
};

struct named {
	uint64_t cgroup_id; /* 0 = none */
	struct workload_names names;
};

struct host {
	struct cgroups *cgroups; /* NULL = no cgroup2 is mounted */
	struct netns_names *netns_names;
	uint32_t netns;                /* our own: only its links can be queried */
	struct link links[LINKS_MAX];  /* hashed by ifindex; a new entry replaces the old */
	struct named named[NAMED_MAX]; /* hashed by cgroup, likewise */
	bool memory_pressure;          /* when last read */
};

static const char *cgroup_path(void *ctx, uint64_t cgroup_id)
{
	struct host *host = ctx;

	return host->cgroups ? cgroups_path(host->cgroups, cgroup_id, clock_ns(CLOCK_MONOTONIC))
			     : NULL;
}

static void read_names(const char *path, struct workload_names *names)
{
	struct container_state state = { 0 };
	struct workload workload;
	char id[WORKLOAD_PART_LEN];

	workload_of_path(path, &workload);
	if (workload.container.len) {
		snprintf(id, sizeof(id), "%.*s", (int)workload.container.len,
			 workload.container.text);
		container_state_read("", id, &state);
	}
	strcpy(names->container, state.name);
	strcpy(names->pod, state.pod);
	strcpy(names->pod_namespace, state.pod_namespace);
}

/* A state file exists before its container runs. It is read once, so later renames are not noticed. */
static const struct workload_names *workload_names(void *ctx, uint64_t cgroup_id)
{
	struct host *host = ctx;
	struct named *named = &host->named[cgroup_id % NAMED_MAX];
	const char *path;

	if (named->cgroup_id == cgroup_id)
		return &named->names;
	path = cgroup_path(ctx, cgroup_id);
	if (!path)
		return NULL;
	named->cgroup_id = cgroup_id;
	read_names(path, &named->names);
	return &named->names;
}

static uint64_t link_bps(void *ctx, uint32_t netns, uint32_t ifindex)
{
	struct host *host = ctx;
	struct link *link = &host->links[ifindex % LINKS_MAX];
	uint64_t now_ns;

	if (!ifindex || netns != host->netns)
		return 0;
	now_ns = clock_ns(CLOCK_MONOTONIC);
	if (link->ifindex != ifindex || now_ns - link->read_ns > LINK_VALID_NS)
		*link = (struct link){
			.ifindex = ifindex,
			.speed_bps = link_speed_bps("", ifindex),
			.read_ns = now_ns,
		};
	return link->speed_bps;
}

static const char *name_of_netns(void *ctx, uint32_t netns)
{
	struct host *host = ctx;

	return netns_names_get(host->netns_names, netns, clock_ns(CLOCK_MONOTONIC));
}

bool host_memory_pressure(struct host *host)
{
	struct tcp_memory memory;

	if (!tcp_memory_read("", &memory))
		host->memory_pressure = tcp_memory_pressure(&memory, host->memory_pressure);
	return host->memory_pressure;
}

int host_new(struct host **ret_host)
{
	struct host *host = calloc(1, sizeof(*host));
	char mount[PATH_MAX];

	if (!host)
		return -ENOMEM;
	if (!cgroup_mount("/proc/self/mounts", mount, sizeof(mount)))
		cgroups_new(mount, &host->cgroups);
	host->netns = netns_own();
	host->netns_names = netns_names_new(NETNS_NAMES_DIR, netns_of_host());
	if (!host->netns_names) {
		host_free(host);
		return -ENOMEM;
	}
	*ret_host = host;
	return 0;
}

void host_free(struct host *host)
{
	if (!host)
		return;
	cgroups_free(host->cgroups);
	netns_names_free(host->netns_names);
	free(host);
}

struct host_facts host_facts(struct host *host)
{
	return (struct host_facts){
		.cgroup_path = cgroup_path,
		.link_bps = link_bps,
		.workload_names = workload_names,
		.netns_name = name_of_netns,
		.ctx = host,
	};
}
