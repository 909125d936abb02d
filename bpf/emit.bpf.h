/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes a socket and its state to the ring buffer. */
#ifndef TCPBDP_EMIT_BPF_H
#define TCPBDP_EMIT_BPF_H

#include "gate.bpf.h"
#include "ledger.bpf.h"
#include "sample.bpf.h"
#include "state.bpf.h"

const volatile __u64 cfg_wake_bytes; /* wake the reader when this much is waiting */
/* The hook of the send side does not run under the socket lock. */
const volatile bool cfg_unlocked_sends = true;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 << 20);
} samples SEC(".maps");

/*
 * bpf_get_socket_cookie() needs a typed pointer. Programs that have one create the cookie, at the
 * seed and when a connection is established.
 */
static __always_inline u64 emit_cookie(struct sock *sk, const bool typed)
{
	u64 cookie = READ(sk->__sk_common.skc_cookie.counter);

	if (typed && !cookie)
		cookie = bpf_get_socket_cookie(sk);
	return cookie;
}

/*
 * All hooks that change or take the aggregates run under the socket lock, except some of the send
 * side. If one of those is attached, both sides may run at the same time on different CPUs. Then
 * the aggregates are taken by atomic exchange, so that concurrent additions go into the next
 * record. Fifteen exchanges cost 100 ns, so other hooks do not use them.
 */
#define TAKE(dst, src, reset)                                                                      \
	do {                                                                                       \
		if (cfg_unlocked_sends) {                                                          \
			(dst) = __sync_lock_test_and_set(&(src), reset);                           \
		} else {                                                                           \
			(dst) = (src);                                                             \
			(src) = (reset);                                                           \
		}                                                                                  \
	} while (0)

static __always_inline void emit_aggregate(struct wire_aggregate *to, struct wire_aggregate *from)
{
	TAKE(to->segments, from->segments, 0);
	TAKE(to->sends, from->sends, 0);
	TAKE(to->busy, from->busy, 0);
	TAKE(to->waiting, from->waiting, 0);
	TAKE(to->unwriteable, from->unwriteable, 0);
	TAKE(to->inflight_max, from->inflight_max, 0);
	TAKE(to->snd_wnd_max, from->snd_wnd_max, 0);
	TAKE(to->snd_wnd_min, from->snd_wnd_min, ~0U);
	TAKE(to->wmem_queued_max, from->wmem_queued_max, 0);
	TAKE(to->rcv_wnd_max, from->rcv_wnd_max, 0);
	TAKE(to->rcv_wnd_min, from->rcv_wnd_min, ~0U);
	TAKE(to->unread_max, from->unread_max, 0);
	TAKE(to->unread_min, from->unread_min, ~0U);
	TAKE(to->rmem_alloc_max, from->rmem_alloc_max, 0);
	TAKE(to->ack_rtt_min_us, from->ack_rtt_min_us, ~0U);
	TAKE(to->blocked, from->blocked, 0);
	TAKE(to->rwnd_full, from->rwnd_full, 0);
	TAKE(to->cwnd_full, from->cwnd_full, 0);
	TAKE(to->refused, from->refused, 0);
	TAKE(to->data_segments, from->data_segments, 0);
	TAKE(to->read_up, from->read_up, 0);
	TAKE(to->filled, from->filled, 0);
	TAKE(to->room_min, from->room_min, ~0U);
	TAKE(to->rounds, from->rounds, 0);
	TAKE(to->full_rounds, from->full_rounds, 0);
	TAKE(to->asked_rounds, from->asked_rounds, 0);
	TAKE(to->data_jiffies, from->data_jiffies, 0);
}

/* Returns the outcome for the event counters. */
static __always_inline u32 emit(struct sock *sk, struct tcp_sock *tp, struct sock_state *st,
				u8 reason, const bool typed)
{
	struct wire_sample *s = bpf_ringbuf_reserve(&samples, sizeof(*s), 0);
	u64 waiting_bytes;

	gate_pass(st);
	if (!s)
		return WIRE_DROPPED;
	sample_copy(s, sk, tp, typed);
	s->cookie = emit_cookie(sk, typed);
	s->reason = reason;
	s->pid = st->pid;
	__builtin_memcpy(s->comm, st->comm, sizeof(s->comm));
	emit_aggregate(&s->agg, &st->agg);

	/* Wake once per fill level, not per record: a wake-up costs as much as forty records. */
	waiting_bytes = bpf_ringbuf_query(&samples, BPF_RB_AVAIL_DATA);
	bpf_ringbuf_submit(s, waiting_bytes - cfg_wake_bytes < 2 * sizeof(*s) ? BPF_RB_FORCE_WAKEUP
									      : BPF_RB_NO_WAKEUP);
	return WIRE_EMITTED;
}

#endif
