/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the tests of the model share: a socket that nothing is wrong with, at 100 Mbit/s and 50 ms,
 * with the defaults and the values of a 6.12; a span of it as sender and as receiver; and its samples
 * 100 ms apart.
 *
 * The baselines are initialisers, so that a row of a table is a baseline and what differs from it.
 */
#ifndef MODEL_FIXTURE_H
#define MODEL_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "verdict/verdict.h"

#pragma GCC diagnostic ignored "-Woverride-init" /* to override is what the rows do */

#define MS UINT64_C(1000000)
#define SECOND (1000 * MS)
#define JIFFIES_PER_STEP 25 /* HZ 250 */
#define STEP_NS (100 * MS)
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define MIB (1 << 20)
#define BASELINE_RTT_US 50120

/* A span of six round trips, as three samples show it. */
#define SPAN_NS (300 * MS)
#define SPAN_SAMPLES 3

/* What moves in it at so many bits per second, sent or received. */
#define SPAN_BYTES(bps) ((bps) / 80 * 3)
#define SENDS_AT(bps)                                                                              \
	.ev.send_bps = (bps), .ev.acked_bytes = SPAN_BYTES(bps),                                   \
	.ev.delivered_bytes = SPAN_BYTES(bps)
#define RECEIVES_AT(bps) .ev.recv_bps = (bps), .ev.received_bytes = SPAN_BYTES(bps)

#define NO_EVENTS                                                                                  \
	{                                                                                          \
		.snd_wnd_min_bytes = UINT32_MAX, .rcv_wnd_min_bytes = UINT32_MAX,                  \
		.unread_min_bytes = UINT32_MAX, .ack_rtt_min_us = UINT32_MAX,                      \
		.room_min_bytes = UINT32_MAX                                                       \
	}

/* Nothing in flight, nothing unread. The buffers have grown to what the path wants, and could
 * grow on. */
#define BASELINE_SAMPLE                                                                            \
	{                                                                                          \
		.ts_ns = 1000 * SECOND, .state = TCP_STATE_ESTABLISHED, .jiffies = 250000,         \
		.id = { .cookie = 4097,                                                            \
			.netns = 4026531840u,                                                      \
			.pid = 4711,                                                               \
			.local = { .addr = { 10, 9, 0, 1 }, .port = 40522 },                       \
			.remote = { .addr = { 10, 9, 0, 2 }, .port = 873 },                        \
			.comm = "rsync",                                                           \
			.congestion_control = "cubic" },                                           \
		.srtt_us = 51000, .rtt_min_us = BASELINE_RTT_US, .rcv_rtt_us = 50300,              \
		.mss_bytes = 1448, .tstamp_ok = true, .wscale_ok = true, .window_scaling = true,   \
		.moderate_rcvbuf = true, .detailed = true, .snd_wscale = 7, .rcv_wscale = 7,       \
		.pacing_bytes_per_s = UINT64_MAX, .snd_una = 1000000, .snd_nxt = 1000000,          \
		.write_seq = 1000000, .snd_wnd_bytes = 3 * MIB, .max_window_bytes = 3 * MIB,       \
		.cwnd_segments = 500, .cwnd_clamp_segments = UINT32_MAX, .ssthresh_segments = 400, \
		.sndbuf_bytes = 5 * MIB / 2, .tcp_wmem = { 4096, 16384, 4 * MIB },                 \
		.rcv_nxt = 5000000, .copied_seq = 5000000, .rcv_wnd_bytes = 1966080,               \
		.rcv_ssthresh_bytes = 1966080, .window_clamp_bytes = 1966080,                      \
		.rcvbuf_bytes = 3 * MIB, .tcp_rmem = { 4096, 131072, 6 * MIB },                    \
		.scaling_ratio = 160, .adv_win_scale = 1, .agg = NO_EVENTS                         \
	}

/* It sends as fast as its congestion window lets it: 100 Mbit/s. Each ACK finds that one full. */
#define SENDER                                                                                     \
	.last = BASELINE_SAMPLE, .last.snd_nxt = 1700000, .last.write_seq = 2500000,               \
	.agg = { .segments = 120,                                                                  \
		 .sends = 60,                                                                      \
		 .busy = 120,                                                                      \
		 .waiting = 120,                                                                   \
		 .cwnd_full = 120,                                                                 \
		 .inflight_max_bytes = 700000,                                                     \
		 .snd_wnd_max_bytes = 3 * MIB,                                                     \
		 .snd_wnd_min_bytes = 3 * MIB - 4096,                                              \
		 .wmem_queued_max_bytes = 3 * MIB / 2,                                             \
		 .rcv_wnd_max_bytes = 1966080,                                                     \
		 .rcv_wnd_min_bytes = 1966080 },                                                   \
	.with_events = SPAN_SAMPLES,                                                               \
	.ev = { .span_ns = SPAN_NS,                                                                \
		.busy_ns = SPAN_NS,                                                                \
		.acked_bytes = SPAN_BYTES(100000000),                                              \
		.delivered_bytes = SPAN_BYTES(100000000),                                          \
		.send_bps = 100000000,                                                             \
		.rtt_min_us = BASELINE_RTT_US,                                                     \
		.srtt_us = 51500,                                                                  \
		.standing_rtt_us = 50300,                                                          \
		.doubtful_rtt_us = 50300,                                                          \
		.waiting_permille = 1000 }

