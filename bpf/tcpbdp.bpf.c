// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hooks. There is one handler per side, with a small wrapper for each kind of hook. User space
 * loads the wrappers that it chose (src/source/hooks.c).
 */
#include "vmlinux.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "emit.bpf.h"
#include "filter.bpf.h"
#include "gate.bpf.h"
#include "quiet.bpf.h"
#include "round.bpf.h"
#include "seed.bpf.h"
#include "segment.bpf.h"
#include "socket.bpf.h"

static __always_inline void aggregate_reset_minima(struct wire_aggregate *a)
{
	a->snd_wnd_min = ~0U;
	a->rcv_wnd_min = ~0U;
	a->unread_min = ~0U;
	a->ack_rtt_min_us = ~0U;
	a->room_min = ~0U;
}

/* A socket without a known owner passes; user space filters it once the owner is known. */
static __always_inline bool may_pass(const struct sock_state *st)
{
	return !filter_asks_owner() || !st->pid || filter_owner(st->pid, st->comm);
}

/*
 * TSO sends about 1 ms of data per burst, and at most a quarter of the window (tcp_tso_autosize(),
 * tcp_tso_should_defer()). A window with less room than a burst is as good as full.
 */
static __always_inline u32 least_sent(struct sock *sk, u32 mss, u32 snd_wnd, const bool typed)
{
	u64 burst = READ(sk->sk_pacing_rate) >> 10;

	if (burst > snd_wnd / 4)
		burst = snd_wnd / 4;
	return burst > mss ? burst : mss;
}

/* Packets in flight, as the congestion window counts them: tcp_packets_in_flight(). */
static __always_inline u32 packets_in_flight(struct tcp_sock *tp, const bool typed)
{
	return READ(tp->packets_out) - (READ(tp->sacked_out) + READ(tp->lost_out)) +
	       READ(tp->retrans_out);
}

/* Data waits. Counts the window without room for a burst; if neither has it, the smaller room. */
static __always_inline void aggregate_waiting(struct wire_aggregate *a, struct sock *sk,
					      struct tcp_sock *tp, u32 inflight, u32 mss,
					      const bool typed)
{
	u32 snd_wnd = READ(tp->snd_wnd), least = least_sent(sk, mss, snd_wnd, typed);
	u32 cwnd = READ(tp->snd_cwnd), packets = packets_in_flight(tp, typed);
	u32 rwnd_room = inflight < snd_wnd ? snd_wnd - inflight : 0;
	u64 cwnd_room = packets < cwnd ? (u64)(cwnd - packets) * mss : 0;

	a->waiting++;
	if (rwnd_room < least)
		a->blocked++;
	if (cwnd_room < rwnd_room && cwnd_room < least)
		a->cwnd_full++;
	else if (rwnd_room < least)
		a->rwnd_full++;
}

/* All data is sent and the buffer has no room: !sk_stream_is_writeable(). */
static __always_inline void aggregate_unwriteable(struct wire_aggregate *a, struct sock *sk,
						  const bool typed)
{
	struct socket *sock = READ(sk->sk_socket);

	a->unwriteable++;
	if (sock && READ(sock->flags) & (1UL << SOCK_NOSPACE_BIT))
		a->refused++;
}

static __always_inline void aggregate_sender(struct wire_aggregate *a, struct sock *sk,
					     struct tcp_sock *tp, u32 weight, const bool typed)
{
	u32 snd_nxt = READ(tp->snd_nxt), inflight = snd_nxt - READ(tp->snd_una);
	u32 wmem, rtt_us, mss;

	if (!inflight)
		return;
	wmem = READ(sk->sk_wmem_queued);
	rtt_us = READ(tp->rack.rtt_us);
	mss = READ(tp->mss_cache);
	a->busy += weight;
	LOWER(a->ack_rtt_min_us, rtt_us); /* of the previous ACK */
	RAISE(a->inflight_max, inflight);
	RAISE(a->wmem_queued_max, wmem);
	/* less than a segment may wait for Nagle instead of a window */
	if (READ(tp->write_seq) - snd_nxt >= mss)
		aggregate_waiting(a, sk, tp, inflight, mss, typed);
	else if (wmem + wmem / 2 > (u32)READ(sk->sk_sndbuf))
		aggregate_unwriteable(a, sk, typed);
}

