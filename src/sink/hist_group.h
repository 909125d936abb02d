/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_HIST_GROUP_H
#define TCPBDP_HIST_GROUP_H

#include "sink/hist_report.h"

#define HIST_GROUP_LEN 512

/*
 * What a group is called: "10.9.0.0/24", "443", "nginx", "/system.slice", "4026532000 (blue)". Any
 * bytes but NUL, for a process or a cgroup is called what others called it. "" = not known.
 */
void hist_group_name(char *buf, size_t size, const struct hist_report *r,
		     const struct group_key *key);

#endif
