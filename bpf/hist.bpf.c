// SPDX-License-Identifier: GPL-2.0-only
/*
 * Histograms: adds a metric's value at each segment or send call to its bucket. User space reads
 * only the counts.
 *
 * Without a gate every event counts. With a gate, one event of each turn of a socket counts, so a
 * busy socket has the same weight as others.
 */
#include "vmlinux.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "filter.bpf.h"
#include "gate.bpf.h"
#include "group.bpf.h"
#include "hist/hist_bucket.h"
#include "reading.bpf.h"
#include "seed.bpf.h"
#include "socket.bpf.h"
#include "state.bpf.h"

#define COUNTS_MAX (1 << 17)

const volatile __u32 cfg_metric; /* enum metric */
const volatile __u32 cfg_reads;  /* the fields that it needs: READS_* */
const volatile bool cfg_owners;  /* by comm, or only one process */
const volatile bool cfg_sends;   /* the metric is about send calls */

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, HIST_BUCKETS);
	__type(key, u32);
	__type(value, u64);
} rest SEC(".maps"); /* values without a group */

/* Maps a group to its number, which is never 0. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, GROUPS_MAX);
	__type(key, struct group_key);
	__type(value, u32);
} groups SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, COUNTS_MAX);
	__type(key, struct wire_bucket);
	__type(value, u64);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, WIRE_TALLY_MAX);
	__type(key, u32);
	__type(value, u64);
} tallies SEC(".maps");

__u32 last_group; /* the last number used */

/* Atomic although the maps are per CPU: two programs may interrupt each other on a CPU. */
static __always_inline void tally(u32 what)
{
	u64 *count = bpf_map_lookup_elem(&tallies, &what);

	if (count)
		__sync_fetch_and_add(count, 1);
}

/* 0 = too many groups */
static __always_inline u32 number_of(const struct group_key *key)
{
	u32 *known = bpf_map_lookup_elem(&groups, key), number;

	if (known)
		return *known;
	number = __sync_fetch_and_add(&last_group, 1) + 1;
	/* if another CPU was first, use its number; ours stays unused */
	bpf_map_update_elem(&groups, key, &number, BPF_NOEXIST);
	known = bpf_map_lookup_elem(&groups, key);
	return known ? *known : 0;
}

static __always_inline u64 *place_of(u32 group, u32 bucket)
{
	struct wire_bucket key = { .group = group, .bucket = bucket };
	u64 zero = 0, *count = bpf_map_lookup_elem(&counts, &key);

	if (count)
		return count;
	bpf_map_update_elem(&counts, &key, &zero, BPF_NOEXIST);
	return bpf_map_lookup_elem(&counts, &key);
}

static __always_inline void count(struct sock *sk, struct tcp_sock *tp, const struct sock_state *st,
				  u64 value, const bool typed)
{
	u32 bucket = hist_bucket(value), group = 0;
	u64 *place;

	if (cfg_by) {
		struct group_key key = {};

		group_fill(&key, sk, tp, st, typed);
		group = number_of(&key);
		if (!group)
			tally(WIRE_CROWDED);
	}
	place = group ? place_of(group, bucket) : bpf_map_lookup_elem(&rest, &bucket);
	if (place)
		__sync_fetch_and_add(place, 1);
	else
		tally(WIRE_UNCOUNTED);
}

/*
 * Is this the event of its socket's turn that counts? A turn begins with the first event after the
 * gate opens. That event begins a burst with an empty queue, so it is not representative. Therefore
 * the event is chosen at random, from as many as the previous turn had. If fewer come, none is
 * counted, and the next turn counts its first event, as does the very first turn.
 */
static __always_inline bool is_due(struct sock_state *st)
{
	struct sock_turn *turn = &st->turn;

	if (!cfg_gate_jiffies)
		return true;
	if (!st->primed || gate_open(st)) {
		bool counted = turn->events > turn->chosen;

		turn->chosen = counted ? bpf_get_prandom_u32() % turn->events : 0;
		turn->events = 0;
		turn->missed = 0;
		st->primed = 1;
		gate_pass(st);
	}
	return turn->events++ == turn->chosen;
}

/* Counts the reason once per turn, and lets the next event count instead. */
static __always_inline void miss(struct sock_state *st, u32 why)
{
	if (st && cfg_gate_jiffies) {
		st->turn.chosen = st->turn.events;
		if (st->turn.missed)
			return;
		st->turn.missed = 1;
	}
	tally(why);
}

