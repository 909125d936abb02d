/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* BPF features that are needed besides the hooks. */
#ifndef TCPBDP_FEATURES_H
#define TCPBDP_FEATURES_H

#include <stdbool.h>

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
 * Tries it. 0, -EOPNOTSUPP if this kernel does not have it, or -errno if that is not known. Call it
 * only with the privileges to trace: a refusal for lack of them looks the same.
 */
int feature_probe(enum feature feature);

/* May a program read the kernel's memory by address? Not under lockdown=confidentiality. */
bool feature_probe_reads(void);

#endif
