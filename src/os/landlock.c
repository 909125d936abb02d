// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* From include/uapi/linux/landlock.h, for build hosts with older headers. */
#define FS_OF_ABI_1 ((UINT64_C(1) << 13) - 1)
#define FS_REFER (UINT64_C(1) << 13)    /* ABI 2 */
#define FS_TRUNCATE (UINT64_C(1) << 14) /* 3 */
#define NET_BIND_TCP (UINT64_C(1) << 0) /* 4 */
#define NET_CONNECT_TCP (UINT64_C(1) << 1)
#define FS_IOCTL_DEV (UINT64_C(1) << 15)              /* 5 */
#define SCOPE_ABSTRACT_UNIX_SOCKET (UINT64_C(1) << 0) /* 6 */
#define SCOPE_SIGNAL (UINT64_C(1) << 1)

#define FS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define FS_WRITE                                                                                   \
	(FS_READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |                   \
	 LANDLOCK_ACCESS_FS_REMOVE_FILE | FS_TRUNCATE)
/* The rights that apply to files; the others are for directories. */
#define FS_OF_A_FILE                                                                               \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |                            \
	 LANDLOCK_ACCESS_FS_EXECUTE | FS_TRUNCATE | FS_IOCTL_DEV)

/* The kernel's struct since ABI 6. Older kernels accept it if the fields they do not know are 0. */
struct ruleset {
	uint64_t fs;
	uint64_t net;
	uint64_t scoped;
};

static const struct {
	int abi; /* the first ABI with this right */
	struct ruleset handled;
} handled[] = {
	{ 1, { .fs = FS_OF_ABI_1 } },
	{ 2, { .fs = FS_REFER } },
	{ 3, { .fs = FS_TRUNCATE } },
	{ 4, { .net = NET_BIND_TCP | NET_CONNECT_TCP } },
	{ 5, { .fs = FS_IOCTL_DEV } },
	{ 6, { .scoped = SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL } },
};

/* All rights that this kernel can restrict. */
static struct ruleset ruleset_of(int abi)
{
	struct ruleset r = { 0 };

	for (size_t i = 0; i < sizeof(handled) / sizeof(handled[0]); i++) {
		if (abi < handled[i].abi)
			break;
		r.fs |= handled[i].handled.fs;
		r.net |= handled[i].handled.net;
		r.scoped |= handled[i].handled.scoped;
	}
	return r;
}

/* What is not there, or not for us, is left out. */
static int not_opened(int err)
{
	return err == EMFILE || err == ENFILE || err == ENOMEM ? -err : 0;
}

static int allow(int ruleset_fd, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr rule = { .parent_fd = open(path, O_PATH | O_CLOEXEC) };
	struct stat st;
	int err = 0;

	if (rule.parent_fd < 0)
		return not_opened(errno);
	if (!fstat(rule.parent_fd, &st) && !S_ISDIR(st.st_mode))
		access &= FS_OF_A_FILE;
	rule.allowed_access = access;
	if (syscall(SYS_landlock_add_rule, ruleset_fd, LANDLOCK_RULE_PATH_BENEATH, &rule, 0))
		err = -errno;
	close(rule.parent_fd);
	return err;
}

static int allow_all(int ruleset_fd, uint64_t known, const struct landlock_opts *opts)
{
	int err = 0;

	for (size_t i = 0; !err && opts->read[i]; i++)
		err = allow(ruleset_fd, opts->read[i], known & FS_READ);
	if (!err && opts->write_dir)
		err = allow(ruleset_fd, opts->write_dir, known & FS_WRITE);
	return err;
}

int landlock_enter(const struct landlock_opts *opts)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	struct ruleset r;
	int fd, err;

	/*
	 * ENOSYS: not built in; EOPNOTSUPP: switched off; EPERM: another sandbox forbids the call
	 */
	if (abi < 1)
		return 0;
	r = ruleset_of((int)abi);
	fd = (int)syscall(SYS_landlock_create_ruleset, &r, sizeof(r), 0);
	if (fd < 0)
		return -errno;
	err = allow_all(fd, r.fs, opts);
	if (!err && syscall(SYS_landlock_restrict_self, fd, 0))
		err = -errno;
	close(fd);
	return err;
}
