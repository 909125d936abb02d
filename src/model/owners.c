// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "model/owners.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "model/cookie_map.h"

/* The sockets of a process come one after another: each process is kept once, or nearly so. */
struct owners {
	struct cookie_map *of_cookie; /* to a process, counted from 1 */
	struct owner *processes;
	size_t count, room;
};

struct owners *owners_new(void)
{
	struct owners *owners = calloc(1, sizeof(*owners));

	if (!owners)
		return NULL;
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

int owners_add(struct owners *owners, uint64_t cookie, const struct owner *owner)
{
	int err = 0;

	if (!cookie || cookie_map_get(owners->of_cookie, cookie))
		return 0;
	if (!is_last(owners, owner))
		err = add_process(owners, owner);
	return err ? err : cookie_map_put(owners->of_cookie, cookie, (void *)owners->count);
}

const struct owner *owners_get(const struct owners *owners, uint64_t cookie)
{
	size_t process = (size_t)cookie_map_get(owners->of_cookie, cookie);

	return process ? &owners->processes[process - 1] : NULL;
}

size_t owners_count(const struct owners *owners)
{
	return cookie_map_count(owners->of_cookie);
}
