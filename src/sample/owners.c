// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sample/owners.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cookie_map.h"

/* The sockets of a process come one after another: each process is kept once, or nearly so. */
struct owners {
	struct cookie_map *of_cookie; /* to value_of() */
	struct owner *processes;
	size_t count, room;
	size_t max; /* cookies */
	uint64_t crowded;
};

struct owners *owners_new(size_t max)
{
	struct owners *owners = calloc(1, sizeof(*owners));

	if (!owners)
		return NULL;
	owners->max = max;
	owners->of_cookie = cookie_map_new();
	if (!owners->of_cookie) {
		free(owners);
		return NULL;
	}
	return owners;
}

void owners_free(struct owners *owners)
{
	if (!owners)
		return;
	cookie_map_free(owners->of_cookie);
	free(owners->processes);
	free(owners);
}

static bool is_last(const struct owners *owners, const struct owner *owner)
{
	const struct owner *last;

	if (!owners->count)
		return false;
	last = &owners->processes[owners->count - 1];
	return last->pid == owner->pid && !strcmp(last->comm, owner->comm);
}

static int add_process(struct owners *owners, const struct owner *owner)
{
	if (owners->count == owners->room) {
		size_t room = owners->room ? 2 * owners->room : 64;
		struct owner *larger = reallocarray(owners->processes, room, sizeof(*larger));

		if (!larger)
			return -ENOMEM;
		owners->processes = larger;
		owners->room = room;
	}
	owners->processes[owners->count++] = *owner;
	return 0;
}

/* What the map holds: a process, counted from 1 (0 = none), and whether it was asked for. */
static void *value_of(size_t process, bool taken)
{
	return (void *)(process << 2 | taken << 1 | 1);
}

int owners_add(struct owners *owners, uint64_t cookie, const struct owner *owner)
{
	int err = 0;

	if (!cookie || cookie_map_get(owners->of_cookie, cookie))
		return 0;
	if (cookie_map_count(owners->of_cookie) >= owners->max) {
		owners->crowded++;
		return 0;
	}
	if (!is_last(owners, owner))
		err = add_process(owners, owner);
	return err ? err
		   : cookie_map_put(owners->of_cookie, cookie, value_of(owners->count, false));
}

int owners_take(struct owners *owners, uint64_t cookie, const struct owner **ret_owner)
{
	void **value = cookie_map_at(owners->of_cookie, cookie);
	size_t process;
	int err = 0;

	if (!value) {
		*ret_owner = NULL;
		if (cookie_map_count(owners->of_cookie) < owners->max)
			err = cookie_map_put(owners->of_cookie, cookie, value_of(0, true));
		else
			owners->crowded++;
		return err ? err : 1;
	}
	process = (size_t)*value >> 2;
	*ret_owner = process ? &owners->processes[process - 1] : NULL;
	if (*value == value_of(process, true))
		return 0;
	*value = value_of(process, true);
	return 1;
}

uint64_t owners_crowded(const struct owners *owners)
{
	return owners->crowded;
}
