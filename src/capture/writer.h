/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Writes a capture. A sample is in the file, safe from a crash and a power cut, at the latest
 * WRITER_BATCH_NS of the samples' own time later.
 *
 * Every call returns 0 or -errno. After an error the file holds all earlier batches, and
 * writer_reason() is the message.
 */
#ifndef TCPBDP_WRITER_H
#define TCPBDP_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "finding/summary.h"
#include "sample/sample.h"
#include "sample/tick.h"
#include "sample/workload.h"

#define WRITER_BATCH_NS (500 * UINT64_C(1000000))
#define WRITER_REASON_LEN 256

struct writer;

/* Facts about the capture and its host. */
struct writer_facts {
	const char *program;
	const char *hostname; /* NULL = not stored */
	const char *kernel;
	const char *machine;
	uint32_t cpus;
	uint64_t memory_bytes;
	uint32_t page_bytes;
	uint64_t start_ns;          /* CLOCK_MONOTONIC */
	uint64_t start_realtime_ns; /* CLOCK_REALTIME at the same time */
	const char *hook_recv;      /* NULL = none */
	const char *hook_send;
	uint32_t sample_interval_ms;
};

struct writer_opts {
	bool force; /* replace a file of that name */
	bool anonymize;
	uint64_t max_bytes;  /* of the database; 0 = no limit */
	uint64_t max_age_ns; /* 0 = no limit */
	/* Sockets kept in memory, 1 KiB each; with more, the oldest get new rows. 0 = 65536. */
	size_t sockets_max;
	struct writer_facts facts;
};

/* -EEXIST, -ELOOP (a symbolic link) and so on, with the message in reason. */
int writer_new(const char *path, const struct writer_opts *opts, struct writer **ret_writer,
	       char reason[WRITER_REASON_LEN]);

int writer_sample(struct writer *w, const struct sample *s);
int writer_tick(struct writer *w, const struct tick *t);

/* The event counters so far, about once a second; the last call has the run's totals. */
int writer_ledger(struct writer *w, uint64_t now_ns, const struct ledger *l);

/*
 * Facts that turn up; a later one of the same key replaces the one before. Of a ring, those of
 * cgroups, namespaces and links go with the samples they were for: ask before each sample whether it is there.
 */
bool writer_has_cgroup(struct writer *w, uint64_t id);
bool writer_has_netns(struct writer *w, uint32_t netns);
bool writer_has_link(struct writer *w, uint32_t netns, uint32_t ifindex, uint64_t speed_bps);
/* names may be NULL. */
int writer_cgroup(struct writer *w, uint64_t id, const char *path,
		  const struct workload_names *names);
int writer_netns(struct writer *w, uint32_t netns, const char *name);
int writer_link(struct writer *w, uint32_t netns, uint32_t ifindex, uint64_t speed_bps);
int writer_sysctl(struct writer *w, uint32_t netns, const char *name, const char *value);

/* Ends the run at end_ns: writes everything and closes the file. */
int writer_finish(struct writer *w, uint64_t end_ns);

const char *writer_reason(const struct writer *w);

/* Absolute. */
const char *writer_path(const struct writer *w);

struct writer_totals {
	uint64_t samples; /* written */
	uint64_t sockets;
	uint64_t bytes;
};

void writer_totals(const struct writer *w, struct writer_totals *ret_totals);

/* Drops what is not committed. NULL is fine. */
void writer_free(struct writer *w);

#endif
