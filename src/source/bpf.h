/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Samples of the running kernel. */
#ifndef TCPBDP_BPF_H
#define TCPBDP_BPF_H

#include "finding/summary.h"
#include "sample/filter.h"
#include "source/hooks.h"
#include "source/source.h"

struct bpf_source;

struct bpf_source_opts {
	enum attach_kind attach;
	struct filter filter;
	uint32_t sample_interval_ms; /* 0 = a sample for every event */
	bool debug;                  /* let libbpf speak */
};

/* Loads and attaches. -errno with a sentence for a person in reason. */
int bpf_source_new(const struct bpf_source_opts *opts, struct bpf_source **ret_source, char *reason,
		   size_t reason_len);

const struct hook_choice *bpf_source_hooks(const struct bpf_source *source);

/* Every socket that a task holds now, in every namespace, with its owner. */
int bpf_source_seed(struct bpf_source *source, sample_fn fn, void *ctx);

/* Did a living socket report without an owner since this was last asked? A seed may find it. */
bool bpf_source_wants_owners(struct bpf_source *source);

/* Readable when samples fill the buffer; else drain it by a timer. */
int bpf_source_fd(const struct bpf_source *source);

/*
 * Reads what waits, but no more than a bufferful at a time: under a flood of events there is always
 * more, and the caller has signals and timers to see to. 1 = more waits, 0 = it was all.
 */
int bpf_source_drain(struct bpf_source *source, sample_fn fn, void *ctx);

/*
 * To be called every now and then: sees to the hook on reads, which is attached only while sockets need it,
 * or while look asks who reads. -errno of the kernel.
 */
int bpf_source_follow_readers(struct bpf_source *source, bool look);

/* Takes the hooks away; afterwards the ledger is final and one drain empties the buffer. */
void bpf_source_detach(struct bpf_source *source);

int bpf_source_ledger(const struct bpf_source *source, struct ledger *ret_ledger);

void bpf_source_free(struct bpf_source *source);

#endif