/* A segment with data, before the kernel processes it. */
static __always_inline void aggregate_data(struct wire_aggregate *a, struct sock_round *round,
					   struct tcp_sock *tp, struct sk_buff *skb, u32 rcv_wnd,
					   u32 unread, u32 weight, const bool typed)
{
	u32 len = segment_bytes(skb, typed), room;

	if (!len)
		return;
	a->data_segments += weight;
	if (READ(tp->inet_conn.icsk_ack.lrcvtime) != (u32)bpf_jiffies64())
		a->data_jiffies++;
	if (!unread)
		a->read_up += weight;
	room = segment_room(tp, skb, rcv_wnd, typed);
	LOWER(a->room_min, room);
	/* a sender waits if less than a burst is left of the window (tcp_tso_should_defer()) */
	if (room < len || room < a->rcv_wnd_max / 4)
		a->filled++;
	round_segment(round, a, tp, rcv_wnd, typed);
}

/*
 * Adds a segment that counts for `weight` segments to the aggregates. Returns which windows are
 * closed.
 */
static __always_inline u8 aggregate_segment(struct sock_state *st, struct tcp_sock *tp,
					    struct sock *sk, struct sk_buff *skb, u32 weight,
					    const bool typed)
{
	u32 rcv_wnd = READ(tp->rcv_wnd), snd_wnd = READ(tp->snd_wnd);
	u32 rmem = READ(sk->sk_backlog.rmem_alloc.counter), unread = 0;
	struct wire_aggregate *a = &st->agg;

	a->segments += weight;
	aggregate_sender(a, sk, tp, weight, typed);
	RAISE(a->snd_wnd_max, snd_wnd);
	LOWER(a->snd_wnd_min, snd_wnd);
	RAISE(a->rcv_wnd_max, rcv_wnd);
	LOWER(a->rcv_wnd_min, rcv_wnd);
	/* without memory there is no unread data: saves two loads */
	if (rmem)
		unread = READ(tp->rcv_nxt) - READ(tp->copied_seq);
	LOWER(a->unread_min, unread);
	aggregate_data(a, &st->round, tp, skb, rcv_wnd, unread, weight, typed);
	if (unread) {
		RAISE(a->unread_max, unread);
		RAISE(a->rmem_alloc_max, rmem);
	}
	return (snd_wnd ? 0 : CLOSED_SND) | (rcv_wnd ? 0 : CLOSED_RCV);
}

/* Initialises the state at the first event. segs_in: the number of segments before it. */
static __always_inline void prime(struct sock_state *st, u32 segs_in)
{
	if (st->primed)
		return;
	st->primed = 1;
	st->segs_in = segs_in;
	aggregate_reset_minima(&st->agg);
}

static __always_inline u32 segment(struct sock *sk, struct sk_buff *skb, const bool typed)
{
	struct sock_state *st;
	struct tcp_sock *tp;
	bool quiet;
	u8 closed;

	tp = tcp_of(sk, typed);
	if (!tp || !filter_socket(sk, tp, typed))
		return WIRE_FILTERED;
	quiet = quiet_allowed(tp, typed) && quiet_segment(sk, tp, skb, typed);
	if (quiet && quiet_seen_now(tp, typed))
		return WIRE_SUPPRESSED;
	st = state_get(sk);
	if (!st)
		return WIRE_DROPPED;
	if (!may_pass(st))
		return WIRE_FILTERED;
	prime(st, READ(tp->segs_in) - 1);
	closed = aggregate_segment(st, tp, sk, skb, quiet_weight(st, tp, skb, quiet, typed), typed);
	if (gate_open(st)) {
		st->closed_windows = closed;
		return emit(sk, tp, st, WIRE_GATE, typed);
	}
	/* at most once per jiffy: a window may open and close with every segment */
	if (closed != st->closed_windows && (u32)bpf_jiffies64() != st->gate_jiffies) {
		st->closed_windows = closed;
		return emit(sk, tp, st, WIRE_WINDOW, typed);
	}
	return WIRE_SUPPRESSED;
}

