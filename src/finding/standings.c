/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "finding/standings.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "base/cookie_map.h"

/* The totals are in no order, and parts[i]->at is i. */
struct part {
	struct socket_total total; /* the first: a pointer to it is one to the part */
	size_t at;
};

struct standings {
	struct cookie_map *map;
	const struct socket_total **parts;
	size_t count, max;
	uint64_t left_out;
};

struct standings *standings_new(size_t max)
{
	struct standings *s = calloc(1, sizeof(*s));

	assert(max > 1);
	if (!s)
		return NULL;
	s->max = max;
	s->map = cookie_map_new();
	s->parts = calloc(max, sizeof(const struct socket_total *));
	if (s->map && s->parts)
		return s;
	standings_free(s);
	return NULL;
}

void standings_free(struct standings *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->count; i++)
		free((void *)s->parts[i]);
	free(s->parts);
	cookie_map_free(s->map);
	free(s);
}

static int compare(const void *a, const void *b)
{
	return socket_total_compare(*(const struct socket_total *const *)a,
				    *(const struct socket_total *const *)b);
}

size_t standings_sort(struct standings *s, const struct socket_total *const **ret_totals)
{
	if (s->count)
		qsort(s->parts, s->count, sizeof(const struct socket_total *), compare);
	for (size_t i = 0; i < s->count; i++)
		((struct part *)s->parts[i])->at = i;
	*ret_totals = s->parts;
	return s->count;
}

static void make_room(struct standings *s)
{
	const struct socket_total *const *totals;
	size_t kept = standings_sort(s, &totals) / 2;

	s->left_out += s->count - kept;
	for (size_t i = kept; i < s->count; i++) {
		cookie_map_remove(s->map, totals[i]->id.cookie);
		free((void *)totals[i]);
	}
	s->count = kept;
}

static struct part *new_part(struct standings *s, uint64_t cookie)
{
	struct part *part;

	if (s->count == s->max)
		make_room(s);
	part = calloc(1, sizeof(*part));
	if (part && cookie_map_put(s->map, cookie, part)) {
		free(part);
		return NULL;
	}
	if (part) {
		part->at = s->count;
		s->parts[s->count++] = &part->total;
	}
	return part;
}

int standings_add(struct standings *s, const struct finding *f)
{
	struct part *part = cookie_map_get(s->map, f->id.cookie);

	if (!part)
		part = new_part(s, f->id.cookie);
	if (!part)
		return -ENOMEM;
	socket_total_add(&part->total, f);
	return 0;
}

struct socket_total *standings_take(struct standings *s, uint64_t cookie)
{
	struct part *part = cookie_map_remove(s->map, cookie), *last;

	if (!part)
		return NULL;
	last = (struct part *)s->parts[--s->count];
	last->at = part->at;
	s->parts[part->at] = &last->total;
	return &part->total;
}

uint64_t standings_left_out(const struct standings *s)
{
	return s->left_out;
}
