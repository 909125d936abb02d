/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the tests of the view share: findings of sockets that differ in a few fields. */
#ifndef VIEW_FIXTURE_H
#define VIEW_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "view/view.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define SECOND UINT64_C(1000000000)
#define START_NS (1700000000 * SECOND)
#define MBIT UINT64_C(1000000)

/* A sender that its own tcp_wmem holds back: half of what it could have is lost. */
static inline struct finding flagged_finding(uint64_t cookie, uint64_t rate_bps)
{
	struct finding f = {
		.ts_ns = START_NS,
		.interval_ns = SECOND,
		.id = { .cookie = cookie,
			.netns = 4026531840,
			.pid = 100 + (uint32_t)cookie,
			.comm = "nginx",
			.cgroup_id = 7,
			.local = { .addr = { 10, 0, 0, 1 }, .port = 443 },
			.remote = { .addr = { 10, 9, 0, 2 }, .port = 40000 } },
		.cgroup = "/system.slice/nginx.service",
		.netns_name = "host",
		.state = TCP_STATE_ESTABLISHED,
		.rtt_min_us = 50000,
		.send.dir = { .limit = LIMIT_SNDBUF,
			      .cause = CAUSE_TCP_WMEM,
			      .undersized = true,
			      .limit_share_permille = 1000,
			      .rate_bps = rate_bps,
			      .buffer_bytes = 131072,
			      .buffer_max_bytes = 131072,
			      .needed_bytes = 262144,
			      .needed_source = NEEDED_DOUBLING },
	};

	f.id.remote.port += (uint16_t)cookie;
	return f;
}

/* One that its path holds back. */
static inline struct finding plain_finding(uint64_t cookie, uint64_t rate_bps)
{
	struct finding f = flagged_finding(cookie, rate_bps);

	strcpy(f.id.comm, "rsync");
	f.id.local.port = 873;
	f.send.dir.limit = LIMIT_CWND;
	f.send.dir.cause = CAUSE_NONE;
	f.send.dir.undersized = false;
	return f;
}

static inline struct view *view_of(const struct view_settings *settings)
{
	struct view *view;

	assert_int_equal(view_new(settings, &view), 0);
	return view;
}

static inline void put(struct view *view, struct finding f, uint64_t second)
{
	f.ts_ns = START_NS + second * SECOND;
	assert_int_equal(view_add(view, &f), 0);
}

static inline void end(struct view *view, uint64_t second)
{
	assert_int_equal(view_end_interval(view, START_NS + second * SECOND), 0);
}

/* The cookies of the items, in order, are these. */
#define assert_items(view, ...)                                                                    \
	do {                                                                                       \
		const uint64_t expected_[] = { __VA_ARGS__ };                                      \
		size_t count_;                                                                     \
		const struct view_item *items_ = view_items(view, &count_);                        \
		assert_int_equal(count_, COUNT(expected_));                                        \
		for (size_t i_ = 0; i_ < count_; i_++)                                             \
			assert_int_equal(items_[i_].id.cookie, expected_[i_]);                     \
	} while (0)

#endif
