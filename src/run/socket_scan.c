// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/socket_scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/units.h"
#include "engine/engine.h"
#include "finding/audit.h"
#include "os/cgroup.h"
#include "os/clock.h"
#include "os/kernel.h"
#include "os/log.h"
#include "os/netns.h"
#include "os/privilege.h"
#include "os/sandbox.h"
#include "os/sysctl.h"
#include "run/capture_scan.h"
#include "run/host.h"
#include "run/no_match.h"
#include "run/places.h"
#include "sample/owners.h"
#include "source/sockets.h"

/* Sockets with known owners: 200 MiB; the kernel needs 10 GiB for so many sockets. */
#define OWNERS_MAX (1 << 22)

struct socket_scan {
	const struct cli_opts *opts;
	struct capture_scan *capture; /* NULL = scan this host, with: */
	struct host *host;
	struct host_facts facts;
	struct owners *owners;
	unsigned states;
	struct sockets *sockets; /* NULL = no iterators */
	bool iterates;           /* over TCP sockets; false: use inet_diag */
	struct places *places;
	struct finding named;             /* the last result of naming */
	char *wanted_cgroups[FILTER_MAX]; /* the paths to match */
	size_t wanted_cgroups_count;
	uint64_t matched;        /* sockets that matched */
	uint64_t others;         /* sockets that user space excluded */
	uint64_t rmem_max_bytes; /* of the host; 0 = unknown */
	uint64_t realtime_offset_ns;
	int (*fn)(void *ctx, const struct finding *f);
	void *ctx;
};

/* Owners come from the iterators, which need privileges. */
static void load_for_netlink(struct socket_scan *scan, const struct sockets_opts *opts)
{
	struct privileges held;

	if (!privilege_read(&held) && privilege_is_enough(&held) && kernel_has_btf())
		sockets_new(opts, &scan->sockets);
}

/* Is the iterator safe, or requested by the user? Otherwise prints on stderr what is missing. */
static bool iterator_is_fit(const struct cli_opts *opts)
{
	struct utsname kernel;

	if (opts->via == VIA_ITERATOR || uname(&kernel) ||
	    kernel_tcp_iterator_is_safe(kernel.release))
		return true;
	log_warning("kernel %s: TCP iterator may panic (CVE-2026-64575); using inet_diag "
		    "instead, so ceilings and flags are unavailable",
		    kernel.release);
	return false;
}

static int load(struct socket_scan *scan)
{
	const struct sockets_opts opts = {
		.filter = &scan->opts->filter,
		.states = scan->states,
	};
	int err;

	if (scan->opts->via == VIA_NETLINK) {
		load_for_netlink(scan, &opts);
		return 0;
	}
	if (privilege_require("try --via netlink (no owners, no ceilings)"))
		return -ECANCELED;
	err = kernel_has_btf() ? sockets_new(&opts, &scan->sockets) : -EOPNOTSUPP;
	if (!err) {
		scan->iterates = iterator_is_fit(scan->opts);
	} else if (scan->opts->via == VIA_ITERATOR) {
		log_error("cannot load the iterators: %s: see tcpbdp doctor", strerror(-err));
		return -ECANCELED;
	} else {
		log_warning("cannot load the iterators (%s); using inet_diag instead, so owners, "
			    "ceilings and flags are unavailable",
			    strerror(-err));
	}
	return 0;
}

/* inet_diag cannot filter by owners. */
static int check(const struct socket_scan *scan)
{
	if (scan->sockets || !filter_asks_owner(&scan->opts->filter))
		return 0;
	log_error("--pid and --comm need the iterators: run as root, or omit these filters");
	return -ECANCELED;
}

static int open_host(struct socket_scan *scan)
{
	int64_t rmem_max;
	int err = host_new(&scan->host);

	if (err)
		return err;
	scan->facts = host_facts(scan->host);
	scan->realtime_offset_ns = clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_MONOTONIC);
	if (!sysctl_read("", "net.core.rmem_max", &rmem_max, 1) && rmem_max > 0)
		scan->rmem_max_bytes = (uint64_t)rmem_max;
	err = load(scan);
	return err ? err : check(scan);
}

