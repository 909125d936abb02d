// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view_sockets.h"

#include <errno.h>
#include <stdlib.h>

#include "base/cookie_map.h"
#include "view/view_place.h"

struct socket {
	struct view_row row;
	struct because because; /* of the row's side */
	bool seen;              /* in the interval that is under way */
};

struct view_sockets {
	struct cookie_map *map;
	struct socket **all; /* as many as the map has */
	size_t room;
	struct view_places *places;
	struct view_totals totals;
	uint64_t left_out; /* of the interval that is under way */
};

struct view_sockets *view_sockets_new(void)
{
	struct view_sockets *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->map = cookie_map_new();
	s->places = view_places_new();
	if (s->map && s->places)
		return s;
	view_sockets_free(s);
	return NULL;
}

size_t view_sockets_count(const struct view_sockets *s)
{
	return cookie_map_count(s->map);
}

void view_sockets_free(struct view_sockets *s)
{
	if (!s)
		return;
	for (size_t i = 0; s->map && i < view_sockets_count(s); i++)
		free(s->all[i]);
	free(s->all);
	cookie_map_free(s->map);
	view_places_free(s->places);
	free(s);
}

static int make_room(struct view_sockets *s)
{
	size_t room = s->room ? 2 * s->room : 64;
	struct socket **all;

	if (view_sockets_count(s) < s->room)
		return 0;
	all = reallocarray(s->all, room, sizeof(struct socket *));
	if (!all)
		return -ENOMEM;
	s->all = all;
	s->room = room;
	return 0;
}

/* *ret_socket: NULL = there is no room for another. */
static int find(struct view_sockets *s, uint64_t cookie, struct socket **ret_socket)
{
	size_t count = view_sockets_count(s);
	struct socket *socket = cookie_map_get(s->map, cookie);
	int err;

	if (!socket && count < VIEW_SOCKETS_MAX) {
		if (make_room(s))
			return -ENOMEM;
		socket = calloc(1, sizeof(*socket));
		err = socket ? cookie_map_put(s->map, cookie, socket) : -ENOMEM;
		if (err) {
			free(socket);
			return err;
		}
		s->all[count] = socket;
	}
	*ret_socket = socket;
	return 0;
}

int view_sockets_add(struct view_sockets *s, const struct finding *f)
{
	struct finding held = *f;
	const struct because *because;
	struct socket *socket;
	int err = find(s, f->id.cookie, &socket);

	if (err || !socket) {
		s->left_out += !socket;
		return err;
	}
	err = view_places_hold(s->places, &held);
	view_row_take(&socket->row, &held);
	because = finding_because(finding_side(f, socket->row.side));
	socket->row.because = because ? &socket->because : NULL;
	if (because)
		socket->because = *because;
	socket->seen = true;
	return err;
}

static void count(struct view_totals *totals, const struct view_row *row)
{
	uint64_t rate_bps = view_row_rate_bps(row);

	totals->active += !row->silent;
	totals->rate_bps += rate_bps;
	if (!view_row_flagged(row))
		return;
	totals->flagged++;
	totals->flagged_rate_bps += rate_bps;
	totals->lost_bps += row->lost_bps;
}

static bool has_gone(const struct socket *socket, uint64_t ts_ns)
{
	uint64_t seen_ns = socket->row.f.ts_ns;

	return socket->row.silent && ts_ns > seen_ns && ts_ns - seen_ns >= VIEW_SILENT_NS;
}

void view_sockets_end_interval(struct view_sockets *s, uint64_t ts_ns, bool hold)
{
	size_t total = view_sockets_count(s), kept = 0;

	s->totals = (struct view_totals){ .ts_ns = ts_ns, .left_out = s->left_out };
	s->left_out = 0;
	for (size_t i = 0; i < total; i++) {
		struct socket *socket = s->all[i];

		socket->row.silent = !socket->seen;
		socket->seen = false;
		count(&s->totals, &socket->row);
		if (!hold && has_gone(socket, ts_ns)) {
			cookie_map_remove(s->map, socket->row.f.id.cookie);
			free(socket);
		} else {
			s->all[kept++] = socket;
		}
	}
}

const struct view_totals *view_sockets_totals(const struct view_sockets *s)
{
	return &s->totals;
}

void view_sockets_rows(const struct view_sockets *s, const struct view_row **ret_rows)
{
	for (size_t i = 0; i < view_sockets_count(s); i++)
		ret_rows[i] = &s->all[i]->row;
}

const struct view_row *view_sockets_row(const struct view_sockets *s, uint64_t cookie)
{
	const struct socket *socket = cookie_map_get(s->map, cookie);

	return socket ? &socket->row : NULL;
}