static __always_inline int on_segment(struct sock *sk, struct sk_buff *skb, const bool typed)
{
	ledger_count(ROW_SEGMENTS, segment(sk, skb, typed));
	return 0;
}

static __always_inline int on_segment_half_closed(struct sock *sk, struct sk_buff *skb,
						  const bool typed)
{
	if (!is_half_closed(READ(sk->__sk_common.skc_state)))
		return 0;
	ledger_count(ROW_SEGMENTS_HALF_CLOSED, segment(sk, skb, typed));
	return 0;
}

static __always_inline u32 send(struct sock *sk, const bool typed)
{
	struct tcp_sock *tp = NULL;
	struct sock_state *st;
	u32 wmem;
	u8 state;

	/* these hooks see only TCP sockets, so without a filter the check can be skipped */
	if (cfg_filter.any) {
		tp = tcp_of(sk, typed);
		if (!tp || !filter_socket(sk, tp, typed))
			return WIRE_FILTERED;
	}
	/* a write after the end must not create the socket's state again */
	state = READ(sk->__sk_common.skc_state);
	if (!is_connected(state) || (state == TCP_ESTABLISHED && quiet_send(sk, typed)))
		return WIRE_SUPPRESSED;
	st = state_get(sk);
	if (!st)
		return WIRE_DROPPED;
	state_own(st);
	if (!may_pass(st))
		return WIRE_FILTERED;
	if (!st->primed) {
		tp = tcp_of(sk, typed);
		if (tp)
			prime(st, READ(tp->segs_in));
	}
	if (cfg_unlocked_sends)
		__sync_fetch_and_add(&st->agg.sends, 1);
	else
		st->agg.sends++;
	wmem = READ(sk->sk_wmem_queued);
	RAISE(st->agg.wmem_queued_max, wmem);
	/*
	 * The receive side writes the samples of established sockets, with the state that an ACK
	 * finds. This gate is for sockets whose segments no hook sees.
	 */
	if (state == TCP_ESTABLISHED && cfg_gate_jiffies)
		return WIRE_SUPPRESSED;
	if (!gate_open(st))
		return WIRE_SUPPRESSED;
	tp = tcp_of(sk, typed);
	return tp ? emit(sk, tp, st, WIRE_GATE, typed) : WIRE_SUPPRESSED;
}

static __always_inline int on_send(struct sock *sk, const bool typed)
{
	ledger_count(ROW_SENDS, send(sk, typed));
	return 0;
}

static __always_inline u32 read(struct sock *sk, const bool typed)
{
	struct sock_state *st;
	struct tcp_sock *tp;

	tp = tcp_of(sk, typed);
	if (!tp || !filter_socket(sk, tp, typed))
		return WIRE_FILTERED;
	/* a read after a reset must not create the socket's state again */
	if (!is_connected(READ(sk->__sk_common.skc_state)))
		return WIRE_SUPPRESSED;
	st = state_get(sk);
	if (!st)
		return WIRE_DROPPED;
	state_own(st);
	if (!may_pass(st))
		return WIRE_FILTERED;
	prime(st, READ(tp->segs_in));
	return gate_open(st) ? emit(sk, tp, st, WIRE_GATE, typed) : WIRE_SUPPRESSED;
}

/*
 * A process that only reads is an owner too; it may be a child of the one that accepted the socket.
 */
static __always_inline void read_established(struct sock *sk)
{
	struct sock_state *st = state_find(sk);

	if (st)
		state_own(st);
}

/*
 * Sockets whose owner shut down sending and still reads. Without fentry no hook sees their
 * segments, so user space attaches the hook on reads while there are any (source/programs.c).
 */
__u32 half_closed_readers;

static __always_inline void half_closed_begin(struct sock *sk, struct sock_state *st, u8 state)
{
	if (st->half_closed || (state != TCP_FIN_WAIT1 && state != TCP_FIN_WAIT2) ||
	    sk->sk_shutdown != SEND_SHUTDOWN)
		return;
	st->half_closed = 1;
	__sync_fetch_and_add(&half_closed_readers, 1);
}

static __always_inline void half_closed_end(struct sock_state *st)
{
	if (!st->half_closed)
		return;
	st->half_closed = 0;
	__sync_fetch_and_add(&half_closed_readers, -1);
}

