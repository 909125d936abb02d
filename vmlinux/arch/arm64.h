/* SPDX-License-Identifier: GPL-2.0-only */
/* The registers a kprobe finds its arguments in: arch/arm64/include/uapi/asm/ptrace.h. */
struct user_pt_regs {
	__u64 regs[31];
	__u64 sp, pc, pstate;
} __attribute__((preserve_access_index));

struct pt_regs {
	union {
		struct user_pt_regs user_regs;
	};
} __attribute__((preserve_access_index));
