// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/privilege.h"

#include <assert.h>
#include <errno.h>
#include <sys/capability.h>
#include <sys/stat.h>

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

/* Why the privileges are not enough. */
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

int privilege_require(const char *without)
{
	struct privileges held;
	int ret = privilege_read(&held);

	if (ret) {
		log_error("capabilities cannot be read: error %d", -ret);
		return ret;
	}
	if (privilege_is_enough(&held))
		return 0;
	log_error("needs CAP_BPF and CAP_PERFMON%s: run as root, %s%sor see tcpbdp doctor",
		  what_they_are(&held), without ? without : "", without ? ", " : "");
	return -EPERM;
}