static int open_capture(struct socket_scan *scan)
{
	int err = capture_scan_new(scan->opts, 0, &scan->capture);

	if (err)
		return err;
	scan->facts = capture_scan_run(scan->capture)->host;
	scan->realtime_offset_ns = capture_scan_run(scan->capture)->realtime_offset_ns;
	return 0;
}

int socket_scan_new(const struct cli_opts *opts, struct socket_scan **ret_scan)
{
	struct socket_scan *scan = calloc(1, sizeof(*scan));
	int err;

	if (!scan)
		return -ENOMEM;
	scan->opts = opts;
	scan->states = opts->listen ? SOCKETS_LISTENING : SOCKETS_CONNECTED;
	scan->owners = owners_new(OWNERS_MAX);
	if (!scan->owners)
		err = -ENOMEM;
	else
		err = opts->replay ? open_capture(scan) : open_host(scan);
	if (err) {
		socket_scan_free(scan);
		return err;
	}
	*ret_scan = scan;
	return 0;
}

void socket_scan_free(struct socket_scan *scan)
{
	if (!scan)
		return;
	capture_scan_free(scan->capture);
	sockets_free(scan->sockets);
	owners_free(scan->owners);
	for (size_t i = 0; i < scan->wanted_cgroups_count; i++)
		free(scan->wanted_cgroups[i]);
	places_free(scan->places);
	host_free(scan->host);
	free(scan);
}

/* Cached: sockets of one place often come one after the other. */
void socket_scan_name(struct socket_scan *scan, struct finding *f)
{
	struct finding *named = &scan->named;

	if (f->id.cgroup_id != named->id.cgroup_id || f->id.netns != named->id.netns) {
		named->id = f->id;
		finding_name(named, &scan->facts);
	}
	f->cgroup = named->cgroup;
	f->names = named->names;
	f->netns_name = named->netns_name;
}

static void judge(struct socket_scan *scan, const struct snapshot *seen, struct finding *f)
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

/* inet_diag does not filter by control groups. Is it a requested one, or below one? */
static bool in_cgroup(const struct socket_scan *scan, const char *path)
{
	for (size_t i = 0; path && i < scan->wanted_cgroups_count; i++)
		if (cgroup_is_below(path, scan->wanted_cgroups[i]))
			return true;
	return !scan->opts->filter.cgroups.count;
}

/* With an owner filter, the iterator skipped the others. */
static enum holders holders(const struct socket_scan *scan, uint64_t cookie)
{
	if (filter_asks_owner(&scan->opts->filter))
		return HOLDERS_UNKNOWN;
	return owners_shared(scan->owners, cookie) ? HOLDERS_MORE : HOLDERS_ONE;
}

static int on_snapshot(void *ctx, const struct snapshot *seen)
{
	struct socket_scan *scan = ctx;
	const struct owner *owner;
	struct finding f;
	int err;

	/* the kernel may report a socket twice */
	err = owners_take(scan->owners, seen->s.id.cookie, &owner);
	if (err <= 0)
		return err;
	judge(scan, seen, &f);
	if (owner) {
		f.id.pid = owner->pid;
		memcpy(f.id.comm, owner->comm, sizeof(f.id.comm));
		f.holders = holders(scan, f.id.cookie);
	}
	if (!filter_match(&scan->opts->filter, &f.id)) {
		scan->others++;
		return 0;
	}
	f.ts_ns = seen->s.ts_ns + scan->realtime_offset_ns;
	socket_scan_name(scan, &f);
	if (!scan->iterates && !scan->capture && !in_cgroup(scan, f.cgroup)) {
		scan->others++;
		return 0;
	}
	if (!finding_filter_match(&scan->opts->findings, &f)) {
		scan->others++;
		return 0;
	}
	scan->matched++;
	return scan->fn(scan->ctx, &f);
}

