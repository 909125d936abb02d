/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Histograms that the running kernel counts (bpf/hist.bpf.c). */
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
	struct group_choice group; /* not GROUP_LIMIT: the kernel side knows no verdicts */
	uint64_t gate_ns;          /* a socket is counted no more often; 0 = with every event */
	enum attach_kind attach;
	struct filter filter;
	bool debug; /* let libbpf speak */
};

/* Loads and attaches. -errno with a sentence for a person in reason. */
int hist_source_new(const struct hist_source_opts *opts, struct hist_source **ret_source,
		    char *reason, size_t reason_len);

/* Who owns the sockets that are there: only where that is asked for. -errno. */
int hist_source_seed(struct hist_source *source);

/* All that was counted until now, into a set that is empty. -errno. */
int hist_source_read(struct hist_source *source, struct hist_set *set);

/* Takes the hooks away: what is read afterwards is all there will be. */
void hist_source_detach(struct hist_source *source);

void hist_source_free(struct hist_source *source);

#endif
