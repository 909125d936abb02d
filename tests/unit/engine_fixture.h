/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the tests of the engine share: a sink that remembers, and sockets to tell it of. */
#ifndef ENGINE_FIXTURE_H
#define ENGINE_FIXTURE_H

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"
#include "model_fixture.h"

#define START (1000 * SECOND) /* of the baseline sample */
#define OFFSET (UINT64_C(1763800000) * SECOND - START)

/* A sink that remembers every finding as a line of text. */
struct fake_sink {
	struct sink sink;
	FILE *out;
	char *text;
	size_t size, told;
	unsigned findings, intervals;
	unsigned ended; /* sockets */
	uint64_t ended_last;
	uint64_t limit_to; /* findings, before the disk is full; 0 = never */
};

static inline int fake_finding(struct sink *sink, const struct finding *f)
{
	struct fake_sink *fs = (struct fake_sink *)sink;

	if (fs->limit_to && fs->findings >= fs->limit_to)
		return -ENOSPC;
	fs->findings++;
	fprintf(fs->out, "%" PRIu64 "+%" PRIu64 " %" PRIu64 " %u %s", f->ts_ns / MS,
		f->interval_ns / MS, f->id.cookie, f->id.pid, f->cgroup ? f->cgroup : "-");
	fprintf(fs->out, " send %s/%s %" PRIu64 " %" PRIu64, limit_name(f->send.dir.limit),
		cause_or_none(f->send.dir.cause), f->send.dir.rate_bps, f->send.dir.bdp_bytes);
	fprintf(fs->out, " recv %s/%s %" PRIu64 " %" PRIu64 " %" PRIu64 "\n",
		limit_name(f->recv.dir.limit), cause_or_none(f->recv.dir.cause),
		f->recv.dir.rate_bps, f->recv.dir.bdp_bytes, f->recv.dir.needed_bytes);
	return 0;
}

static inline int fake_interval_end(struct sink *sink)
{
	struct fake_sink *fs = (struct fake_sink *)sink;

	fs->intervals++;
	return 0;
}

static inline int fake_summary(struct sink *sink, const struct summary *s)
{
	(void)sink;
	(void)s;
	return 0;
}

static inline void fake_free(struct sink *sink)
{
	(void)sink;
}

static inline int fake_socket_end(struct sink *sink, uint64_t cookie)
{
	struct fake_sink *fs = (struct fake_sink *)sink;

	fs->ended++;
	fs->ended_last = cookie;
	return 0;
}

static const struct sink_ops fake_ops = {
	.finding = fake_finding,
	.interval_end = fake_interval_end,
	.socket_end = fake_socket_end,
	.summary = fake_summary,
	.free = fake_free,
};

/* An engine, its sink, and the summary once it has finished. */
struct bench {
	struct fake_sink fake;
	struct engine *engine;
	struct summary summary;
};

static inline struct engine_opts second_opts(void)
{
	return (struct engine_opts){
		.interval_ns = SECOND,
		.start_ns = START,
		.realtime_offset_ns = OFFSET,
	};
}

static inline void bench_begin(struct bench *b, const struct engine_opts *opts)
{
	memset(b, 0, sizeof(*b));
	b->fake.sink.ops = &fake_ops;
	b->fake.out = open_memstream(&b->fake.text, &b->fake.size);
	assert_non_null(b->fake.out);
	assert_int_equal(engine_new(opts, &b->fake.sink, &b->engine), 0);
}

static inline void bench_free(struct bench *b)
{
	engine_free(b->engine);
	fclose(b->fake.out);
	free(b->fake.text);
}

/* What the sink was given since this was last asked. */
static inline void assert_given(struct bench *b, const char *expected)
{
	fflush(b->fake.out);
	assert_string_equal(b->fake.text + b->fake.told, expected);
	b->fake.told = b->fake.size;
}

static inline void bench_finish(struct bench *b)
{
	assert_int_equal(engine_finish(b->engine, &b->summary), 0);
	fflush(b->fake.out);
}

/* tcp_rmem[2] 131072 at 50 ms: 13.1 Mbit/s, flagged */
static inline struct sample capped_sample(uint64_t cookie)
{
	struct sample s = baseline_sample();

	s.id.cookie = cookie;
	s.rcv_wnd_bytes = 80512;
	s.window_clamp_bytes = 81920;
	s.rcvbuf_bytes = s.tcp_rmem[2] = 131072;
	return s;
}

/* 10 Mbit/s into a window that has room: not flagged */
static inline struct sample healthy_sample(uint64_t cookie)
{
	struct sample s = baseline_sample();

	s.id.cookie = cookie;
	s.id.pid = 12;
	return s;
}

static const struct step receive_step = {
	.received_bytes = 163750,
	.agg = { .segments = 60,
		 .snd_wnd_min_bytes = UINT32_MAX,
		 .rcv_wnd_min_bytes = UINT32_MAX,
		 .ack_rtt_min_us = UINT32_MAX },
};

static inline void give(struct bench *b, const struct sample *s)
{
	assert_int_equal(engine_sample(b->engine, s), 0);
}

static inline void tick(struct bench *b, uint64_t ts_ns)
{
	assert_int_equal(engine_tick(b->engine, &(struct tick){ .ts_ns = ts_ns }), 0);
}

static inline void give_steps(struct bench *b, struct sample *s, int count)
{
	for (int i = 0; i < count; i++) {
		sample_step(s, &receive_step);
		give(b, s);
	}
}

/* clang-format off */
#define CAPPED_LINE(ms, length, cookie)                                                           \
	#ms "+" #length " " #cookie                                                                \
	    " 4711 - send idle/none 0 0 recv rcvbuf/tcp_rmem 13100000 82071 262144\n"
/* clang-format on */

#endif