/* What its ACKs found, of 120: the peer's window full, the congestion window full, the writer refused.
 * Of the rest, data waited with room in both windows, or nothing did. */
#define LOOKS(all, rwnd, cwnd, paced, sndbuf)                                                      \
	.agg.busy = (all), .agg.waiting = (rwnd) + (cwnd) + (paced), .agg.rwnd_full = (rwnd),      \
	.agg.cwnd_full = (cwnd), .agg.unwriteable = (sndbuf), .agg.refused = (sndbuf)

/* It receives what its window has ample room for: 100 Mbit/s, BDP 626 500 bytes. */
#define RECEIVER                                                                                   \
	.last = BASELINE_SAMPLE,                                                                   \
	.agg = { .segments = 1200,                                                                 \
		 .snd_wnd_max_bytes = 3 * MIB,                                                     \
		 .snd_wnd_min_bytes = 3 * MIB,                                                     \
		 .rcv_wnd_max_bytes = 1966080,                                                     \
		 .rcv_wnd_min_bytes = 1900000,                                                     \
		 .unread_max_bytes = 65536,                                                        \
		 .data_segments = 1200,                                                            \
		 .read_up = 600,                                                                   \
		 .room_min_bytes = 1300000,                                                        \
		 .rounds = 5 },                                                                    \
	.with_events = SPAN_SAMPLES, .rcv_least_rtt_us = 50200,                                    \
	.ev = { .span_ns = SPAN_NS,                                                                \
		.received_bytes = SPAN_BYTES(100000000),                                           \
		.recv_bps = 100000000,                                                             \
		.rtt_min_us = BASELINE_RTT_US,                                                     \
		.srtt_us = 50500,                                                                  \
		.standing_rtt_us = 50300,                                                          \
		.doubtful_rtt_us = 50300,                                                          \
		.rcv_rtt_us = 50300,                                                               \
		.rcv_standing_rtt_us = 50200 }

/* One row of a table of verdicts: what a span showed, and what must be said of it. */
struct row {
	const char *name;
	struct sample last;
	struct sample_aggregate agg;
	unsigned peer_stood, unread_kept, closed, with_events; /* samples */
	struct evidence ev;
	struct trends trends;
	bool host_memory_pressure;
	uint32_t queued_rtt_us;
	bool peer_may_scale;
	uint64_t send_path_bps, recv_path_bps;
	uint64_t send_held_bps, recv_held_bps;
	uint64_t known_path_bps;
	uint32_t rcv_least_rtt_us;
	bool rtt_wanders, rtt_steady;
	uint64_t against_bps; /* in either direction */
	uint8_t send_queues, recv_queues;
	enum limit limit;
	enum cause cause;
	bool undersized;
	const char *rule; /* that decides last; NULL = whichever */
};

/* The row's case; iv is where its span is kept. */
static inline struct case_file row_case(const struct row *row, struct interval *iv)
{
	*iv = (struct interval){
		.base = row->last,
		.last = row->last,
		.agg = row->agg,
		.nospace = row->last.nospace,
		.peer = { .samples = row->with_events, .stood = row->peer_stood },
		.unread_kept = row->unread_kept,
		.closed = row->closed,
		.with_events = row->with_events,
	};
	return (struct case_file){
		.iv = iv,
		.ev = row->ev,
		.trends = row->trends,
		.host_memory_pressure = row->host_memory_pressure,
		.queued_rtt_us = row->queued_rtt_us,
		.peer_may_scale = row->peer_may_scale,
		.send_path_bps = row->send_path_bps,
		.recv_path_bps = row->recv_path_bps,
		.send_held_bps = row->send_held_bps,
		.recv_held_bps = row->recv_held_bps,
		.known_path_bps = row->known_path_bps,
		.rcv_least_rtt_us = row->rcv_least_rtt_us,
		.rtt_wanders = row->rtt_wanders,
		.rtt_steady = row->rtt_steady,
		.against_send_bps = row->against_bps,
		.against_recv_bps = row->against_bps,
		.send_queues = row->send_queues,
		.recv_queues = row->recv_queues,
	};
}

static inline const char *cause_or_none(enum cause cause)
{
	return cause == CAUSE_NONE ? "none" : cause_name(cause);
}

