/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The hooks: which kinds exist per side, what this kernel says to each, and which are taken.
 *
 * A kind is probed by really preparing it (load and attach), never by a version number.
 */
#ifndef TCPBDP_HOOKS_H
#define TCPBDP_HOOKS_H

#include <stdbool.h>
#include <stddef.h>

enum attach_kind {
	ATTACH_AUTO,
	ATTACH_TRACEPOINT,
	ATTACH_FENTRY,
	ATTACH_KPROBE,
	ATTACH_MAX,
};

/* "fentry" */
const char *attach_kind_name(enum attach_kind kind);

enum hook_side {
	HOOK_RECV,
	HOOK_SEND,
	HOOK_SIDE_MAX,
};

/* One way to attach one side. */
struct hook {
	enum hook_side side;
	enum attach_kind kind;
	const char *program; /* in bpf/tcpbdp.bpf.c */
	const char *target;  /* "tcp:tcp_probe", as perf and bpftrace name it */
};

/* All of them, cheapest first within a side: the order in which auto tries them. */
extern const struct hook hooks[];
extern const size_t hooks_count;

/*
 * Loads and attaches this hook alone, then takes it away again. Returns 0, or -errno with a
 * sentence for a person in reason (what the kernel said, what it means, what to do).
 */
int hook_probe(const struct hook *hook, char *reason, size_t reason_len);

#endif
