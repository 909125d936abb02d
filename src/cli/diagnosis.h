/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What doctor finds out about this kernel and this user, and the problems that follow. */
#ifndef TCPBDP_DIAGNOSIS_H
#define TCPBDP_DIAGNOSIS_H

#include <limits.h>
#include <stdbool.h>
#include <sys/utsname.h>

#include "os/privilege.h"
#include "source/features.h"
#include "source/hooks.h"

#define DIAGNOSIS_HOOKS_MAX 16
#define DIAGNOSIS_REASON_LEN 256

enum answer {
	ANSWER_UNKNOWN, /* not tried, or impossible to know */
	ANSWER_YES,
	ANSWER_NO,
};

struct hook_answer {
	enum answer accepted;
	bool taken;                        /* --attach auto takes it */
	char reason[DIAGNOSIS_REASON_LEN]; /* why the kernel refuses it */
};

struct diagnosis {
	struct utsname kernel;
	struct privileges held;
	enum answer btf;
	enum answer jit;
	char lockdown[32];      /* "none", "integrity", "confidentiality"; "" = unknown */
	char cgroup2[PATH_MAX]; /* where it is mounted; "" = not mounted */
	bool pids_are_hosts;
	enum answer features[FEATURE_MAX];
	struct hook_answer hooks[DIAGNOSIS_HOOKS_MAX]; /* as in hooks[] */
	bool taken[HOOK_SIDE_MAX];                     /* auto takes a hook on this side */
	bool costly;                                   /* auto takes a kprobe */
	enum answer works;                             /* the kernel accepts all that a run needs */
	char reason[DIAGNOSIS_REASON_LEN];             /* why not */
	enum answer lists;                             /* the kernel accepts the programs of list */
	enum answer counts;                            /* the kernel accepts the programs of hist */
	enum answer sized; /* a hook knows the size of a send call, for hist send-size */
};

/* Tries everything. Answers that need missing privileges stay ANSWER_UNKNOWN. */
int diagnosis_make(bool debug, struct diagnosis *ret_diagnosis);

/* A problem of this host, and its remedy. */
struct problem {
	const char *id;
	bool blocking; /* prevents tracing */
	bool (*is_there)(const struct diagnosis *d);
	const char *what;
	const char *remedy;
};

extern const struct problem problems[];
extern const size_t problems_count;

#endif
