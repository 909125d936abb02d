/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Whose a control group is, read from its path as systemd, Docker, Podman, containerd, CRI-O and
 * Kubernetes lay it out, with either driver of cgroups.
 */
#ifndef TCPBDP_UNIT_H
#define TCPBDP_UNIT_H

#include <stddef.h>

/* The longest name of a directory, and NUL. */
#define UNIT_PART_LEN 256

/* Parts of a path, not copied: they end with len, not with NUL. len 0 = there is none. */
struct unit_part {
	const char *text;
	size_t len;
};

struct unit {
	struct unit_part service;   /* systemd's: "nginx.service", "session-3.scope" */
	struct unit_part container; /* its id */
	struct unit_part pod;       /* its uid; systemd's driver writes _ for - */
	const char *runtime;        /* of the container: "docker"; NULL = the path does not say */
};

/* path: relative to the mount, "/" for the root; NULL is a unit of nothing. */
void unit_of_path(const char *path, struct unit *ret_unit);

#endif
