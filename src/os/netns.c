// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/netns.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "os/privilege.h"
#include "os/process.h"

bool netns_is(int fd)
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

	/* check that it is not a device or a pipe before opening it */
	if (statfs(path, &fs))
		return -errno;
	if (fs.f_type != NSFS_MAGIC)
		return -EINVAL;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	ret = -EINVAL;
	if (netns_is(fd) && fstat(fd, &st) == 0) {
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
	len = snprintf(named, sizeof(named), NETNS_NAMES_DIR "/%s", path);
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

/* Does dir/ENTRYsuffix have this inode, for any entry? */
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

/* Some sandboxes still hide a process, which matters only if it is alone in its namespace. */
static bool may_look_into_all(void)
{
	struct privileges held;

	return privilege_read(&held) == 0 && held.effective[PRIVILEGE_SYS_PTRACE];
}

int netns_check(uint32_t inode)
{
	bool unsure = false;

	if (has_inode(AT_FDCWD, "/proc/self/ns/net", inode, &unsure) ||
	    any_has_inode(NETNS_NAMES_DIR, "", false, inode, &unsure) ||
	    any_has_inode("/proc", "/ns/net", true, inode, &unsure))
		return 0;
	return unsure && !may_look_into_all() ? 0 : -ENOENT;
}

uint32_t netns_own(void)
{
	struct stat st;

	return stat("/proc/self/ns/net", &st) ? 0 : (uint32_t)st.st_ino;
}

static bool is_in_first(void)
{
	/* a setting that no other has */
	return !access("/proc/sys/net/ipv4/tcp_mem", F_OK);
}

uint32_t netns_of_boot(void)
{
	struct stat st;

	if (!stat("/proc/1/ns/net", &st))
		return (uint32_t)st.st_ino;
	return is_in_first() ? netns_own() : 0;
}

uint32_t netns_of_host(void)
{
	if (is_in_first())
		return netns_own();
	return process_ids_are_hosts() ? netns_of_boot() : 0;
}

bool netns_name(uint32_t inode, char *ret_name, size_t name_len)
{
	DIR *dir = opendir(NETNS_NAMES_DIR);
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