static inline void assert_cause(const struct row *row, enum cause cause, const char *rule)
{
	if (cause != row->cause || cause_undersized(cause) != row->undersized)
		fail_msg("%s: %s by %s, not %s", row->name, cause_or_none(cause), rule,
			 cause_or_none(row->cause));
	if (row->rule && strcmp(rule, row->rule))
		fail_msg("%s: %s decided, not %s", row->name, rule, row->rule);
}

/* Whatever was seen, the parts add up, and each says which rule it is by. */
static inline void assert_judgement(const struct row *row, const struct judgement *judged)
{
	unsigned sum = 0;

	assert_in_range(judged->count, 1, JUDGEMENT_PARTS);
	for (unsigned i = 0; i < judged->count; i++) {
		const struct verdict *part = &judged->parts[i];

		assert_non_null(part->because.limit.rule);
		sum += part->share_permille;
		for (unsigned k = 0; k < i; k++)
			if (part->limit == judged->parts[k].limit &&
			    part->cause == judged->parts[k].cause)
				fail_msg("%s: %s/%s twice", row->name, limit_name(part->limit),
					 cause_or_none(part->cause));
	}
	if (sum != 1000)
		fail_msg("%s: the shares add up to %u", row->name, sum);
}

static inline void assert_verdict(const struct row *row, const struct judgement *judged)
{
	const struct verdict v = verdict_largest(judged);
	const char *rule;

	assert_judgement(row, judged);
	rule = (v.because.cause.rule ? v.because.cause.rule : v.because.limit.rule)->name;
	if (v.limit != row->limit)
		fail_msg("%s: %s/%s by %s, not %s/%s", row->name, limit_name(v.limit),
			 cause_or_none(v.cause), rule, limit_name(row->limit),
			 cause_or_none(row->cause));
	assert_cause(row, v.cause, rule);
	if (!judged->ns != (v.limit == LIMIT_IDLE))
		fail_msg("%s: %s for %llu ns", row->name, limit_name(v.limit),
			 (unsigned long long)judged->ns);
}

/* What 100 ms bring: counters are added, the rest is what a sample then shows. */
struct step {
	uint32_t acked_bytes;    /* of what was sent in full */
	uint32_t received_bytes; /* and read */
	uint32_t busy_jiffies, rwnd_jiffies, sndbuf_jiffies;
	struct sample_aggregate agg;
};

/* 100 Mbit/s, of whose busy time the peer's window took a half and our buffer a quarter */
static const struct step busy_step = {
	.acked_bytes = 863 * 1448,
	.busy_jiffies = 20,
	.rwnd_jiffies = 10,
	.sndbuf_jiffies = 5,
	.agg = { .segments = 40,
		 .sends = 4,
		 .busy = 40,
		 .waiting = 30,
		 .rwnd_full = 20,
		 .cwnd_full = 10,
		 .unwriteable = 4,
		 .refused = 4,
		 .inflight_max_bytes = 600000,
		 .snd_wnd_max_bytes = 3 * MIB + 1,
		 .snd_wnd_min_bytes = 3 * MIB - 1,
		 .wmem_queued_max_bytes = 700000,
		 .rcv_wnd_max_bytes = 2000000,
		 .rcv_wnd_min_bytes = 1900000,
		 .unread_max_bytes = 9999,
		 .rmem_alloc_max_bytes = 20000,
		 .ack_rtt_min_us = 50300,
		 .room_min_bytes = UINT32_MAX },
};

static inline struct sample baseline_sample(void)
{
	return (struct sample)BASELINE_SAMPLE;
}

static inline struct sample_aggregate no_events(void)
{
	return (struct sample_aggregate)NO_EVENTS;
}

/* The sample 100 ms later. */
static inline void sample_step(struct sample *s, const struct step *step)
{
	s->ts_ns += STEP_NS;
	s->jiffies += JIFFIES_PER_STEP;
	s->bytes_acked += step->acked_bytes;
	s->bytes_sent += step->acked_bytes;
	s->delivered_segments += (step->acked_bytes + s->mss_bytes - 1) / s->mss_bytes;
	s->snd_una += step->acked_bytes;
	s->snd_nxt += step->acked_bytes;
	s->write_seq += step->acked_bytes;
	s->bytes_received += step->received_bytes;
	s->rcv_nxt += step->received_bytes;
	s->copied_seq += step->received_bytes;
	s->chrono.busy += step->busy_jiffies;
	s->chrono.rwnd_limited += step->rwnd_jiffies;
	s->chrono.sndbuf_limited += step->sndbuf_jiffies;
	s->agg = step->agg;
}

static inline struct evidence evidence(const struct interval *iv)
{
	struct evidence ev;

	interval_evidence(iv, &ev);
	return ev;
}

static inline void begin(struct interval *iv, const struct sample *base)
{
	interval_begin(iv, base, base->ts_ns);
}

static inline void add_steps(struct interval *iv, struct sample *s, const struct step *step,
			     int count)
{
	for (int i = 0; i < count; i++) {
		sample_step(s, step);
		interval_add(iv, s);
	}
}

#endif
