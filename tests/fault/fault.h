/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A call of a program fails, once. Preloaded; the environment says which:
 *
 *	FAULT_KIND=alloc	alloc, map, open, read, write, sync, rename or bpf; or none
 *	FAULT_AT=17		the 17th of them
 *	FAULT_REPORT=FILE	is made, of lines and of zeros
 *
 *	first alloc 17			it is the first of its stack (with FAULT_KIND=none)
 *	fired 17 OBJECT+0x1f ...	it failed; its stack, the innermost first
 *	calls alloc 40			that there were, in all
 *	blocks 3			of the heap, that were not given back
 *
 * The file is memory that is shared: neither a sandbox nor a crash keeps a line from it.
 */
#ifndef TCPBDP_TESTS_FAULT_H
#define TCPBDP_TESTS_FAULT_H

#include <stdbool.h>

enum fault_kind {
	FAULT_ALLOC,
	FAULT_MAP,
	FAULT_OPEN,
	FAULT_READ,
	FAULT_WRITE,
	FAULT_SYNC,
	FAULT_RENAME,
	FAULT_BPF,
	FAULT_MAX,
};

/* Counts the call. True: it shall fail, and errno is set. */
bool fault_now(enum fault_kind kind);

/* Blocks of the heap that came, or went. */
void fault_blocks(int change);

#endif
