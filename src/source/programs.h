/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The BPF object with some of its hooks: load, attach, detach, by libbpf's skeleton. */
#ifndef TCPBDP_PROGRAMS_H
#define TCPBDP_PROGRAMS_H

#include "sample/filter.h"
#include "source/attached.h"
#include "source/hooks.h"

struct tcpbdp_bpf; /* the skeleton */

struct programs {
	struct tcpbdp_bpf *skel;
	struct attached attached;
	struct attached reads; /* the program on reads, attached while sockets are half-closed */
	const struct hook *hooks[HOOK_SIDE_MAX];
	size_t hooks_count;
	bool whole; /* with the programs that every run needs */
};

struct programs_opts {
	const struct filter *filter;
	uint32_t sample_interval_ms;
};

/*
 * Loads these hooks. With opts, also the programs that every run needs (close, reads, seed, clock);
 * without, only the hooks, for a probe. -errno of the kernel; the caller frees programs.
 */
int programs_load(const struct hook *const *hooks, size_t count, const struct programs_opts *opts,
		  struct programs **ret_programs);

/* All or none. */
int programs_attach(struct programs *programs);

/*
 * Attaches the program on reads while there are half-closed readers or `look` is set; else detaches
 * it. -errno of the kernel.
 */
int programs_follow_readers(struct programs *programs, bool look);

/* The runs of all programs that the kernel skipped. -EOPNOTSUPP if it does not count them, or -errno. */
int programs_skipped(const struct programs *programs, uint64_t *ret_runs);

/* Waits until no program runs any more. */
void programs_detach(struct programs *programs);

void programs_free(struct programs *programs);

#endif
