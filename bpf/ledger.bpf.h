/* SPDX-License-Identifier: GPL-2.0-only */
/* Event counters: each event that a hook sees has exactly one outcome. */
#ifndef TCPBDP_LEDGER_BPF_H
#define TCPBDP_LEDGER_BPF_H

#include "wire.h"

/*
 * One row for each program, not for each event: a program never interrupts itself on a CPU (the
 * kernel skips such a run and counts it as a miss), but two programs may interrupt each other.
 */
enum ledger_row {
	ROW_SEGMENTS,
	ROW_SEGMENTS_HALF_CLOSED,
	ROW_SENDS,
	ROW_READS,
	ROW_CLOSES,
	ROW_MAX,
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, ROW_MAX);
	__type(key, u32);
	__type(value, struct wire_ledger);
} ledger SEC(".maps");

static __always_inline void ledger_count(u32 row, u32 outcome)
{
	struct wire_ledger *l = bpf_map_lookup_elem(&ledger, &row);

	if (l)
		l->count[outcome]++;
}

#endif