/* Without these capabilities we cannot enter or count other namespaces. */
static void say_what_is_left_out(const struct socket_scan *scan)
{
	const struct filter_netns *wanted = &scan->opts->filter.netns;
	struct privileges held;

	if (privilege_read(&held) || (wanted->count == 1 && wanted->value[0] == netns_own()))
		return;
	if (!held.effective[PRIVILEGE_SYS_ADMIN])
		log_warning("only this network namespace is listed: run as root to enter others "
			    "(CAP_SYS_ADMIN)");
	else if (!held.effective[PRIVILEGE_SYS_PTRACE])
		log_warning("network namespaces that only other users' processes use are not "
			    "listed: run as root to enter them (CAP_SYS_PTRACE)");
}

static void say_what_was_missed(const struct netns_missed *missed)
{
	if (missed->count)
		log_warning("%zu network namespaces were not read, or not completely: %s",
			    missed->count, strerror(-missed->err));
}

static void say_what_was_crowded(const struct owners *owners)
{
	if (owners_crowded(owners))
		log_warning(
			"more than %d sockets: some have an unknown owner, and some may be listed "
			"twice",
			OWNERS_MAX);
}

static void say_nothing_matched(const struct socket_scan *scan)
{
	uint64_t filtered = scan->sockets ? sockets_filtered(scan->sockets) : 0;

	if (!scan->matched)
		no_match_say(scan->opts, scan->others + filtered, "there");
}

static int open_places(struct socket_scan *scan)
{
	const struct places_opts opts = {
		.sockets = scan->iterates ? scan->sockets : NULL,
		.states = scan->states,
		.filter = &scan->opts->filter,
		.verbose = scan->opts->verbose,
	};
	int err = places_new(&opts, &scan->places);

	if (!err && scan->sockets)
		err = sockets_owners(scan->sockets, scan->owners, places_hold, scan->places);
	return err ? err : places_open(scan->places);
}

static int know_wanted_cgroups(struct socket_scan *scan)
{
	const struct filter_cgroups *wanted = &scan->opts->filter.cgroups;

	for (uint32_t i = 0; i < wanted->count; i++) {
		const char *path = scan->facts.cgroup_path(scan->facts.ctx, wanted->value[i]);

		if (!path) /* it was removed */
			continue;
		scan->wanted_cgroups[scan->wanted_cgroups_count] = strdup(path);
		if (!scan->wanted_cgroups[scan->wanted_cgroups_count])
			return -ENOMEM;
		scan->wanted_cgroups_count++;
	}
	return 0;
}

int socket_scan_go(struct socket_scan *scan, int (*fn)(void *ctx, const struct finding *f),
		   void *ctx)
{
	const struct sandbox_place nowhere = { 0 };
	int err;

	scan->fn = fn;
	scan->ctx = ctx;
	if (scan->capture) {
		err = capture_scan_go(scan->capture, on_snapshot, scan);
		if (err)
			return err;
		if (capture_scan_crowded(scan->capture))
			log_warning("%s: more than %d sockets: later ones are not listed",
				    scan->opts->replay, ENGINE_FLOWS_MAX);
		say_nothing_matched(scan);
		return 0;
	}
	say_what_is_left_out(scan);
	err = know_wanted_cgroups(scan);
	if (!err)
		err = open_places(scan);
	if (!err)
		err = sandbox_enter(SANDBOX_LIST, &nowhere);
	if (!err)
		err = places_read(scan->places, on_snapshot, scan);
	if (err)
		return err;
	say_what_was_missed(places_missed(scan->places));
	say_what_was_crowded(scan->owners);
	say_nothing_matched(scan);
	return err;
}

size_t socket_scan_missed(const struct socket_scan *scan)
{
	return scan->places ? places_missed(scan->places)->count : 0;
}

bool socket_scan_is_whole(const struct socket_scan *scan)
{
	return !socket_scan_missed(scan) && !(scan->capture && capture_scan_crowded(scan->capture));
}
