// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "finding/order.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/units.h"

/* The smaller known value of both directions; 0 = neither is known. */
static uint64_t least(uint64_t a, uint64_t b)
{
	return !a ? b : !b ? a : min_u64(a, b);
}

static uint64_t ceiling(const struct finding *f)
{
	return least(f->send.dir.ceiling_bps, f->recv.dir.ceiling_bps);
}

static uint64_t rtt(const struct finding *f)
{
	return f->rtt_min_us;
}

static uint64_t buffer(const struct finding *f)
{
	return (uint64_t)f->send.dir.buffer_bytes + f->recv.dir.buffer_bytes;
}

static uint64_t used(const struct finding *f)
{
	return (uint64_t)f->send.dir.buffer_used_bytes + f->recv.dir.buffer_used_bytes;
}

static uint64_t window(const struct finding *f)
{
	return least(f->send.dir.window_bytes, f->recv.dir.window_bytes);
}

static uint64_t pid(const struct finding *f)
{
	return f->id.pid;
}

static uint64_t netns(const struct finding *f)
{
	return f->id.netns;
}

static uint64_t state(const struct finding *f)
{
	return f->state;
}

/* value() returns 0 for an unknown value. comm is a text and has none. */
static const struct {
	const char *name;
	uint64_t (*value)(const struct finding *f);
	bool largest_first;
} keys[] = {
	[SORT_NONE] = { NULL, NULL, false },      [SORT_CEILING] = { "ceiling", ceiling, false },
	[SORT_RTT] = { "rtt", rtt, true },        [SORT_BUFFER] = { "buffer", buffer, true },
	[SORT_USED] = { "used", used, true },     [SORT_WINDOW] = { "window", window, false },
	[SORT_PID] = { "pid", pid, false },       [SORT_COMM] = { "comm", NULL, false },
	[SORT_NETNS] = { "netns", netns, false }, [SORT_STATE] = { "state", state, false },
};
static_assert(sizeof(keys) / sizeof(keys[0]) == SORT_KEY_MAX, "an order has no row");

const char *sort_key_name(enum sort_key key)
{
	assert(key < SORT_KEY_MAX);
	return keys[key].name;
}

static int by_number(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_value(enum sort_key key, const struct finding *a, const struct finding *b)
{
	uint64_t x = keys[key].value(a), y = keys[key].value(b);

	if (!x || !y)
		return !x - !y;
	return keys[key].largest_first ? by_number(y, x) : by_number(x, y);
}

static int by_comm(const struct finding *a, const struct finding *b)
{
	if (!a->id.comm[0] || !b->id.comm[0])
		return !a->id.comm[0] - !b->id.comm[0];
	return strcmp(a->id.comm, b->id.comm);
}

int sort_compare(enum sort_key key, const struct finding *a, const struct finding *b)
{
	int order = 0;

	if (key == SORT_COMM)
		order = by_comm(a, b);
	else if (keys[key].value)
		order = by_value(key, a, b);
	return order ? order : by_number(a->id.cookie, b->id.cookie);
}
