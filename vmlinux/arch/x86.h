/* SPDX-License-Identifier: GPL-2.0-only */
/* The registers a kprobe finds its arguments in: arch/x86/include/asm/ptrace.h. */
struct pt_regs {
	unsigned long di; /* the first, */
	unsigned long si; /* the second, */
	unsigned long dx; /* and the third: no other is asked for */
} __attribute__((preserve_access_index));
