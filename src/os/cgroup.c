// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <mntent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/log.h"

#define RESCAN_NS 1000000000ULL
#define DEPTH_MAX 64
#define NAMELESS_MAX 4096
/* A scan takes no more than this share of the time: whoever may make groups may make many. */
#define SCAN_SHARE 20

struct group {
	uint64_t id; /* never used again for another group */
	char *path;  /* NULL: it has gone, or is not ours to see; no scan will find it */
};

struct cgroups {
	int mount_fd;
	struct group *groups; /* sorted by id */
	size_t count, room;
	size_t bytes; /* of the names, and what is kept beside them */
	bool full;    /* as was said */
	bool scanned;
	uint64_t scanned_ns;
	uint64_t wait_ns; /* until the next scan */
};

int cgroup_mount(const char *mounts_path, char *ret_path, size_t path_len)
{
	FILE *mounts = setmntent(mounts_path, "re");
	struct mntent *entry;
	int ret = -ENOENT;

	if (!mounts)
		return -ENOENT;
	while (ret && (entry = getmntent(mounts))) {
		if (strcmp(entry->mnt_type, "cgroup2") || strlen(entry->mnt_dir) >= path_len)
			continue;
		strcpy(ret_path, entry->mnt_dir);
		ret = 0;
	}
	endmntent(mounts);
	return ret;
}

static int id_of_directory(const char *path, uint64_t *ret_id)
{
	struct statfs fs;
	struct stat st;

	if (statfs(path, &fs) || stat(path, &st))
		return -errno;
	if (fs.f_type != CGROUP2_SUPER_MAGIC || !S_ISDIR(st.st_mode))
		return -ENOENT;
	*ret_id = st.st_ino;
	return 0;
}

int cgroup_from_path(const char *path, uint64_t *ret_id)
{
	char mount[PATH_MAX], below[PATH_MAX];
	int len;

	if (cgroup_mount("/proc/self/mounts", mount, sizeof(mount)))
		return -ENODEV;
	/* "/" is the root of the groups, not of the files */
	if (path[0] == '/' && id_of_directory(path, ret_id) == 0)
		return 0;
	len = snprintf(below, sizeof(below), "%s/%s", mount, path);
	if (!*path || len < 0 || (size_t)len >= sizeof(below))
		return -ENOENT;
	return id_of_directory(below, ret_id);
}

bool cgroup_is_below(const char *path, const char *asked_for)
{
	size_t len;

	path += strspn(path, "/");
	asked_for += strspn(asked_for, "/");
	len = strlen(asked_for);
	while (len && asked_for[len - 1] == '/')
		len--;
	return !strncmp(path, asked_for, len) && (!len || !path[len] || path[len] == '/');
}

