// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/socket_scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/units.h"
#include "finding/audit.h"
#include "os/cgroup.h"
#include "os/clock.h"
#include "os/kernel.h"
#include "os/log.h"
#include "os/netns.h"
#include "os/privilege.h"
#include "os/process.h"
#include "os/sockstat.h"
#include "os/sysctl.h"
#include "run/capture_scan.h"
#include "run/host.h"
#include "sample/owners.h"
#include "source/diag.h"
#include "source/sockets.h"

/* A namespace, and a socket that leads there. */
struct place {
	struct held_socket held;
	int fd; /* what its sockets are read from; -1 = it has none, or none that are asked for */
};

struct socket_scan {
	const struct cli_opts *opts;
	struct capture_scan *capture; /* of a capture; else, of this host: */
	struct host *host;
	struct host_facts facts;
	struct owners *owners;
	unsigned states;
	struct sockets *sockets; /* NULL = there are no iterators here */
	bool iterates;           /* over TCP sockets; else inet_diag is asked */
	struct place *places;    /* first those that were visited, in that order */
	size_t places_count;
	size_t visited;
	uint64_t cgroup_id; /* that was asked for last, and its path */
	const char *cgroup;
	char *wanted_cgroup;     /* the path that is asked for */
	uint64_t rmem_max_bytes; /* of the host; 0 = not known */
	uint64_t realtime_offset_ns;
	int (*fn)(void *ctx, const struct finding *f);
	void *ctx;
};

/* Without privileges there are no owners then. */
static void load_for_netlink(struct socket_scan *scan, const struct sockets_opts *opts)
{
	struct privileges held;

	if (!privilege_read(&held) && privilege_is_enough(&held) && kernel_has_btf())
		sockets_new(opts, &scan->sockets);
}

