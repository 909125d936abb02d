/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Findings to be advised on. After cmocka.h. */
#ifndef ADVICE_FIXTURE_H
#define ADVICE_FIXTURE_H

#include <errno.h>
#include <string.h>

#include "advice/advice.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define PAGE 4096
#define NETNS 4026531840

/* The direction that a cause is of. */
static inline struct finding_direction *direction(struct finding *f, bool send)
{
	return send ? &f->send.dir : &f->recv.dir;
}

static inline void blame_direction(struct finding_direction *dir, enum limit limit,
				   enum cause cause, uint64_t needed_bytes)
{
	dir->limit = limit;
	dir->cause = cause;
	dir->undersized = cause_undersized(cause);
	dir->needed_bytes = needed_bytes;
	dir->needed_source = NEEDED_DOUBLING;
}

/* A socket of its own, of process 7, to a peer that all share, which only waits. */
static inline struct finding quiet(uint64_t cookie)
{
	static const struct finding_direction idle = {
		.limit = LIMIT_IDLE,
		.rate_bps = 12800000,
		.buffer_bytes = 131072,
		.buffer_max_bytes = 131072,
		.sysctl_bytes = { 4096, 16384, 131072 },
	};

	return (struct finding){
		.ts_ns = 1000,
		.id = {
			.cookie = cookie,
			.netns = NETNS,
			.pid = 7,
			.comm = "app",
			.family = FAMILY_INET,
			.local = { .addr = { 10, 9, 0, 1 }, .port = 40000 },
			.remote = { .addr = { 10, 9, 0, 2 }, .port = 80 },
		},
		.rtt_min_us = 50000,
		.send.dir = idle,
		.recv = { .dir = idle, .needed_fits_wscale = true },
	};
}

static inline struct finding receiver(uint64_t cookie, enum cause cause, uint64_t needed_bytes)
{
	struct finding f = quiet(cookie);

	blame_direction(&f.recv.dir, LIMIT_RCVBUF, cause, needed_bytes);
	return f;
}

static inline struct finding sender(uint64_t cookie, enum cause cause, uint64_t needed_bytes)
{
	struct finding f = quiet(cookie);

	blame_direction(&f.send.dir,
			cause == CAUSE_TCP_WMEM || cause == CAUSE_SO_SNDBUF ? LIMIT_SNDBUF
									    : LIMIT_RWND,
			cause, needed_bytes);
	return f;
}

/* A memory of 64 GiB, of which a socket may have 1/64. */
static const struct advice_opts usual = {
	.memory_share_bytes = 1 << 30,
	.page_bytes = PAGE,
	.rmem_max = 212992,
	.wmem_max = 212992,
};

/* All that is known of a run: new, filled by add(), concluded by conclude(). */
struct advised {
	struct advice *advice;
	const struct advice_item *items;
	size_t count;
	unsigned judged;
};

static inline struct advised advised_new(const struct advice_opts *opts)
{
	struct advised a = { .advice = advice_new(opts) };

	assert_non_null(a.advice);
	return a;
}

static inline void add(struct advised *a, struct finding f)
{
	assert_int_equal(advice_add(a->advice, &f), 0);
}

static inline void conclude(struct advised *a, size_t count)
{
	assert_int_equal(advice_conclude(a->advice, &a->items, &a->count, &a->judged), 0);
	assert_int_equal(a->count, count);
}

static inline void advised_free(struct advised *a)
{
	advice_free(a->advice);
}

/* What is advised on this one finding: no item or one. */
static inline bool advised_on(const struct advice_opts *opts, struct finding f,
			      struct advice_item *ret_item)
{
	struct advised a = advised_new(opts);

	add(&a, f);
	assert_int_equal(advice_conclude(a.advice, &a.items, &a.count, &a.judged), 0);
	assert_true(a.count <= 1);
	if (a.count)
		*ret_item = a.items[0];
	advised_free(&a);
	return a.count;
}

/* What such a receiver is advised. */
static inline struct advice_item rmem_item(void)
{
	return (struct advice_item){
		.id = ADVICE_TCP_RMEM,
		.example = quiet(1).id,
		.current = { 4096, 131072, 131072 },
		.proposed = { 4096, 131072, 262144 },
		.buffer_bytes = 131072,
		.needed_bytes = 262144,
		.needed_source = NEEDED_DOUBLING,
		.rtt_min_us = 50000,
		.rate_bps = 12800000,
		.sockets = 1,
		.live = 1,
	};
}

#endif