int cgroups_new(const char *mount, struct cgroups **ret_cgroups)
{
	struct cgroups *cgroups = calloc(1, sizeof(*cgroups));

	if (!cgroups)
		return -ENOMEM;
	cgroups->mount_fd = open(mount, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (cgroups->mount_fd < 0) {
		free(cgroups);
		return -ENODEV;
	}
	*ret_cgroups = cgroups;
	return 0;
}

/* All but the nameless: they would make for a scan each time. */
static void forget_names(struct cgroups *cgroups)
{
	size_t nameless = 0;

	for (size_t i = 0; i < cgroups->count; i++) {
		struct group *group = &cgroups->groups[i];

		if (group->path)
			free(group->path);
		else if (nameless < NAMELESS_MAX)
			cgroups->groups[nameless++] = *group;
	}
	cgroups->count = nameless;
	cgroups->bytes = 0;
}

void cgroups_free(struct cgroups *cgroups)
{
	if (!cgroups)
		return;
	forget_names(cgroups);
	free(cgroups->groups);
	close(cgroups->mount_fd);
	free(cgroups);
}

/* -ENOSPC: there is no room for its name. */
static int take_room(struct cgroups *cgroups, const char *path)
{
	size_t bytes = sizeof(struct group) + strlen(path) + 1;

	if (cgroups->bytes + bytes > CGROUPS_BYTES_MAX)
		return -ENOSPC;
	cgroups->bytes += bytes;
	return 0;
}

/* path may be NULL */
static int add(struct cgroups *cgroups, uint64_t id, const char *path)
{
	char *copy = path ? strdup(path) : NULL;

	if (path && !copy)
		return -ENOMEM;
	if (cgroups->count == cgroups->room) {
		size_t room = cgroups->room ? 2 * cgroups->room : 64;
		struct group *groups = realloc(cgroups->groups, room * sizeof(*groups));

		if (!groups) {
			free(copy);
			return -ENOMEM;
		}
		cgroups->groups = groups;
		cgroups->room = room;
	}
	cgroups->groups[cgroups->count++] = (struct group){ .id = id, .path = copy };
	return 0;
}

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/*
 * Adds the directory open at fd, which is closed, and all below it. path holds its name, len
 * bytes, and is left as it was. What cannot be opened stays without a name.
 */
static int scan(struct cgroups *cgroups, int fd, char path[PATH_MAX], size_t len, unsigned depth)
{
	struct dirent *entry;
	struct stat st;
	int ret = 0;
	DIR *dir = fdopendir(fd);

	if (!dir) {
		ret = -errno;
		close(fd);
		return ret;
	}
	if (fstat(fd, &st) == 0)
		ret = take_room(cgroups, path);
	if (!ret)
		ret = add(cgroups, st.st_ino, len ? path : "/");
	while (!ret && depth < DEPTH_MAX && (entry = readdir(dir))) {
		size_t name_len = strlen(entry->d_name);
		int child;

		if (entry->d_type != DT_DIR || is_dots(entry->d_name) ||
		    len + name_len + 2 > PATH_MAX)
			continue;
		child = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (child < 0) {
			if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
				ret = -errno; /* of ours, not of the group: it may work later */
			continue;
		}
		path[len] = '/';
		memcpy(path + len + 1, entry->d_name, name_len + 1);
		ret = scan(cgroups, child, path, len + 1 + name_len, depth + 1);
		path[len] = '\0';
	}
	closedir(dir);
	return ret;
}

static int compare(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

static struct group *find(const struct cgroups *cgroups, uint64_t id)
{
	struct group key = { .id = id };

	if (!cgroups->count)
		return NULL;
	return bsearch(&key, cgroups->groups, cgroups->count, sizeof(key), compare);
}

static void sort(struct cgroups *cgroups)
{
	qsort(cgroups->groups, cgroups->count, sizeof(*cgroups->groups), compare);
}

static void say_full(struct cgroups *cgroups)
{
	if (!cgroups->full)
		log_warning("the names of control groups take more than %d MiB: those of some are "
			    "not known",
			    CGROUPS_BYTES_MAX >> 20);
	cgroups->full = true;
}

/* Whoever has a socket's group has it from before this scan: if it is not found, it has gone. */
static void rescan(struct cgroups *cgroups, uint64_t wanted, uint64_t now_ns)
{
	char path[PATH_MAX] = "";
	int fd = openat(cgroups->mount_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	uint64_t start_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	int err;

	cgroups->scanned = true;
	cgroups->scanned_ns = now_ns;
	if (fd < 0)
		return;
	forget_names(cgroups);
	err = scan(cgroups, fd, path, 0, 0);
	sort(cgroups);
	if (err == -ENOSPC)
		say_full(cgroups);
	if ((!err || err == -ENOSPC) && !find(cgroups, wanted)) {
		add(cgroups, wanted, NULL);
		sort(cgroups);
	}
	cgroups->wait_ns = SCAN_SHARE * (clock_ns(CLOCK_THREAD_CPUTIME_ID) - start_ns);
	if (cgroups->wait_ns < RESCAN_NS)
		cgroups->wait_ns = RESCAN_NS;
}

const char *cgroups_path(struct cgroups *cgroups, uint64_t id, uint64_t now_ns)
{
	const struct group *group = find(cgroups, id);

	if (!id)
		return NULL;
	if (!group && (!cgroups->scanned || now_ns - cgroups->scanned_ns >= cgroups->wait_ns)) {
		rescan(cgroups, id, now_ns);
		group = find(cgroups, id);
	}
	return group ? group->path : NULL;
}