/* Is it safe to open it? It is, or it was asked for, or a line on stderr tells what it costs. */
static bool iterator_is_fit(const struct cli_opts *opts)
{
	struct utsname kernel;

	if (opts->via == VIA_ITERATOR || uname(&kernel) ||
	    kernel_tcp_iterator_is_safe(kernel.release))
		return true;
	log_warning("the TCP iterator of kernel %s can panic it (CVE-2026-64575): inet_diag is "
		    "asked, which knows no locks: no ceilings, nothing is flagged",
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
	if (privilege_require())
		return -ECANCELED;
	err = kernel_has_btf() ? sockets_new(&opts, &scan->sockets) : -EOPNOTSUPP;
	if (!err) {
		scan->iterates = iterator_is_fit(scan->opts);
	} else if (scan->opts->via == VIA_ITERATOR) {
		log_error("cannot load the iterators: %s: see tcpbdp doctor", strerror(-err));
		return -ECANCELED;
	} else {
		log_warning("cannot load the iterators (%s): inet_diag is asked, which knows "
			    "neither locks nor owners: no ceilings, nothing is flagged",
			    strerror(-err));
	}
	return 0;
}

/* What cannot be known cannot be asked for. */
static int check(const struct socket_scan *scan)
{
	if (scan->sockets || !scan->opts->filter.pid)
		return 0;
	log_error("owners cannot be known without the iterators: leave out --pid, or run as root");
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
	int err = capture_scan_new(scan->opts, &scan->capture);

	if (err)
		return err == -ENOMEM ? err : -ECANCELED;
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
	scan->owners = owners_new();
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
	free(scan->wanted_cgroup);
	for (size_t i = 0; i < scan->places_count; i++)
		if (scan->places[i].fd >= 0)
			close(scan->places[i].fd);
	free(scan->places);
	host_free(scan->host);
	free(scan);
}

/* Sockets of one control group come together, often: the last answer is kept. */
const char *socket_scan_cgroup(struct socket_scan *scan, uint64_t cgroup_id)
{
	if (!cgroup_id)
		return NULL;
	if (cgroup_id != scan->cgroup_id) {
		scan->cgroup = scan->facts.cgroup_path(scan->facts.ctx, cgroup_id);
		scan->cgroup_id = cgroup_id;
	}
	return scan->cgroup;
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

/* inet_diag looks at no control groups: it, or below it? */
static bool in_cgroup(const struct socket_scan *scan, const char *path)
{
	if (!scan->opts->filter.cgroup_id)
		return true;
	return path && scan->wanted_cgroup && cgroup_is_below(path, scan->wanted_cgroup);
}

static int on_snapshot(void *ctx, const struct snapshot *seen)
{
	struct socket_scan *scan = ctx;
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
	f.cgroup = socket_scan_cgroup(scan, f.id.cgroup_id);
	if (!scan->iterates && !scan->capture && !in_cgroup(scan, f.cgroup))
		return 0;
	return scan->fn(scan->ctx, &f);
}

/* -ENOMEM */
static int know_place(struct socket_scan *scan, const struct held_socket *held,
		      struct place **ret_place)
{
	struct place *larger;

	for (size_t i = 0; i < scan->places_count; i++) {
		*ret_place = &scan->places[i];
		if (scan->places[i].held.netns == held->netns)
			return 0;
	}
	larger = reallocarray(scan->places, scan->places_count + 1, sizeof(*larger));
	if (!larger)
		return -ENOMEM;
	scan->places = larger;
	*ret_place = &larger[scan->places_count++];
	**ret_place = (struct place){ .held = *held, .fd = -1 };
	return 0;
}

static int on_held(void *ctx, const struct held_socket *held)
{
	struct place *place;

	return know_place(ctx, held, &place);
}

static struct place *next_visited(struct socket_scan *scan, struct place *place)
{
	struct place *next = &scan->places[scan->visited++];
	const struct place other = *next;

	*next = *place;
	*place = other;
	return next;
}

/* Opened while we may, and read later, when we may nothing any more. */
static int on_netns(void *ctx, uint32_t inode)
{
	struct socket_scan *scan = ctx;
	uint32_t wanted = scan->opts->filter.netns;
	struct place *place;
	int err = know_place(scan, &(struct held_socket){ .netns = inode }, &place);

	if (err)
		return err;
	place = next_visited(scan, place);
	/* most namespaces of a host have none, and to look takes a walk through all of the host's */
	if ((wanted && inode != wanted) || !sockstat_any_tcp(""))
		return 0;
	place->fd = scan->iterates ? sockets_open(scan->sockets) : diag_open();
	return place->fd < 0 ? place->fd : 0;
}

/* What was read is closed at once: it may be all that keeps a namespace alive. */
static int read_places(struct socket_scan *scan)
{
	int err = 0;

	for (size_t i = 0; !err && i < scan->places_count; i++) {
		struct place *place = &scan->places[i];

		log_verbose(scan->opts->verbose, "network namespace %u: %s", place->held.netns,
			    place->fd < 0    ? "not asked"
			    : scan->iterates ? "asked by the TCP iterator"
					     : "asked by inet_diag");
		if (place->fd < 0)
			continue;
		if (scan->iterates)
			err = sockets_read(scan->sockets, place->fd, on_snapshot, scan);
		else
			err = diag_read(place->fd, scan->states, place->held.netns, on_snapshot,
					scan);
		close(place->fd);
		place->fd = -1;
	}
	return err;
}

/* Where no process lives, and no name leads: what is left of a container, the namespace of a thread. */
static int visit_the_rest(struct socket_scan *scan)
{
	int err = 0;

	for (size_t i = scan->visited; !err && i < scan->places_count; i++) {
		const struct held_socket held = scan->places[i].held;

		err = netns_visit_socket(held.pid, held.fd, held.netns, on_netns, scan);
		if (err == -ENOENT) /* it has gone, or we may not */
			err = 0;
	}
	return err;
}

/* Others cannot be entered then, and nothing tells how many there are. */
static void say_what_is_left_out(const struct socket_scan *scan)
{
	uint32_t wanted = scan->opts->filter.netns;
	struct privileges held;

	if (privilege_read(&held) || held.effective[PRIVILEGE_SYS_ADMIN] ||
	    (wanted && wanted == netns_own()))
		return;
	log_warning("only this network namespace is listed: to enter others takes CAP_SYS_ADMIN, "
		    "run as root");
}

int socket_scan_go(struct socket_scan *scan, int (*fn)(void *ctx, const struct finding *f),
		   void *ctx)
{
	const char *wanted = socket_scan_cgroup(scan, scan->opts->filter.cgroup_id);
	int err;

	scan->fn = fn;
	scan->ctx = ctx;
	if (scan->capture)
		return capture_scan_go(scan->capture, on_snapshot, scan);
	say_what_is_left_out(scan);
	process_raise_file_limit();
	err = scan->sockets ? sockets_owners(scan->sockets, scan->owners, on_held, scan) : 0;
	scan->wanted_cgroup = wanted ? strdup(wanted) : NULL;
	if (!err)
		err = netns_visit(on_netns, scan);
	if (!err)
		err = visit_the_rest(scan);
	if (!err)
		err = privilege_drop(NULL);
	return err ? err : read_places(scan);
}