static __always_inline void look(struct sock *sk, struct tcp_sock *tp, struct sock_state *st,
				 u32 sent_bytes, const bool typed)
{
	struct reading reading = { .sent_bytes = sent_bytes };
	u64 value = 0;

	if (cfg_owners && !(st && st->pid)) {
		miss(st, WIRE_WITHOUT_OWNER);
		return;
	}
	if (filter_asks_owner() && st && !filter_owner(st->pid, st->comm))
		return;
	reading_fill(&reading, sk, tp, cfg_reads, typed);
	if (!reading_value(cfg_metric, &reading, &value)) {
		miss(st, WIRE_WITHOUT_SAMPLE);
		return;
	}
	count(sk, tp, st, value, typed);
}

/* An event that shows the metric. Most stop at the gate. */
static __always_inline int on_event(struct sock *sk, u32 sent_bytes, const bool typed)
{
	const bool stateful = cfg_gate_jiffies || cfg_owners;
	struct sock_state *st = NULL;
	struct tcp_sock *tp;

	if (stateful) {
		st = state_find(sk);
		if (st && !is_due(st))
			return 0;
	}
	tp = tcp_of(sk, typed);
	if (!tp || !filter_socket(sk, tp, typed))
		return 0;
	if (stateful && !st) {
		st = state_get(sk);
		if (!st) {
			tally(WIRE_UNCOUNTED);
			return 0;
		}
		if (!is_due(st))
			return 0;
	}
	look(sk, tp, st, sent_bytes, typed);
	return 0;
}

static __always_inline int on_segment(struct sock *sk, struct sk_buff *skb, const bool typed)
{
	return on_event(sk, 0, typed);
}

static __always_inline int on_segment_half_closed(struct sock *sk, struct sk_buff *skb,
						  const bool typed)
{
	return is_half_closed(READ(sk->__sk_common.skc_state)) ? on_event(sk, 0, typed) : 0;
}

/* Called in the context of a task that uses the socket. */
static __always_inline void own(struct sock *sk, const bool typed)
{
	struct tcp_sock *tp = tcp_of(sk, typed);
	struct sock_state *st;

	if (!tp || !filter_socket(sk, tp, typed))
		return;
	st = state_get(sk);
	if (st)
		state_own(st);
}

static __always_inline int on_send(struct sock *sk, u32 sent_bytes, const bool typed)
{
	if (!is_connected(READ(sk->__sk_common.skc_state)))
		return 0;
	if (cfg_owners)
		own(sk, typed);
	return cfg_sends ? on_event(sk, sent_bytes, typed) : 0;
}

#include "recv_hooks.bpf.h"

/* Each iteration of a call's loop: shows the caller, but no size. */
SEC("tp_btf/tcp_sendmsg_locked")
int BPF_PROG(send_locked_tracepoint, struct sock *sk)
{
	return on_send(sk, 0, true);
}

/*
 * After the call; also for sockets that are not TCP. A negative length is an error: nothing was
 * sent.
 */
SEC("tp_btf/sock_send_length")
int BPF_PROG(send_length_tracepoint, struct sock *sk, int length)
{
	return length >= 0 && bpf_skc_to_tcp_sock(sk) ? on_send(sk, length, true) : 0;
}

SEC("fentry/tcp_sendmsg")
int BPF_PROG(send_fentry, struct sock *sk, struct msghdr *msg, unsigned long size)
{
	return on_send(sk, size, true);
}

SEC("kprobe/tcp_sendmsg")
int BPF_KPROBE(send_kprobe, struct sock *sk)
{
	return on_send(sk, PT_REGS_PARM3(ctx), false);
}

/* Shows the reader, and is perhaps the only hook for a half-closed socket. */
SEC("tp_btf/tcp_rcv_space_adjust")
int BPF_PROG(read_tracepoint, struct sock *sk)
{
	if (cfg_owners)
		own(sk, true);
	if (cfg_sends || sk->__sk_common.skc_state == TCP_ESTABLISHED)
		return 0;
	return on_event(sk, 0, true);
}

/* Only if the state is in the hash: remove it with the socket. */
SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(state_tracepoint, struct sock *sk, int oldstate, int newstate)
{
	if (sk->sk_protocol == 6 /* IPPROTO_TCP */ &&
	    (newstate == TCP_ESTABLISHED || newstate == TCP_CLOSE))
		state_forget(sk);
	return 0;
}

SEC("iter/task_file")
int seed(struct bpf_iter__task_file *ctx)
{
	struct sock_state *st;
	struct sock *sk;

	if (!seed_socket(ctx, &sk))
		return 0;
	st = state_get(sk);
	if (st)
		seed_own(st, ctx->task);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
