// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/sandbox.h"

#include <assert.h>
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <stdio.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/caller.h"
#include "os/cgroup.h"
#include "os/container_state.h"
#include "os/landlock.h"
#include "os/syscalls.h"

/* What each may, beside what it takes to make files where a command makes some. */
static const struct {
	bool as_caller;  /* nothing is left that needs the user it was */
	bool reads_host; /* what the kernel tells: control groups, links, settings, names */
	unsigned syscalls;
} table[] = {
	[SANDBOX_REPLAY] = { true, false, SYSCALLS_COMPUTE },
	[SANDBOX_WATCH] = { false, true, SYSCALLS_COMPUTE | SYSCALLS_OPEN | SYSCALLS_KERNEL },
	[SANDBOX_LIST] = { false, true, SYSCALLS_COMPUTE | SYSCALLS_OPEN | SYSCALLS_KERNEL },
};
static_assert(sizeof(table) / sizeof(table[0]) == SANDBOX_MAX, "a row per kind");

/* ---- capabilities ---- */

/* What the mode says of a directory, for a user without capabilities. */
static bool may_write(const char *dir)
{
	struct stat st;

	if (stat(dir, &st))
		return false;
	if (st.st_uid == geteuid())
		return st.st_mode & S_IWUSR;
	if (st.st_gid == getegid())
		return st.st_mode & S_IWGRP;
	return st.st_mode & S_IWOTH;
}

/* Best effort: it needs CAP_SETPCAP, and no_new_privs already closes the way back. */
static void drop_bounding(void)
{
	for (int cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
		prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

/* Of those that are held now; of the others it would fail. */
static int keep(cap_t caps, cap_value_t value)
{
	cap_flag_value_t held = CAP_CLEAR;
	cap_t now = cap_get_proc();
	int ret = now ? cap_get_flag(now, value, CAP_PERMITTED, &held) : -1;

	cap_free(now);
	if (ret || held == CAP_CLEAR)
		return ret;
	ret = cap_set_flag(caps, CAP_PERMITTED, 1, &value, CAP_SET);
	return ret ? ret : cap_set_flag(caps, CAP_EFFECTIVE, 1, &value, CAP_SET);
}

static int drop_capabilities(const char *write_dir)
{
	cap_t caps = cap_init();
	int err = 0;

	if (!caps)
		return -errno;
	if ((write_dir && !may_write(write_dir) && keep(caps, CAP_DAC_OVERRIDE)) ||
	    cap_set_proc(caps))
		err = -errno;
	cap_free(caps);
	return err;
}

/* ---- the user ---- */

/* EPERM: a root that may not; EINVAL: a user namespace that has no other user. */
static int refused(void)
{
	return errno == EPERM || errno == EINVAL ? 0 : -errno;
}

/* The groups first: the right to is the user's. */
static int become_caller(void)
{
	struct caller caller;

	if (geteuid())
		return 0;
	caller_find(&caller);
	if (setgroups(0, NULL) || setresgid(caller.gid, caller.gid, caller.gid) ||
	    setresuid(caller.uid, caller.uid, caller.uid))
		return refused();
	return 0;
}

/* ---- all of it ---- */

static int limit_files(enum sandbox_kind kind, const struct sandbox_place *place)
{
	char cgroups[PATH_MAX], above[PATH_MAX];
	bool has_cgroups = table[kind].reads_host &&
			   !cgroup_mount("/proc/self/mounts", cgroups, sizeof(cgroups));
	const char *const host[] = { "/proc",
				     "/sys",
				     "/run",
				     "/dev/urandom", /* for SQLite's journal */
				     CONTAINER_STATE_DIR,
				     has_cgroups ? cgroups : NULL,
				     NULL };
	static const char *const nothing[] = { NULL };
	struct landlock_opts files = {
		.read = table[kind].reads_host ? host : nothing,
		.write_dir = place->dir,
	};

	if (place->dir && place->renewed) {
		if (snprintf(above, sizeof(above), "%s/..", place->dir) >= (int)sizeof(above))
			return -ENAMETOOLONG;
		files.write_dir = above;
	}
	return landlock_enter(&files);
}

static int limit_syscalls(enum sandbox_kind kind, const struct sandbox_place *place)
{
	unsigned uses = table[kind].syscalls;

	if (place->dir)
		uses |= SYSCALLS_OPEN | SYSCALLS_CHANGE;
	return syscalls_allow(uses);
}

/* Files before capabilities, which may be needed to find the directory; system calls last. */
int sandbox_enter(enum sandbox_kind kind, const struct sandbox_place *place)
{
	int err = 0;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -errno;
	drop_bounding();
	if (table[kind].as_caller && !place->dir)
		err = become_caller();
	if (!err)
		err = limit_files(kind, place);
	if (!err)
		err = drop_capabilities(place->dir);
	return err ? err : limit_syscalls(kind, place);
}
