/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A run is the input of a command: this kernel (live.h) or a capture (replay.h). */
#ifndef TCPBDP_RUN_H
#define TCPBDP_RUN_H

#include "finding/summary.h"
#include "options/cli_opts.h"
#include "os/sandbox.h"
#include "sample/host_facts.h"
#include "source/source.h"

struct loop;
struct run;
struct status;

struct run_ops {
	/*
	 * Passes all samples and ticks to the consumer. 0, -ECANCELED after a line on stderr, or
	 * what the consumer returns.
	 */
	int (*go)(struct run *run, const struct consumer *consumer);
	/* Counts what was seen and missed until now. -errno. */
	int (*summary)(struct run *run, struct summary *ret_summary);
	/*
	 * A setting of a namespace, now or when it was recorded. netns 0: a setting of the host,
	 * which all namespaces share. 0, or -errno if it is unknown.
	 */
	int (*sysctl)(struct run *run, uint32_t netns, const char *name, char *ret_text,
		      size_t text_len);
	void (*free)(struct run *run);
};

struct run {
	const struct run_ops *ops;
	bool live;                   /* false: a capture */
	uint64_t start_ns;           /* CLOCK_MONOTONIC of the observed host */
	uint64_t realtime_offset_ns; /* from there to CLOCK_REALTIME */
	uint32_t sample_interval_ms; /* of a capture; 0 = live, the options have it */
	struct host_facts host;      /* facts that samples lack; valid as long as the run */
	uint64_t memory_bytes;       /* of the host; 0 = unknown, as the next two */
	uint32_t page_bytes;
	uint32_t own_netns;  /* live: ours; capture: the host's first */
	uint32_t boot_netns; /* the one that sysctl.d sets; capture: the same as own_netns */
	const char *kernel;  /* release, any bytes; "" = unknown, as the next */
	const char *machine;
	struct status *status; /* to be erased before anything is written; NULL = there is none */
	/* Of the caller, before it goes: */
	int out_fd;                 /* the run ends when this loses its reader; -1 = none */
	struct sandbox_place place; /* where files will be made */
	/* Live, before the sandbox: adds what the caller waits for. 0 or -errno; NULL = nothing. */
	int (*join)(void *ctx, struct loop *loop);
	void *join_ctx;
};

/* Opens the capture opts->replay, or this kernel without one. -errno after a line on stderr. */
int run_new(const struct cli_opts *opts, struct run **ret_run);

/* The last number of a setting from ops->sysctl(); 0 = unknown. */
uint64_t run_setting(struct run *run, uint32_t netns, const char *name);

/* NULL is fine. */
void run_free(struct run *run);

#endif
