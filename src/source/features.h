/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the kernel side needs beside its hooks. */
#ifndef TCPBDP_FEATURES_H
#define TCPBDP_FEATURES_H

enum feature {
	FEATURE_RINGBUF,
	FEATURE_SK_STORAGE,
	FEATURE_TASK_FILE_ITERATOR,
	FEATURE_TCP_ITERATOR, /* of list */
	FEATURE_MAX,
};

/* "ringbuf" */
const char *feature_name(enum feature feature);

/*
 * Tries it. 0, -EOPNOTSUPP if this kernel lacks it, or -errno if that cannot be known. Only for a
 * process with the privileges to trace: the kernel's refusal looks the same.
 */
int feature_probe(enum feature feature);

#endif
