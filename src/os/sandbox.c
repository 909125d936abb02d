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

/* What each kind may do, besides creating files if the command writes some. */
static const struct {
	bool as_caller;  /* may change the user id: nothing needs root any more */
	bool reads_host; /* may read control groups, links, settings and names */
	unsigned syscalls;
} table[] = {
	[SANDBOX_REPLAY] = { true, false, SYSCALLS_COMPUTE },
	[SANDBOX_WATCH] = { false, true, SYSCALLS_COMPUTE | SYSCALLS_OPEN | SYSCALLS_KERNEL },
	[SANDBOX_LIST] = { false, true, SYSCALLS_COMPUTE | SYSCALLS_OPEN | SYSCALLS_KERNEL },
};
static_assert(sizeof(table) / sizeof(table[0]) == SANDBOX_MAX, "a row per kind");

/* ---- capabilities ---- */

/* Can a user without capabilities write to the directory? */
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

/* Best effort: it needs CAP_SETPCAP, and no_new_privs already prevents regaining them. */
static void drop_bounding(void)
{
	for (int cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
		prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

/* Only those held now; it would fail for others. */
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

/* EPERM: root without the capability; EINVAL: a user namespace without another user. */
static int refused(void)
{
	return errno == EPERM || errno == EINVAL ? 0 : -errno;
}

/* Groups before the user id, which has the right to change them. */
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

/* Landlock before capabilities, which may be needed to open the directory; seccomp last. */
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
