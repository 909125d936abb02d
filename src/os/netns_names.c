// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/netns_names.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "os/clock.h"

#define RESCAN_NS 1000000000ULL
/* A scan takes no more than this share of the time. */
#define SCAN_SHARE 20

struct netns_names {
	char *dir;
	uint32_t host;
	struct named {
		uint32_t inode;
		char *name;
	} * all; /* sorted by inode */
	size_t count, room;
	bool scanned;
	uint64_t scanned_ns;
	uint64_t wait_ns; /* until the next scan */
};

struct netns_names *netns_names_new(const char *dir, uint32_t host)
{
	struct netns_names *names = calloc(1, sizeof(*names));

	if (!names)
		return NULL;
	names->host = host;
	names->dir = strdup(dir);
	if (names->dir)
		return names;
	free(names);
	return NULL;
}

static void forget(struct netns_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->all[i].name);
	names->count = 0;
}

void netns_names_free(struct netns_names *names)
{
	if (!names)
		return;
	forget(names);
	free(names->all);
	free(names->dir);
	free(names);
}

/* Nothing is added when memory is out: a name that is not known is no reason to end. */
static void add(struct netns_names *names, uint32_t inode, const char *name)
{
	struct named *larger = names->all;
	char *copy;

	if (names->count == names->room) {
		size_t room = names->room ? 2 * names->room : 16;

		larger = reallocarray(names->all, room, sizeof(*larger));
		if (!larger)
			return;
		names->all = larger;
		names->room = room;
	}
	copy = strdup(name);
	if (copy)
		names->all[names->count++] = (struct named){ inode, copy };
}

/* By inode; of several names of one, the first of the alphabet. */
static int compare(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	if (x->inode != y->inode)
		return x->inode < y->inode ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void scan(struct netns_names *names)
{
	DIR *dir = opendir(names->dir);
	struct dirent *entry;
	struct stat st;

	forget(names);
	if (!dir)
		return;
	while (names->count < NETNS_NAMES_MAX && (entry = readdir(dir))) {
		/* a namespace that is called as the host's is would be taken for it */
		if (entry->d_name[0] == '.' || !strcmp(entry->d_name, NETNS_HOST))
			continue;
		if (!fstatat(dirfd(dir), entry->d_name, &st, 0))
			add(names, (uint32_t)st.st_ino, entry->d_name);
	}
	closedir(dir);
	if (names->count)
		qsort(names->all, names->count, sizeof(*names->all), compare);
}

static void rescan(struct netns_names *names, uint64_t now_ns)
{
	uint64_t start_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID);

	scan(names);
	names->scanned = true;
	names->scanned_ns = now_ns;
	names->wait_ns = SCAN_SHARE * (clock_ns(CLOCK_THREAD_CPUTIME_ID) - start_ns);
	if (names->wait_ns < RESCAN_NS)
		names->wait_ns = RESCAN_NS;
}

static const char *find(const struct netns_names *names, uint32_t inode)
{
	size_t from = 0, to = names->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (names->all[middle].inode < inode)
			from = middle + 1;
		else
			to = middle;
	}
	return from < names->count && names->all[from].inode == inode ? names->all[from].name
								      : NULL;
}

const char *netns_names_get(struct netns_names *names, uint32_t inode, uint64_t now_ns)
{
	if (!inode)
		return NULL;
	if (inode == names->host)
		return NETNS_HOST;
	if (!names->scanned || now_ns - names->scanned_ns >= names->wait_ns)
		rescan(names, now_ns);
	return find(names, inode);
}
