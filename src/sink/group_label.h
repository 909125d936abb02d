/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a group of hist/group.h is called. */
#ifndef TCPBDP_GROUP_LABEL_H
#define TCPBDP_GROUP_LABEL_H

#include "hist/group.h"

/* Who knows what control groups and network namespaces are called. All zero: nobody. */
struct group_names {
	/* NULL = not known. Valid until the next call. */
	const char *(*name)(void *ctx, enum group_by by, uint64_t id);
	void *ctx;
};

/*
 * "10.9.0.0/24", "443", "nginx", "/system.slice", "blue". Any bytes but NUL, for a
 * process or a cgroup is called what others called it. "" = not known.
 */
void group_label(char *buf, size_t size, const struct group_choice *choice,
		 const struct group_key *key, const struct group_names *names);

#endif
