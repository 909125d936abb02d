/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A run: what a command looks at. This kernel, live (live.h), or a capture of one (replay.h). */
#ifndef TCPBDP_RUN_H
#define TCPBDP_RUN_H

#include "finding/summary.h"
#include "options/cli_opts.h"
#include "os/sandbox.h"
#include "sample/host_facts.h"
#include "source/source.h"

struct run;
struct status;

struct run_ops {
	/*
	 * Gives the consumer all there is, to the end. 0, -ECANCELED after a line on stderr, or
	 * what the consumer says.
	 */
	int (*go)(struct run *run, const struct consumer *consumer);
	/* What was seen and missed until now. -errno. */
	int (*summary)(struct run *run, struct summary *ret_summary);
	/*
	 * A setting of a namespace as it is, or was; of netns 0: of the host, which all namespaces
	 * share. 0, or -errno where it is not known.
	 */
	int (*sysctl)(struct run *run, uint32_t netns, const char *name, char *ret_text,
		      size_t text_len);
	void (*free)(struct run *run);
};

struct run {
	const struct run_ops *ops;
	bool live;                   /* else a capture */
	uint64_t start_ns;           /* CLOCK_MONOTONIC of the host that is looked at */
	uint64_t realtime_offset_ns; /* from there to CLOCK_REALTIME */
	uint32_t sample_interval_ms; /* of a capture; live, the options see to it: 0 */
	struct host_facts host;      /* what is known beside the samples; good as long as the run */
	uint64_t memory_bytes;       /* of the host; 0 = not known, so the next two */
	uint32_t page_bytes;
	uint32_t own_netns;  /* ours; of a capture, the host's first */
	uint32_t boot_netns; /* what sysctl.d is for; of a capture, the same */
	const char *kernel;  /* release, any bytes; "" = not known; so the next */
	const char *machine;
	struct status *status; /* to be erased before anything is written; NULL = there is none */
	/* Of the caller, before it goes: */
	int out_fd;                 /* the run ends when this loses its reader; -1 = none */
	struct sandbox_place place; /* where files will be made */
};

/* A capture with opts->replay, else this kernel. -errno after a line on stderr. */
int run_new(const struct cli_opts *opts, struct run **ret_run);

/* The last number of a setting, as ops->sysctl() finds it; 0 = not known. */
uint64_t run_setting(struct run *run, uint32_t netns, const char *name);

/* NULL is fine. */
void run_free(struct run *run);

#endif
