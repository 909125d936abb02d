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
	bool debug;                  /* log libbpf's messages */
};

/* Loads and attaches. -errno with a message in reason. */
int bpf_source_new(const struct bpf_source_opts *opts, struct bpf_source **ret_source, char *reason,
		   size_t reason_len);

const struct hook_choice *bpf_source_hooks(const struct bpf_source *source);

/* Passes every open socket of every namespace, with its owner. */
int bpf_source_seed(struct bpf_source *source, sample_fn fn, void *ctx);

/* Since the last call, did a live socket report without an owner? A seed may find the owner. */
bool bpf_source_wants_owners(struct bpf_source *source);

/* Readable when the buffer fills up; otherwise drain it by a timer. */
int bpf_source_fd(const struct bpf_source *source);

/*
 * Reads the waiting samples, at most one buffer full: under a flood there are always more, and the
 * caller must handle signals and timers. 1 = more are waiting, 0 = that was all.
 */
int bpf_source_drain(struct bpf_source *source, sample_fn fn, void *ctx);

/*
 * Call it regularly: attaches the hook on reads while half-closed sockets need it, or while `look`
 * is set to find out who reads; otherwise detaches it. -errno of the kernel.
 */
int bpf_source_follow_readers(struct bpf_source *source, bool look);

/* Detaches the hooks. Afterwards the event counters are final, and one drain empties the buffer. */
void bpf_source_detach(struct bpf_source *source);

int bpf_source_ledger(const struct bpf_source *source, struct ledger *ret_ledger);

void bpf_source_free(struct bpf_source *source);

#endif
