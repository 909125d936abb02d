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
	HOOK_HALF_CLOSED, /* segments of half-closed sockets; optional: reads and sends show them too */
	HOOK_SIDE_MAX,
};

/* "recv" */
const char *hook_side_name(enum hook_side side);

/* One way to attach one side. */
struct hook {
	enum hook_side side;
	enum attach_kind kind;
	const char *program; /* in bpf/tcpbdp.bpf.c */
	const char *target;  /* "tcp:tcp_probe", as perf and bpftrace name it */
	bool locked;         /* runs under the lock of the socket; of the receive side all do */
	bool sized;          /* of the send side: once a call, and knows its size */
};

/* All of them, cheapest first within a side: the order in which auto tries them. */
extern const struct hook hooks[];
extern const size_t hooks_count;

/*
 * Loads and attaches this hook alone, then takes it away again. Returns 0, or -errno with a
 * sentence for a person in reason (what the kernel said, what it means).
 */
int hook_probe(const struct hook *hook, char *reason, size_t reason_len);

/* What a run attaches: NULL = this side has none. */
struct hook_choice {
	const struct hook *side[HOOK_SIDE_MAX];
};

/* Which sides a run hooks into. */
struct hook_wants {
	bool recv; /* with the half-closed */
	bool send;
	bool sized; /* the send side by a sized hook, and no run without one */
};

/*
 * Chooses a hook per side: of this kind, or with ATTACH_AUTO the first that the kernel takes.
 * -errno with a sentence in reason if the receive side has none, or the kernel refuses the kind
 * that was asked for; a send side without a hook is a degraded mode, not an error, where this
 * kind does not exist for it (ACKs show every sender), unless it must be sized.
 */
int hook_choose(enum attach_kind kind, const struct hook_wants *wants,
		struct hook_choice *ret_choice, char *reason, size_t reason_len);

#endif
