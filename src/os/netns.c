// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/netns.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <linux/sockios.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "os/privilege.h"

#define NAMES_DIR "/run/netns"

static bool is_netns(int fd)
{
	struct statfs fs;

	return fstatfs(fd, &fs) == 0 && fs.f_type == NSFS_MAGIC &&
	       ioctl(fd, NS_GET_NSTYPE) == CLONE_NEWNET;
}

static int inode_of(const char *path, uint32_t *ret_inode)
{
	struct statfs fs;
	struct stat st;
	int fd, ret;

	/* not opened before it is known to be no device, no pipe */
	if (statfs(path, &fs))
		return -errno;
	if (fs.f_type != NSFS_MAGIC)
		return -EINVAL;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	ret = -EINVAL;
	if (is_netns(fd) && fstat(fd, &st) == 0) {
		*ret_inode = (uint32_t)st.st_ino;
		ret = 0;
	}
	close(fd);
	return ret;
}

int netns_from_path(const char *path, uint32_t *ret_inode)
{
	char named[PATH_MAX];
	int len;

	if (strchr(path, '/'))
		return inode_of(path, ret_inode);
	len = snprintf(named, sizeof(named), NAMES_DIR "/%s", path);
	if (!*path || len < 0 || (size_t)len >= sizeof(named))
		return -ENOENT;
	return inode_of(named, ret_inode);
}

static bool has_inode(int dir_fd, const char *path, uint32_t inode, bool *unsure)
{
	struct stat st;

	if (fstatat(dir_fd, path, &st, 0)) {
		*unsure |= errno == EACCES || errno == EPERM;
		return false;
	}
	return st.st_ino == inode;
}

/* Has dir/ENTRY and suffix this inode, for any entry? */
static bool any_has_inode(const char *dir_name, const char *suffix, bool numbers_only,
			  uint32_t inode, bool *unsure)
{
	DIR *dir = opendir(dir_name);
	struct dirent *entry;
	bool found = false;

	if (!dir)
		return false;
	while (!found && (entry = readdir(dir))) {
		char path[NAME_MAX + 16];

		if (entry->d_name[0] == '.' ||
		    (numbers_only && (entry->d_name[0] < '0' || entry->d_name[0] > '9')))
			continue;
		snprintf(path, sizeof(path), "%s%s", entry->d_name, suffix);
		found = has_inode(dirfd(dir), path, inode, unsure);
	}
	closedir(dir);
	return found;
}

/* Even then some sandboxes keep a process closed; it would have to be alone in the namespace. */
static bool may_look_into_all(void)
{
	struct privileges held;

	return privilege_read(&held) == 0 && held.effective[PRIVILEGE_SYS_PTRACE];
}

int netns_check(uint32_t inode)
{
	bool unsure = false;

	if (has_inode(AT_FDCWD, "/proc/self/ns/net", inode, &unsure) ||
	    any_has_inode(NAMES_DIR, "", false, inode, &unsure) ||
	    any_has_inode("/proc", "/ns/net", true, inode, &unsure))
		return 0;
	return unsure && !may_look_into_all() ? 0 : -ENOENT;
}

uint32_t netns_own(void)
{
	struct stat st;

	return stat("/proc/self/ns/net", &st) ? 0 : (uint32_t)st.st_ino;
}

uint32_t netns_of_boot(void)
{
	struct stat st;

	if (!stat("/proc/1/ns/net", &st))
		return (uint32_t)st.st_ino;
	/* a setting that no other has */
	return access("/proc/sys/net/ipv4/tcp_mem", F_OK) ? 0 : netns_own();
}

bool netns_name(uint32_t inode, char *ret_name, size_t name_len)
{
	DIR *dir = opendir(NAMES_DIR);
	struct dirent *entry;
	bool found = false, unsure = false;

	if (!dir)
		return false;
	while (!found && (entry = readdir(dir))) {
		found = entry->d_name[0] != '.' && strlen(entry->d_name) < name_len &&
			has_inode(dirfd(dir), entry->d_name, inode, &unsure);
		if (found)
			strcpy(ret_name, entry->d_name);
	}
	closedir(dir);
	return found;
}

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
	if (fd >= 0 && is_netns(fd) && setns(fd, CLONE_NEWNET) == 0) {
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
		err = visit_dir(&v, NAMES_DIR, "");
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
