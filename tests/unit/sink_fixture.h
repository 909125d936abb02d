/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the tests of the sinks share: a finding to start from, and an output to read back. */
#ifndef SINK_FIXTURE_H
#define SINK_FIXTURE_H

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sink/sink.h"

/* The socket of DESIGN's examples: rsync, to a peer that sends no window scale. */
static inline struct finding rsync_finding(void)
{
	return (struct finding){
		.ts_ns = 1763800000123456789,
		.interval_ns = 1000000000,
		.id = {
			.cookie = 4097,
			.netns = 4026531840,
			.pid = 4711,
			.comm = "rsync",
			.congestion_control = "cubic",
			.family = FAMILY_INET,
			.local = { .addr = { 10, 9, 0, 1 }, .port = 40522 },
			.remote = { .addr = { 10, 9, 0, 2 }, .port = 873 },
		},
		.cgroup = "/system.slice/rsync.service",
		.state = TCP_STATE_ESTABLISHED,
		.rtt_min_us = 50120,
		.srtt_us = 51100,
		.mss_bytes = 1448,
		.send = {
			.dir = {
				.limit = LIMIT_RWND,
				.cause = CAUSE_NO_WSCALE_PEER,
				.undersized = true,
				.limit_share_permille = 970,
				.rate_bps = 9912000,
				.bdp_bytes = 62092,
				.bdp_bound = BDP_LOWER,
				.window_bytes = 64240,
				.ceiling_bps = 10253000,
				.buffer_bytes = 333040,
				.buffer_used_bytes = 331000,
				.buffer_max_bytes = 4194304,
				.needed_bytes = 937500,
				.needed_source = NEEDED_GIVEN,
			},
			.inflight_bytes = 63712,
			.cwnd_bytes = 137560,
			.peer_window_bytes = 64240,
			.peer_wscale = -1,
			.sent_bytes = 1303200,
			.retrans_bytes = 27512,
			.pacing_bps = 19000000,
			.zero_windows = 2,
			.shares = { .rwnd = 970, .cwnd = 20, .sndbuf = 10 },
		},
		.recv = {
			.dir = {
				.limit = LIMIT_IDLE,
				.window_bytes = 64240,
				.ceiling_bps = 10253000,
				.buffer_bytes = 131072,
				.buffer_max_bytes = 6291456,
			},
			.wscale = -1,
		},
	};
}

/* A receiver over IPv6 whose tcp_rmem is too small. */
static inline struct finding inet6_finding(void)
{
	struct finding f = rsync_finding();

	f.id.cookie = 4098;
	f.id.pid = 12;
	strcpy(f.id.comm, "nginx");
	f.id.family = FAMILY_INET6;
	inet_pton(AF_INET6, "fd00:9::1", f.id.local.addr);
	inet_pton(AF_INET6, "fd00:9::2", f.id.remote.addr);
	f.send.dir = (struct finding_direction){ .limit = LIMIT_IDLE };
	f.recv.dir = (struct finding_direction){
		.limit = LIMIT_RCVBUF,
		.cause = CAUSE_TCP_RMEM,
		.undersized = true,
		.limit_share_permille = 1000,
		.rate_bps = 15000000,
		.bdp_bytes = 98304,
		.bdp_bound = BDP_LOWER,
		.window_bytes = 65536,
		.buffer_bytes = 131072,
		.buffer_max_bytes = 131072,
		.needed_bytes = 1258291,
		.needed_source = NEEDED_DOUBLING,
	};
	return f;
}

static inline struct summary design_summary(void)
{
	return (struct summary){
		.duration_ns = 10000000000,
		.sockets = 42,
		.undersized = { [CAUSE_TCP_RMEM] = 3 },
		.hook_recv = "tracepoint",
		.hook_send = "fentry",
		.ledger = {
			.by_event = {
				[EVENT_SEGMENTS] = 80000,
				[EVENT_SENDS] = 11000,
				[EVENT_READS] = 200,
				[EVENT_CLOSES] = 34,
			},
			.emitted = 820,
			.suppressed = 90414,
			.consumed = 820,
		},
	};
}

/* All that was written to out, which is emptied. The caller frees it. */
static inline char *take_output(FILE *out)
{
	int fd = fileno(out);
	off_t len = lseek(fd, 0, SEEK_END);
	char *text = calloc(1, (size_t)len + 1);

	assert_non_null(text);
	assert_int_equal(pread(fd, text, (size_t)len, 0), len);
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return text;
}

static inline void assert_output(FILE *out, const char *expected)
{
	char *text = take_output(out);

	assert_string_equal(text, expected);
	free(text);
}

/* The sink under test. */
struct harness {
	FILE *out;
	struct sink *sink;
};

static inline void harness_finding(struct harness *h, const struct finding *f)
{
	assert_int_equal(h->sink->ops->finding(h->sink, f), 0);
}

static inline void harness_interval_end(struct harness *h)
{
	assert_int_equal(h->sink->ops->interval_end(h->sink), 0);
}

static inline void harness_summary(struct harness *h, const struct summary *s)
{
	assert_int_equal(h->sink->ops->summary(h->sink, s), 0);
}

static inline void harness_close(struct harness *h)
{
	h->sink->ops->free(h->sink);
	fclose(h->out);
}

#endif
