// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/caller.h"

#include <errno.h>
#include <pwd.h>
#include <stdint.h>
#include <stdlib.h>

/* The kernel's overflowuid, and nobody and nogroup of every distribution. */
#define NOBODY 65534

/* 0 if it is not an id, is root's, or means "no change" to the kernel. */
static uint32_t id_of(const char *variable)
{
	const char *text = getenv(variable);
	unsigned long long value;
	char *end;

	if (!text || *text < '0' || *text > '9')
		return 0;
	errno = 0;
	value = strtoull(text, &end, 10);
	return errno || *end || value >= UINT32_MAX ? 0 : (uint32_t)value;
}

void caller_find(struct caller *ret_caller)
{
	struct caller caller = { id_of("SUDO_UID"), id_of("SUDO_GID") };
	const char *name = getenv("DOAS_USER");
	const struct passwd *user = caller.uid || !name ? NULL : getpwnam(name);

	if (user)
		caller = (struct caller){ user->pw_uid, user->pw_gid };
	if (!caller.uid)
		caller = (struct caller){ NOBODY, NOBODY };
	if (!caller.gid)
		caller.gid = NOBODY;
	*ret_caller = caller;
}
