// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/privilege.h"

#include <assert.h>
#include <errno.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/log.h"

/* PROC_USER_INIT_INO in include/linux/proc_ns.h: the same on every kernel */
#define USER_NAMESPACE_INIT_INO 0xEFFFFFFDU

static const struct {
	const char *name;
	cap_value_t value;
} table[] = {
	[PRIVILEGE_BPF] = { "CAP_BPF", CAP_BPF },
	[PRIVILEGE_PERFMON] = { "CAP_PERFMON", CAP_PERFMON },
	[PRIVILEGE_SYS_ADMIN] = { "CAP_SYS_ADMIN", CAP_SYS_ADMIN },
	[PRIVILEGE_SYS_PTRACE] = { "CAP_SYS_PTRACE", CAP_SYS_PTRACE },
};
static_assert(sizeof(table) / sizeof(table[0]) == PRIVILEGE_MAX, "a row per privilege");

const char *privilege_name(enum privilege privilege)
{
	return table[privilege].name;
}

int privilege_read(struct privileges *ret_privileges)
{
	struct privileges held = { 0 };
	struct stat st;
	cap_t caps = cap_get_proc();

	if (!caps)
		return -errno;
	for (int i = 0; i < PRIVILEGE_MAX; i++) {
		cap_flag_value_t value = CAP_CLEAR;

		/* fails for a capability that this kernel does not know */
		if (cap_get_flag(caps, table[i].value, CAP_EFFECTIVE, &value) == 0)
			held.effective[i] = value == CAP_SET;
	}
	cap_free(caps);
	held.user_namespace = stat("/proc/self/ns/user", &st) == 0 &&
			      st.st_ino != USER_NAMESPACE_INIT_INO;
	*ret_privileges = held;
	return 0;
}

bool privilege_is_enough(const struct privileges *privileges)
{
	const bool *has = privileges->effective;

	return !privileges->user_namespace &&
	       (has[PRIVILEGE_SYS_ADMIN] || (has[PRIVILEGE_BPF] && has[PRIVILEGE_PERFMON]));
}

/* Of privileges that are not enough. */
static const char *what_they_are(const struct privileges *privileges)
{
	if (privileges->user_namespace)
		return " of the host, and runs in a user namespace";
	if (privileges->effective[PRIVILEGE_BPF])
		return ", and has only CAP_BPF";
	if (privileges->effective[PRIVILEGE_PERFMON])
		return ", and has only CAP_PERFMON";
	return "";
}

int privilege_require(void)
{
	struct privileges held;
	int ret = privilege_read(&held);

	if (ret) {
		log_error("capabilities cannot be read: error %d", -ret);
		return ret;
	}
	if (privilege_is_enough(&held))
		return 0;
	log_error("needs CAP_BPF and CAP_PERFMON%s: run as root, or see tcpbdp doctor",
		  what_they_are(&held));
	return -EPERM;
}

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

int privilege_drop(const char *write_dir)
{
	cap_t caps;
	int ret = 0;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -errno;
	drop_bounding();
	caps = cap_init();
	if (!caps)
		return -errno;
	if ((write_dir && !may_write(write_dir) && keep(caps, CAP_DAC_OVERRIDE)) ||
	    cap_set_proc(caps))
		ret = -errno;
	cap_free(caps);
	return ret;
}
