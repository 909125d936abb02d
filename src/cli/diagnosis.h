/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What doctor finds out about this kernel and this user; and what that means. */
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
	ANSWER_UNKNOWN, /* not tried, or not to be known */
	ANSWER_YES,
	ANSWER_NO,
};

struct hook_answer {
	enum answer accepted;
	bool taken;                        /* by --attach auto */
	char reason[DIAGNOSIS_REASON_LEN]; /* why it is refused */
};

struct diagnosis {
	struct utsname kernel;
	struct privileges held;
	enum answer btf;
	enum answer jit;
	char lockdown[32];      /* "none", "integrity", "confidentiality"; "" = not known */
	char cgroup2[PATH_MAX]; /* where it is mounted; "" = nowhere */
	bool pids_are_hosts;
	enum answer features[FEATURE_MAX];
	struct hook_answer hooks[DIAGNOSIS_HOOKS_MAX]; /* as in hooks[] */
	bool taken[HOOK_SIDE_MAX];                     /* has a hook that auto takes */
	bool costly;                                   /* one that auto takes is a kprobe */
	enum answer works;                             /* all that a run needs, together */
	char reason[DIAGNOSIS_REASON_LEN];             /* why it does not */
	enum answer lists;                             /* what list needs is accepted */
	enum answer counts;                            /* what hist needs is */
	enum answer sized; /* a hook that knows what a send call sent, which hist may be asked for */
};

/* Asks everything. Without the privileges to trace, what needs them stays ANSWER_UNKNOWN. */
int diagnosis_make(bool debug, struct diagnosis *ret_diagnosis);

/* Something that is missing: its rows tell what, and how to get it. */
struct problem {
	const char *id;
	bool blocking; /* no tracing at all */
	bool (*is_there)(const struct diagnosis *d);
	const char *what;
	const char *remedy;
};

extern const struct problem problems[];
extern const size_t problems_count;

#endif
