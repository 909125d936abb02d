// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/host.h"
#include "model/audit.h"
#include "model/owners.h"
#include "model/units.h"
#include "os/log.h"
#include "os/netns.h"
#include "os/privilege.h"
#include "os/sockstat.h"
#include "os/sysctl.h"
#include "source/sockets.h"

struct scan {
	const struct cli_opts *opts;
	struct host *host;
	struct engine_host facts;
	struct owners *owners;
	struct sockets *sockets;
	uint64_t cgroup_id; /* that was asked for last, and its path */
	const char *cgroup;
	uint64_t rmem_max_bytes; /* of the host; 0 = not known */
	uint64_t realtime_offset_ns;
	int (*fn)(void *ctx, const struct finding *f);
	void *ctx;
};

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

static int load(struct scan *scan)
{
	const struct sockets_opts opts = {
		.filter = &scan->opts->filter,
		.states = scan->opts->listen ? SOCKETS_LISTENING : SOCKETS_CONNECTED,
	};
	int err = sockets_new(&opts, &scan->sockets);

	if (err)
		log_error("cannot load the iterators: %s: see tcpbdp doctor", strerror(-err));
	return err ? -ECANCELED : 0;
}

int scan_new(const struct cli_opts *opts, struct scan **ret_scan)
{
	struct scan *scan = calloc(1, sizeof(*scan));
	int64_t rmem_max;
	int err;

	if (!scan)
		return -ENOMEM;
	scan->opts = opts;
	if (!sysctl_read("", "net.core.rmem_max", &rmem_max, 1) && rmem_max > 0)
		scan->rmem_max_bytes = (uint64_t)rmem_max;
	scan->realtime_offset_ns = clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_MONOTONIC);
	scan->owners = owners_new();
	err = scan->owners ? host_new(&scan->host) : -ENOMEM;
	if (!err)
		err = privilege_require() ? -ECANCELED : load(scan);
	if (err) {
		scan_free(scan);
		return err;
	}
	scan->facts = host_facts(scan->host);
	*ret_scan = scan;
	return 0;
}

void scan_free(struct scan *scan)
{
	if (!scan)
		return;
	sockets_free(scan->sockets);
	owners_free(scan->owners);
	host_free(scan->host);
	free(scan);
}

/* The sockets of a group come together, often: the answer stays good until another is asked for. */
const char *scan_cgroup(struct scan *scan, uint64_t cgroup_id)
{
	if (!cgroup_id)
		return NULL;
	if (cgroup_id != scan->cgroup_id) {
		scan->cgroup = scan->facts.cgroup_path(scan->facts.ctx, cgroup_id);
		scan->cgroup_id = cgroup_id;
	}
	return scan->cgroup;
}

static void judge(struct scan *scan, const struct sighting *seen, struct finding *f)
{
	struct flow_path path = { .given_bps = scan->opts->bandwidth_bps };
	const struct sample_id *id = &seen->s.id;

	if (seen->s.state == TCP_STATE_LISTEN) {
		audit_listener(seen, scan->rmem_max_bytes, f);
		return;
	}
	if (!path.given_bps && id->ifindex)
		path.link_bps = scan->facts.link_bps(scan->facts.ctx, id->netns, id->ifindex);
	audit(seen, &path, f);
}

static int on_sighting(void *ctx, const struct sighting *seen)
{
	struct scan *scan = ctx;
	const struct owner *owner;
	struct finding f;
	int err;

	/* the kernel may tell of a socket twice */
	err = owners_take(scan->owners, seen->s.id.cookie, &owner);
	if (err <= 0)
		return err;
	judge(scan, seen, &f);
	if (owner) {
		f.id.pid = owner->pid;
		memcpy(f.id.comm, owner->comm, sizeof(f.id.comm));
	}
	if (!filter_match(&scan->opts->filter, &f.id))
		return 0;
	f.ts_ns = seen->s.ts_ns + scan->realtime_offset_ns;
	f.cgroup = scan_cgroup(scan, f.id.cgroup_id);
	return scan->fn(scan->ctx, &f);
}

/* A namespace that vanishes while it is read has no sockets left: that is no error. */
static int on_netns(void *ctx, uint32_t inode)
{
	struct scan *scan = ctx;
	uint32_t wanted = scan->opts->filter.netns;

	/* most namespaces of a host have none, and to look takes a walk through all of the host's */
	if ((wanted && inode != wanted) || !sockstat_any_tcp(""))
		return 0;
	return sockets_read(scan->sockets, on_sighting, scan);
}

int scan_go(struct scan *scan, int (*fn)(void *ctx, const struct finding *f), void *ctx)
{
	int err = sockets_owners(scan->sockets, scan->owners);

	scan->fn = fn;
	scan->ctx = ctx;
	return err ? err : netns_visit(on_netns, scan);
}
