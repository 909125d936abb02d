/* SPDX-License-Identifier: GPL-2.0-only */
/* The state of each socket between two samples, and where it is stored. */
#ifndef TCPBDP_STATE_BPF_H
#define TCPBDP_STATE_BPF_H

#include "wire.h"

/* Which event of a turn is counted (hist.bpf.c). */
struct sock_turn {
	u32 events; /* so far */
	u32 chosen; /* the one to count, from 0 */
	u8 missed;  /* it had no value */
};

/* A round trip of data, from its first segment. */
struct sock_round {
	u64 start_ns;
	u32 start_jiffies; /* avoids reading the clock before a round can be over */
	u32 rcv_nxt;
	u32 write_seq;
	u32 window; /* 0 = no round yet */
};

struct sock_state {
	u32 gate_jiffies;  /* when the last sample was written */
	u32 pid;           /* 0 = no owner seen yet */
	u32 named_jiffies; /* when its name was last read */
	char comm[WIRE_COMM_LEN];
	u8 primed;         /* the members below are valid */
	u8 closed_windows; /* CLOSED_* at the last event */
	u8 half_closed;    /* is one of half_closed_readers (tcpbdp.bpf.c) */
	u8 pad;
	u32 segs_in; /* tp->segs_in up to which the aggregates count */
	struct sock_round round;
	union {
		struct wire_aggregate agg;
		struct sock_turn turn;
	};
};

enum {
	CLOSED_SND = 1,
	CLOSED_RCV = 2,
};

/*
 * sk_storage needs a typed pointer, which kprobe programs do not have. If one is attached, all
 * programs keep their state in the hash, by the socket's address.
 */
const volatile bool cfg_state_in_hash;

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct sock_state);
} sock_states SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 1 << 17);
	__type(key, u64);
	__type(value, struct sock_state);
} sock_states_by_address SEC(".maps");

static __always_inline struct sock_state *state_find(struct sock *sk)
{
	if (cfg_state_in_hash) {
		u64 key = (u64)sk;

		return bpf_map_lookup_elem(&sock_states_by_address, &key);
	}
	return bpf_sk_storage_get(&sock_states, sk, 0, 0);
}

/* NULL = out of memory, or the socket is being destroyed. */
static __always_inline struct sock_state *state_get(struct sock *sk)
{
	struct sock_state *st;

	if (cfg_state_in_hash) {
		struct sock_state fresh = {};
		u64 key = (u64)sk;

		st = bpf_map_lookup_elem(&sock_states_by_address, &key);
		if (st)
			return st;
		/* another CPU may have been first */
		bpf_map_update_elem(&sock_states_by_address, &key, &fresh, BPF_NOEXIST);
		return bpf_map_lookup_elem(&sock_states_by_address, &key);
	}
	/*
	 * BPF_SK_STORAGE_GET_F_CREATE takes a reference on the socket (20 ns), so try without it
	 * first
	 */
	st = bpf_sk_storage_get(&sock_states, sk, 0, 0);
	return st ?: bpf_sk_storage_get(&sock_states, sk, 0, BPF_SK_STORAGE_GET_F_CREATE);
}

/* The kernel removes sk_storage with its socket, but not entries of the hash. */
static __always_inline void state_forget(struct sock *sk)
{
	u64 key = (u64)sk;

	if (cfg_state_in_hash)
		bpf_map_delete_elem(&sock_states_by_address, &key);
}

/* A process may change its name: read it again about once a second. */
#define NAME_VALID_JIFFIES 256

/* Called in the context of a task that uses the socket. */
static __always_inline void state_own(struct sock_state *st)
{
	u32 pid = bpf_get_current_pid_tgid() >> 32, now = (u32)bpf_jiffies64();

	if (st->pid == pid && now - st->named_jiffies < NAME_VALID_JIFFIES)
		return;
	st->pid = pid;
	st->named_jiffies = now;
	bpf_get_current_comm(st->comm, sizeof(st->comm));
}

#define RAISE(max, val)                                                                            \
	do {                                                                                       \
		if ((val) > (max))                                                                 \
			(max) = (val);                                                             \
	} while (0)

#define LOWER(min, val)                                                                            \
	do {                                                                                       \
		if ((val) < (min))                                                                 \
			(min) = (val);                                                             \
	} while (0)

#endif
