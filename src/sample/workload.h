/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Whose a control group is, read from its path as systemd, Docker, Podman, containerd, CRI-O and
 * Kubernetes lay it out, with either driver of cgroups.
 */
#ifndef TCPBDP_WORKLOAD_H
#define TCPBDP_WORKLOAD_H

#include <stddef.h>

/* The longest name of a directory, and NUL. */
#define WORKLOAD_PART_LEN 256

/* A pod's uid, and NUL. */
#define WORKLOAD_POD_LEN 37

/* What workload_word() may take: the names of a pod are the longest. */
#define WORKLOAD_WORD_LEN 512

/* Of a word that a runtime knows, and NUL: Kubernetes' longest has 253 letters. */
#define WORKLOAD_NAME_LEN 256

/* Parts of a path, not copied: they end with len, not with NUL. len 0 = there is none. */
struct workload_part {
	const char *text;
	size_t len;
};

struct workload {
	struct workload_part service;   /* systemd's: "nginx.service", "session-3.scope" */
	struct workload_part container; /* its id */
	struct workload_part pod;       /* its uid; systemd's driver writes _ for - */
	const char *runtime; /* of the container: "docker"; NULL = the path does not say */
};

/* What its runtime calls it; "" = not known. */
struct workload_names {
	char container[WORKLOAD_NAME_LEN];
	char pod[WORKLOAD_NAME_LEN];
	char pod_namespace[WORKLOAD_NAME_LEN]; /* of Kubernetes */
};

/* path: relative to the mount, "/" for the root; NULL is a unit of nothing. */
void workload_of_path(const char *path, struct workload *ret_workload);

/* The pod's uid with the dashes that kubectl prints; "" = it is none. Returns buf, as the next. */
char *workload_pod_uid(char buf[static WORKLOAD_POD_LEN], const struct workload *workload);

/*
 * What a person calls it: "default/web-0/nginx" (Kubernetes' namespace, pod, container), "docker:web",
 * "docker:0123456789ab", "nginx.service", "pod:UID"; "" = nothing is known. Any bytes but NUL. names may be
 * NULL.
 */
char *workload_word(char buf[static WORKLOAD_WORD_LEN], const struct workload *workload,
		    const struct workload_names *names);

#endif
