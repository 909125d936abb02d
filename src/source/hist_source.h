/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Histograms counted by the kernel side (bpf/hist.bpf.c). */
#ifndef TCPBDP_HIST_SOURCE_H
#define TCPBDP_HIST_SOURCE_H

#include "hist/group.h"
#include "hist/hist_set.h"
#include "hist/metric.h"
#include "sample/filter.h"
#include "source/hooks.h"

struct hist_source;

struct hist_source_opts {
	enum metric metric;
	struct group_choice group; /* not GROUP_LIMIT: the kernel side has no verdicts */
	uint64_t gate_ns;          /* count a socket once in this time; 0 = every event */
	enum attach_kind attach;
	struct filter filter;
	bool debug; /* log libbpf's messages */
};

/* Loads and attaches. -errno with a message in reason. */
int hist_source_new(const struct hist_source_opts *opts, struct hist_source **ret_source,
		    char *reason, size_t reason_len);

/* Finds the owners of existing sockets, if the filter or the group needs them. -errno. */
int hist_source_seed(struct hist_source *source);

/* Reads all counts so far into an empty set. -errno. */
int hist_source_read(struct hist_source *source, struct hist_set *set);

/* Detaches the hooks. Afterwards the counts are final. */
void hist_source_detach(struct hist_source *source);

void hist_source_free(struct hist_source *source);

#endif
