/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Reads a capture, read-only. The file may come from anyone, so every value is checked. Returns
 * what writer.h was given, in the same order.
 */
#ifndef TCPBDP_READER_H
#define TCPBDP_READER_H

#include <stddef.h>

#include "finding/summary.h"
#include "sample/workload.h"
#include "source/source.h"

#define READER_REASON_LEN 256
#define READER_HOOK_LEN 16
#define READER_NETNS_LEN 256 /* NAME_MAX, and NUL */
#define READER_NAME_LEN 65   /* of struct utsname */

struct reader;
struct held_file;

struct reader_facts {
	uint64_t start_ns;          /* of the samples' clock */
	uint64_t start_realtime_ns; /* CLOCK_REALTIME of the same moment */
	uint64_t first_ns;          /* start of what is kept: start_ns, or later in a ring */
	uint64_t end_ns;            /* end of the recording */
	bool ended;                 /* the recorder ended properly; false: it was cut off */
	uint32_t sample_interval_ms;
	uint64_t memory_bytes; /* of the recorded host; 0 = not known, as for the next two */
	uint32_t page_bytes;
	uint32_t host_netns;             /* its first network namespace */
	char hook_recv[READER_HOOK_LEN]; /* "" = none */
	char hook_send[READER_HOOK_LEN];
	char kernel[READER_NAME_LEN]; /* its release, unchecked bytes; "" = not known */
	char machine[READER_NAME_LEN];
};

/* 0, or -errno with a sentence in reason: -EBADMSG = not a capture, or damaged. */
int reader_new(const char *path, struct reader **ret_reader, char reason[READER_REASON_LEN]);

/*
 * The same in two steps: the first opens it and reads nothing of it, the second needs no right to it any
 * more. path is for sentences. The file stays the caller's, who releases it after the reader.
 */
int reader_hold(const char *path, struct held_file **ret_file, char reason[READER_REASON_LEN]);
int reader_of(struct held_file *file, const char *path, struct reader **ret_reader,
	      char reason[READER_REASON_LEN]);

const struct reader_facts *reader_facts(const struct reader *r);

/*
 * Passes all samples and ticks of [from_ns, to_ns) to the consumer. 0, the consumer's error, or
 * -EBADMSG and so on, explained by reader_reason().
 */
int reader_run(struct reader *r, uint64_t from_ns, uint64_t to_ns, const struct consumer *consumer);

/*
 * Events seen and lost in [from_ns, to_ns), with a resolution of a second. *ret_partial: this is
 * only a part of a run, so some samples belong to events outside it.
 */
int reader_ledger(struct reader *r, uint64_t from_ns, uint64_t to_ns, struct ledger *ret_ledger,
		  bool *ret_partial);

/* Valid until the next call; NULL = not known. */
const char *reader_cgroup_path(struct reader *r, uint64_t id);

/* What a runtime called it; NULL = it was not told, or there was no such group. Valid as long. */
const struct workload_names *reader_workload_names(struct reader *r, uint64_t cgroup_id);

/* "host", "blue"; NULL = it had no name. Valid as long. */
const char *reader_netns_name(struct reader *r, uint32_t netns);

/* Does fn say so of any group's path? */
bool reader_has_cgroup(struct reader *r, bool (*fn)(void *ctx, const char *path), void *ctx);

/* 0 = not known. */
uint64_t reader_link_bps(struct reader *r, uint32_t netns, uint32_t ifindex);

/*
 * The value at the start of the recording; netns 0 = any namespace. 0, or -ENOENT = not known.
 */
int reader_sysctl(struct reader *r, uint32_t netns, const char *name, char *ret_text,
		  size_t text_len);

/* NULL is fine. */
void reader_release(struct held_file *file);

/* Why something that the host knew could not be read, so that it seems not known; NULL = nothing was. */
const char *reader_lookup_failed(const struct reader *r);

/* Why the last call failed. */
const char *reader_reason(const struct reader *r);

void reader_free(struct reader *r);

#endif
