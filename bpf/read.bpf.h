/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a handler reads a kernel object. One handler serves all kinds of hooks:
 *
 * - tracepoint and fentry programs have typed pointers and load from them: cheap, and allowed
 *   under lockdown=confidentiality, unlike bpf_probe_read_kernel();
 * - kprobe programs have plain addresses and must copy.
 *
 * Every handler has a `const bool typed` in scope. Wrappers pass it as a constant, so inlining
 * removes the other branch.
 */
#ifndef TCPBDP_READ_BPF_H
#define TCPBDP_READ_BPF_H

#ifndef NULL
#define NULL ((void *)0)
#endif

#define READ_INTO(dst, src)                                                                        \
	do {                                                                                       \
		if (typed)                                                                         \
			(dst) = (src);                                                             \
		else                                                                               \
			bpf_core_read(&(dst), sizeof(dst), &(src));                                \
	} while (0)

/* The value of a member: READ(sk->sk_rcvbuf). The expression may hold one arrow. */
#define READ(src)                                                                                  \
	({                                                                                         \
		__typeof__(src) val_;                                                              \
		READ_INTO(val_, src);                                                              \
		val_;                                                                              \
	})

#define READ_BITS(ptr, field)                                                                      \
	(typed ? BPF_CORE_READ_BITFIELD(ptr, field) : BPF_CORE_READ_BITFIELD_PROBED(ptr, field))

#endif
