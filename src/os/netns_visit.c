// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/netns_visit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/netns.h"
#include "os/netns_socket.h"
#include "os/privilege.h"

void netns_missed_add(struct netns_missed *missed, int err)
{
	missed->count++;
	missed->err = err;
}

static bool has_gone(int err)
{
	return err == -ESRCH || err == -ENOENT || err == -EBADF;
}

struct visit {
	int (*fn)(void *ctx, uint32_t inode);
	void *ctx;
	struct netns_missed *missed;
	bool privileged; /* if not, failing to enter others is expected */
	uint32_t *seen;
	size_t count;
	bool left; /* this thread has left our own namespace */
};

static bool may_enter_others(void)
{
	struct privileges held;

	return privilege_read(&held) == 0 && held.effective[PRIVILEGE_SYS_ADMIN];
}

static bool was_seen(const struct visit *v, uint32_t inode)
{
	for (size_t i = 0; i < v->count; i++)
		if (v->seen[i] == inode)
			return true;
	return false;
}

/* -ENOMEM */
static int see(struct visit *v, uint32_t inode)
{
	uint32_t *seen = reallocarray(v->seen, v->count + 1, sizeof(*seen));

	if (!seen)
		return -ENOMEM;
	v->seen = seen;
	v->seen[v->count++] = inode;
	return 0;
}

static void miss(struct visit *v, int err)
{
	if (v->privileged || (err != -EPERM && err != -EACCES))
		netns_missed_add(v->missed, err);
}

/* Enters fd's namespace, unless it is not a namespace or was visited. */
static int visit_fd(struct visit *v, int fd)
{
	struct stat st;
	int err;

	if (!netns_is(fd) || fstat(fd, &st) || was_seen(v, (uint32_t)st.st_ino))
		return 0;
	err = see(v, (uint32_t)st.st_ino);
	if (err)
		return err;
	if (setns(fd, CLONE_NEWNET)) {
		miss(v, -errno);
		return 0;
	}
	v->left = true;
	return v->fn(v->ctx, (uint32_t)st.st_ino);
}

/* A process that ended is no error: another one may lead to the namespace. */
static int visit_one(struct visit *v, const char *path)
{
	struct stat st;
	int fd, err;

	/* EACCES also for a process that is ending */
	if (stat(path, &st)) {
		if (!has_gone(-errno) && errno != EACCES)
			miss(v, -errno);
		return 0;
	}
	if (was_seen(v, (uint32_t)st.st_ino))
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) {
		err = -errno;
		if (has_gone(err) || err == -EACCES)
			return 0;
		miss(v, err);
		return see(v, (uint32_t)st.st_ino);
	}
	err = visit_fd(v, fd);
	close(fd);
	return err;
}

static int visit_dir(struct visit *v, const char *dir_name, const char *suffix)
{
	DIR *dir = opendir(dir_name);
	struct dirent *entry;
	int err = 0;

	if (!dir) {
		if (!has_gone(-errno))
			miss(v, -errno);
		return 0;
	}
	while (!err && (entry = readdir(dir))) {
		char path[PATH_MAX];

		/* in /proc, only processes */
		if (entry->d_name[0] == '.' ||
		    (*suffix && (entry->d_name[0] < '0' || entry->d_name[0] > '9')))
			continue;
		snprintf(path, sizeof(path), "%s/%s%s", dir_name, entry->d_name, suffix);
		err = visit_one(v, path);
	}
	closedir(dir);
	return err;
}

int netns_visit(int (*visit)(void *ctx, uint32_t inode), void *ctx, struct netns_missed *missed)
{
	struct visit v = {
		.fn = visit, .ctx = ctx, .missed = missed, .privileged = may_enter_others()
	};
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	struct stat st;
	int err;

	if (home < 0)
		return -errno;
	/* our own namespace needs no privileges */
	err = fstat(home, &st) ? -errno : visit(ctx, (uint32_t)st.st_ino);
	if (!err)
		err = see(&v, (uint32_t)st.st_ino);
	if (!err)
		err = visit_dir(&v, NETNS_NAMES_DIR, "");
	if (!err)
		err = visit_dir(&v, "/proc", "/ns/net");
	if (v.left && setns(home, CLONE_NEWNET) && !err)
		err = -errno;
	close(home);
	free(v.seen);
	return err;
}

int netns_visit_socket(uint32_t pid, uint32_t fd, uint32_t inode,
		       int (*visit)(void *ctx, uint32_t inode), void *ctx,
		       struct netns_missed *missed)
{
	struct visit v = {
		.fn = visit, .ctx = ctx, .missed = missed, .privileged = may_enter_others()
	};
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int netns = home < 0 ? -errno : netns_of_socket(pid, fd);
	struct stat st;
	int err = 0;

	if (netns < 0)
		err = has_gone(netns) ? -ENOENT : netns;
	else if (fstat(netns, &st) || st.st_ino != inode)
		err = -ENOENT;
	if (!err)
		err = visit_fd(&v, netns);
	else if (err != -ENOENT) {
		miss(&v, err);
		err = 0;
	}
	if (v.left && setns(home, CLONE_NEWNET) && !err)
		err = -errno;
	if (netns >= 0)
		close(netns);
	if (home >= 0)
		close(home);
	free(v.seen);
	return err;
}