static __always_inline u32 transition(struct sock *sk, int newstate, const bool typed)
{
	struct sock_state *st;
	struct tcp_sock *tp;
	u32 outcome;

	tp = tcp_of(sk, typed);
	if (!tp || !filter_socket(sk, tp, typed))
		return WIRE_FILTERED;
	st = state_find(sk);
	if (!st) /* no event seen: nothing to report */
		return WIRE_SUPPRESSED;
	half_closed_begin(sk, st, newstate);
	prime(st, READ(tp->segs_in));
	outcome = may_pass(st)
			  ? emit(sk, tp, st, newstate == TCP_CLOSE ? WIRE_CLOSE : WIRE_STATE, typed)
			  : WIRE_FILTERED;
	if (newstate == TCP_CLOSE) {
		half_closed_end(st);
		state_forget(sk);
	}
	return outcome;
}

#include "recv_hooks.bpf.h"

/* ---- send side: tcp_sendmsg() ---- */

SEC("tp_btf/tcp_sendmsg_locked")
int BPF_PROG(send_locked_tracepoint, struct sock *sk)
{
	return on_send(sk, true);
}

/* After the call; also for sockets that are not TCP. */
SEC("tp_btf/sock_send_length")
int BPF_PROG(send_length_tracepoint, struct sock *sk)
{
	return bpf_skc_to_tcp_sock(sk) ? on_send(sk, true) : 0;
}

SEC("fentry/tcp_sendmsg")
int BPF_PROG(send_fentry, struct sock *sk)
{
	return on_send(sk, true);
}

SEC("kprobe/tcp_sendmsg")
int BPF_KPROBE(send_kprobe, struct sock *sk)
{
	return on_send(sk, false);
}

/* ---- for all kinds of hooks ---- */

/*
 * Attached while there are half-closed readers, and at times to find out who reads. For established
 * sockets only the owner is noted: the receive side sees their data.
 */
SEC("tp_btf/tcp_rcv_space_adjust")
int BPF_PROG(read_tracepoint, struct sock *sk)
{
	if (sk->__sk_common.skc_state == TCP_ESTABLISHED) {
		read_established(sk);
		return 0;
	}
	ledger_count(ROW_READS, read(sk, true));
	return 0;
}

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(state_tracepoint, struct sock *sk, int oldstate, int newstate)
{
	if (sk->sk_protocol != 6 /* IPPROTO_TCP */)
		return 0;
	if (newstate == TCP_ESTABLISHED) {
		bpf_get_socket_cookie(sk); /* for the kprobe kinds: see emit_cookie() */
		state_forget(sk);          /* left by an earlier socket at this address */
		return 0;
	}
	if (oldstate == TCP_ESTABLISHED ||
	    (newstate == TCP_CLOSE && oldstate != TCP_LISTEN && oldstate != TCP_SYN_SENT &&
	     oldstate != TCP_NEW_SYN_RECV))
		ledger_count(ROW_CLOSES, transition(sk, newstate, true));
	return 0;
}

/* ---- seed: every socket that a task has open, in every namespace, with its owner ---- */

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct wire_sample);
} seed_scratch SEC(".maps");

SEC("iter/task_file")
int seed(struct bpf_iter__task_file *ctx)
{
	const bool typed = true;
	struct sock_state *st;
	struct wire_sample *s;
	struct tcp_sock *tp;
	struct sock *sk;
	u32 zero = 0;

	tp = seed_socket(ctx, &sk);
	if (!tp)
		return 0;
	s = bpf_map_lookup_elem(&seed_scratch, &zero);
	st = state_get(sk);
	if (!s || !st || !seed_own(st, ctx->task))
		return 0;
	half_closed_begin(sk, st, sk->__sk_common.skc_state);
	sample_copy(s, sk, tp, typed);
	s->cookie = bpf_get_socket_cookie(sk);
	s->reason = WIRE_SEED;
	s->pid = st->pid;
	__builtin_memcpy(s->comm, st->comm, sizeof(s->comm));
	__builtin_memset(&s->agg, 0, sizeof(s->agg));
	aggregate_reset_minima(&s->agg);
	bpf_seq_write(ctx->meta->seq, s, sizeof(*s));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
