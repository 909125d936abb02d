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

/* What the map holds: a process, counted from 1 (0 = none), and two answers. It is never NULL. */
enum {
	VALUE_IS = 1,
	VALUE_TAKEN = 2,
	VALUE_SHARED = 4,
	VALUE_PROCESS_SHIFT = 3,
};

static void *value_of(size_t process, size_t answers)
{
	return (void *)(process << VALUE_PROCESS_SHIFT | answers | VALUE_IS);
}

static const struct owner *owner_of(const struct owners *owners, const void *value)
{
	size_t process = (size_t)value >> VALUE_PROCESS_SHIFT;

	return process ? &owners->processes[process - 1] : NULL;
}

/* A process may have it open more than once. */
static void hold_again(const struct owners *owners, void **value, const struct owner *owner)
{
	const struct owner *first = owner_of(owners, *value);

	if (first && first->pid != owner->pid)
		*value = (void *)((size_t)*value | VALUE_SHARED);
}

int owners_add(struct owners *owners, uint64_t cookie, const struct owner *owner)
{
	void **value = cookie ? cookie_map_at(owners->of_cookie, cookie) : NULL;
	int err = 0;

	if (value)
		hold_again(owners, value, owner);
	if (!cookie || value)
		return 0;
	if (cookie_map_count(owners->of_cookie) >= owners->max) {
		owners->crowded++;
		return 0;
	}
	if (!is_last(owners, owner))
		err = add_process(owners, owner);
	return err ? err : cookie_map_put(owners->of_cookie, cookie, value_of(owners->count, 0));
}

int owners_take(struct owners *owners, uint64_t cookie, const struct owner **ret_owner)
{
	void **value = cookie_map_at(owners->of_cookie, cookie);
	int err = 0;

	if (!value) {
		*ret_owner = NULL;
		if (cookie_map_count(owners->of_cookie) < owners->max)
			err = cookie_map_put(owners->of_cookie, cookie, value_of(0, VALUE_TAKEN));
		else
			owners->crowded++;
		return err ? err : 1;
	}
	*ret_owner = owner_of(owners, *value);
	if ((size_t)*value & VALUE_TAKEN)
		return 0;
	*value = (void *)((size_t)*value | VALUE_TAKEN);
	return 1;
}

bool owners_shared(const struct owners *owners, uint64_t cookie)
{
	return (size_t)cookie_map_get(owners->of_cookie, cookie) & VALUE_SHARED;
}

uint64_t owners_crowded(const struct owners *owners)
{
	return owners->crowded;
}
