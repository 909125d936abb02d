// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/places.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "os/log.h"
#include "os/netns_visit.h"
#include "os/sockstat.h"
#include "source/diag.h"

/* A namespace, and a socket that leads there. */
struct place {
	struct held_socket held;
	int fd; /* what its sockets are read from; -1 = it has none, or none that are asked for */
};

struct places {
	struct places_opts opts;
	struct place *place; /* first those that were visited, in that order */
	size_t count;
	size_t visited;
};

int places_new(const struct places_opts *opts, struct places **ret_places)
{
	struct places *places = calloc(1, sizeof(*places));

	if (!places)
		return -ENOMEM;
	places->opts = *opts;
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
static int know(struct places *places, const struct held_socket *held, struct place **ret_place)
{
	struct place *larger;

	for (size_t i = 0; i < places->count; i++) {
		*ret_place = &places->place[i];
		if (places->place[i].held.netns == held->netns)
			return 0;
	}
	larger = reallocarray(places->place, places->count + 1, sizeof(*larger));
	if (!larger)
		return -ENOMEM;
	places->place = larger;
	*ret_place = &larger[places->count++];
	**ret_place = (struct place){ .held = *held, .fd = -1 };
	return 0;
}

int places_hold(void *ctx, const struct held_socket *held)
{
	struct place *place;

	return know(ctx, held, &place);
}

static struct place *next_visited(struct places *places, struct place *place)
{
	struct place *next = &places->place[places->visited++];
	const struct place other = *next;

	*next = *place;
	*place = other;
	return next;
}

/* Opened while we may, and read later, when we may nothing any more. */
static int on_netns(void *ctx, uint32_t inode)
{
	struct places *places = ctx;
	const struct places_opts *opts = &places->opts;
	struct place *place;
	int err = know(places, &(struct held_socket){ .netns = inode }, &place);

	if (err)
		return err;
	place = next_visited(places, place);
	/* most namespaces of a host have none, and to look takes a walk through all of the host's */
	if ((opts->netns && inode != opts->netns) || !sockstat_any_tcp(""))
		return 0;
	place->fd = opts->sockets ? sockets_open(opts->sockets) : diag_open();
	return place->fd < 0 ? place->fd : 0;
}

/* Where no process lives, and no name leads: what is left of a container, the namespace of a thread. */
static int visit_the_rest(struct places *places)
{
	int err = 0;

	for (size_t i = places->visited; !err && i < places->count; i++) {
		const struct held_socket held = places->place[i].held;

		err = netns_visit_socket(held.pid, held.fd, held.netns, on_netns, places);
		if (err == -ENOENT) /* it has gone, or we may not */
			err = 0;
	}
	return err;
}

int places_open(struct places *places)
{
	int err = netns_visit(on_netns, places);

	return err ? err : visit_the_rest(places);
}

/* What was read is closed at once: it may be all that keeps a namespace alive. */
int places_read(struct places *places, snapshot_fn fn, void *ctx)
{
	const struct places_opts *opts = &places->opts;
	int err = 0;

	for (size_t i = 0; !err && i < places->count; i++) {
		struct place *place = &places->place[i];

		log_verbose(opts->verbose, "network namespace %u: %s", place->held.netns,
			    place->fd < 0   ? "not asked"
			    : opts->sockets ? "asked by the TCP iterator"
					    : "asked by inet_diag");
		if (place->fd < 0)
			continue;
		if (opts->sockets)
			err = sockets_read(opts->sockets, place->fd, fn, ctx);
		else
			err = diag_read(place->fd, opts->states, place->held.netns, fn, ctx);
		close(place->fd);
		place->fd = -1;
	}
	return err;
}
