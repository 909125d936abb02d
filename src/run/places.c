// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/places.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "os/log.h"
#include "os/netns_visit.h"
#include "os/process.h"
#include "os/sockstat.h"
#include "source/diag.h"

/* Sockets kept per namespace: each may be closed before it is used. */
#define WAYS 4
/* Descriptors reserved for everything else: control groups, the output. */
#define SPARE_FILES 16

/* A namespace, and sockets through which it can be entered. */
struct place {
	uint32_t netns;
	struct held_socket way[WAYS];
	size_t ways;
	int fd; /* its sockets are read from it; -1 = none, or none that match */
};

struct places {
	struct places_opts opts;
	struct place *place; /* visited places first, in the order of the visits */
	size_t count;
	size_t visited;
	size_t last; /* last lookup */
	rlim_t files;
	struct netns_missed missed;
};

int places_new(const struct places_opts *opts, struct places **ret_places)
{
	struct places *places = calloc(1, sizeof(*places));

	if (!places)
		return -ENOMEM;
	places->opts = *opts;
	places->files = process_raise_file_limit();
	*ret_places = places;
	return 0;
}

void places_free(struct places *places)
{
	if (!places)
		return;
	for (size_t i = 0; i < places->count; i++)
		if (places->place[i].fd >= 0)
			close(places->place[i].fd);
	free(places->place);
	free(places);
}

/* -ENOMEM */
static int know(struct places *places, uint32_t netns, struct place **ret_place)
{
	struct place *larger;
	size_t i = places->last;

	if (i >= places->count || places->place[i].netns != netns)
		for (i = 0; i < places->count && places->place[i].netns != netns; i++)
			;
	if (i == places->count) {
		larger = reallocarray(places->place, places->count + 1, sizeof(*larger));
		if (!larger)
			return -ENOMEM;
		places->place = larger;
		larger[places->count++] = (struct place){ .netns = netns, .fd = -1 };
	}
	places->last = i;
	*ret_place = &places->place[i];
	return 0;
}

int places_hold(void *ctx, const struct held_socket *held)
{
	struct place *place;
	int err = know(ctx, held->netns, &place);

	if (!err && place->ways < WAYS)
		place->way[place->ways++] = *held;
	return err;
}

static struct place *next_visited(struct places *places, struct place *place)
{
	struct place *next = &places->place[places->visited++];
	const struct place other = *next;

	*next = *place;
	*place = other;
	return next;
}

/* Leave descriptors for others, who might fail without saying so. */
static int open_sockets(const struct places *places)
{
	const struct places_opts *opts = &places->opts;
	int fd = opts->sockets ? sockets_open(opts->sockets) : diag_open();

	if (fd < 0 || (rlim_t)fd + SPARE_FILES < places->files)
		return fd;
	close(fd);
	return -EMFILE;
}

/* Opens it now, while we have the capabilities; it is read after they were dropped. */
static int on_netns(void *ctx, uint32_t inode)
{
	struct places *places = ctx;
	const struct places_opts *opts = &places->opts;
	struct place *place;
	int err = know(places, inode, &place);

	if (err)
		return err;
	place = next_visited(places, place);
	/* most namespaces have no sockets, and reading one walks through all sockets of the host */
	if (!filter_netns_match(opts->filter, inode) || !sockstat_any_tcp(""))
		return 0;
	place->fd = open_sockets(places);
	if (place->fd < 0)
		netns_missed_add(&places->missed, place->fd);
	return 0;
}

/* Enters through the first socket that still exists. Stops at one that blocks, for there may be
 * thousands. */
static int visit_by_socket(struct places *places, const struct place place)
{
	int err = -ENOENT;

	if (places->missed.err == -ETIMEDOUT) {
		netns_missed_add(&places->missed, -ETIMEDOUT);
		return 0;
	}

	for (size_t i = 0; err == -ENOENT && i < place.ways; i++) {
		const struct held_socket *way = &place.way[i];

		err = netns_visit_socket(way->pid, way->fd, place.netns, on_netns, places,
					 &places->missed);
	}
	return err == -ENOENT ? 0 : err;
}

/* Namespaces without a process or a name: remains of a container, or the namespace of a thread. */
static int visit_the_rest(struct places *places)
{
	int err = 0;

	for (size_t i = places->visited; !err && i < places->count; i++)
		if (filter_netns_match(places->opts.filter, places->place[i].netns))
			err = visit_by_socket(places, places->place[i]);
	return err;
}

int places_open(struct places *places)
{
	int err = netns_visit(on_netns, places, &places->missed);

	return err ? err : visit_the_rest(places);
}

struct reading {
	snapshot_fn fn;
	void *ctx;
	int err; /* that fn returned, to end it */
};

static int on_snapshot(void *ctx, const struct snapshot *seen)
{
	struct reading *reading = ctx;

	reading->err = reading->fn(reading->ctx, seen);
	return reading->err;
}

static void say_how(const struct places *places, const struct place *place)
{
	log_verbose(places->opts.verbose, "network namespace %u: %s", place->netns,
		    place->fd < 0          ? "not read"
		    : places->opts.sockets ? "read by the TCP iterator"
					   : "read by inet_diag");
}

static int read_place(const struct places *places, const struct place *place,
		      struct reading *reading)
{
	const struct places_opts *opts = &places->opts;

	if (opts->sockets)
		return sockets_read(opts->sockets, place->fd, on_snapshot, reading);
	return diag_read(place->fd, opts->states, place->netns, on_snapshot, reading);
}

/* Close it at once: the descriptor may be the last that keeps the namespace alive. */
int places_read(struct places *places, snapshot_fn fn, void *ctx)
{
	struct reading reading = { .fn = fn, .ctx = ctx };
	size_t whole = 0;

	for (size_t i = 0; i < places->count; i++) {
		struct place *place = &places->place[i];
		int err;

		say_how(places, place);
		if (place->fd < 0)
			continue;
		err = read_place(places, place, &reading);
		close(place->fd);
		place->fd = -1;
		if (reading.err < 0)
			return reading.err;
		if (err < 0)
			netns_missed_add(&places->missed, err);
		else
			whole++;
	}
	/* nothing can be listed if none can be read */
	return places->missed.count && !whole ? places->missed.err : 0;
}

const struct netns_missed *places_missed(const struct places *places)
{
	return &places->missed;
}
