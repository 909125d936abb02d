/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The hooks: the kinds for each side, which of them this kernel accepts, and which to use.
 *
 * A kind is probed by loading and attaching it, never by the kernel's version.
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
	HOOK_HALF_CLOSED, /* half-closed sockets; optional: reads and sends show them too */
	HOOK_SIDE_MAX,
};

/* "recv" */
const char *hook_side_name(enum hook_side side);

/* One way to attach one side. */
struct hook {
	enum hook_side side;
	enum attach_kind kind;
	const char *program; /* in bpf/tcpbdp.bpf.c */
	const char *target;  /* "tcp:tcp_probe", as perf and bpftrace write it */
	bool locked;         /* runs under the socket lock; all of the receive side do */
	bool sized;          /* send side: runs once per call and sees its size */
};

/* All hooks, cheapest first within a side, which is the order of auto. */
extern const struct hook hooks[];
extern const size_t hooks_count;

/*
 * Loads and attaches only this hook, then detaches it. 0, or -errno with a message in reason.
 */
int hook_probe(const struct hook *hook, char *reason, size_t reason_len);

/* The hooks of a run: NULL = this side has none. */
struct hook_choice {
	const struct hook *side[HOOK_SIDE_MAX];
};

/* Which sides a run needs. */
struct hook_wants {
	bool recv; /* half-closed sockets too */
	bool send;
	bool sized; /* the send side must have a sized hook */
};

/*
 * Chooses a hook per side: of this kind, or with ATTACH_AUTO the first that the kernel accepts.
 * -errno with a message in reason if the receive side has none, or if the kernel refuses the
 * requested kind. A send side for which this kind does not exist is no error, unless it must be
 * sized: ACKs show every sender.
 */
int hook_choose(enum attach_kind kind, const struct hook_wants *wants,
		struct hook_choice *ret_choice, char *reason, size_t reason_len);

#endif
