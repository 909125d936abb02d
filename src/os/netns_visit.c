// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/netns_visit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/sockios.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "os/netns.h"

struct visit {
	int (*fn)(void *ctx, uint32_t inode);
	void *ctx;
	uint32_t *seen;
	size_t count;
	bool left; /* our own namespace, since the visit began */
};

static bool is_new(struct visit *v, uint32_t inode)
{
	uint32_t *seen;

	for (size_t i = 0; i < v->count; i++)
		if (v->seen[i] == inode)
			return false;
	seen = reallocarray(v->seen, v->count + 1, sizeof(*seen));
	if (!seen)
		return false;
	v->seen = seen;
	v->seen[v->count++] = inode;
	return true;
}

static int visit_one(struct visit *v, const char *path)
{
	struct stat st;
	int fd, err = 0;

	if (stat(path, &st) || !is_new(v, (uint32_t)st.st_ino))
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd >= 0 && netns_is(fd) && setns(fd, CLONE_NEWNET) == 0) {
		v->left = true;
		err = v->fn(v->ctx, (uint32_t)st.st_ino);
	}
	if (fd >= 0)
		close(fd);
	return err;
}

static int visit_dir(struct visit *v, const char *dir_name, const char *suffix)
{
	DIR *dir = opendir(dir_name);
	struct dirent *entry;
	int err = 0;

	if (!dir)
		return 0;
	while (!err && (entry = readdir(dir))) {
		char path[PATH_MAX];

		/* in /proc only the processes */
		if (entry->d_name[0] == '.' ||
		    (*suffix && (entry->d_name[0] < '0' || entry->d_name[0] > '9')))
			continue;
		snprintf(path, sizeof(path), "%s/%s%s", dir_name, entry->d_name, suffix);
		err = visit_one(v, path);
	}
	closedir(dir);
	return err;
}

int netns_visit(int (*visit)(void *ctx, uint32_t inode), void *ctx)
{
	struct visit v = { .fn = visit, .ctx = ctx };
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	struct stat st;
	int err;

	if (home < 0)
		return -errno;
	/* our own needs no privilege */
	err = fstat(home, &st) ? -errno : visit(ctx, (uint32_t)st.st_ino);
	if (!err && is_new(&v, (uint32_t)st.st_ino)) {
		err = visit_dir(&v, NETNS_NAMES_DIR, "");
		if (!err)
			err = visit_dir(&v, "/proc", "/ns/net");
		if (v.left && setns(home, CLONE_NEWNET) && !err)
			err = -errno;
	}
	close(home);
	free(v.seen);
	return err;
}

/* A descriptor of the namespace, or -ENOENT. */
static int netns_of_socket(uint32_t pid, uint32_t fd)
{
	int process = (int)syscall(SYS_pidfd_open, pid, 0);
	int sock = process < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, process, fd, 0);
	int netns = sock < 0 ? -1 : ioctl(sock, SIOCGSKNS);

	if (sock >= 0)
		close(sock);
	if (process >= 0)
		close(process);
	return netns < 0 ? -ENOENT : netns;
}

int netns_visit_socket(uint32_t pid, uint32_t fd, uint32_t inode,
		       int (*visit)(void *ctx, uint32_t inode), void *ctx)
{
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int netns, err = -ENOENT;
	struct stat st;

	if (home < 0)
		return -errno;
	netns = netns_of_socket(pid, fd);
	if (netns >= 0 && !fstat(netns, &st) && st.st_ino == inode && !setns(netns, CLONE_NEWNET)) {
		err = visit(ctx, inode);
		if (setns(home, CLONE_NEWNET) && !err)
			err = -errno;
	}
	if (netns >= 0)
		close(netns);
	close(home);
	return err;
}
