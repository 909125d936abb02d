// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "fleet/tally.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "finding/needed.h"
#include "verdict/remedy.h"
#include "verdict/verdict.h"

/* The ceilings of an interval's undersized sockets. */
struct ceilings {
	uint64_t *bps;
	size_t count, room;
};

struct tally {
	uint64_t configured_bytes[TALLY_SYSCTL_MAX];
	struct tally_interval open; /* still being added to */
	struct tally_interval last;
	struct tally_totals totals;
	struct ceilings ceilings[DIRECTION_MAX];
};

/* ---- the vocabulary ---- */

static const enum advice_id sysctls[] = {
	[TALLY_TCP_RMEM] = ADVICE_TCP_RMEM,
	[TALLY_TCP_WMEM] = ADVICE_TCP_WMEM,
	[TALLY_RMEM_MAX] = ADVICE_RMEM_MAX,
	[TALLY_WMEM_MAX] = ADVICE_WMEM_MAX,
};
static_assert(sizeof(sysctls) / sizeof(sysctls[0]) == TALLY_SYSCTL_MAX, "a sysctl has no row");

const char *tally_sysctl_name(enum tally_sysctl sysctl)
{
	return advice_sysctl(sysctls[sysctl]);
}

bool tally_sysctl_of_host(enum tally_sysctl sysctl)
{
	return advice_of_host(sysctls[sysctl]);
}

enum rule_list tally_limit_rules(enum direction direction)
{
	return direction == DIRECTION_SEND ? RULES_SEND_LIMIT : RULES_RECV_LIMIT;
}

const struct buckets_scale *tally_scale(enum metric metric)
{
	static const struct buckets_scale scales[METRIC_MAX] = {
		/* 16 us to 4.2 s */
		[METRIC_RTT_MIN] = { 16, 4, 10, USEC_PER_SEC },
		[METRIC_QUEUE] = { 16, 4, 10, USEC_PER_SEC },
		/* 1 KiB to 4 GiB */
		[METRIC_BDP] = { 1024, 4, 12, 1 },
		/* 1 KiB/s to 4 GiB/s */
		[METRIC_RATE] = { 8192, 4, 12, 8 },
		/* 1/8 to 256: what matters lies about 1, where powers of 4 would tell nothing */
		[METRIC_HEADROOM] = { 125, 2, 12, METRIC_HEADROOM_ONE },
	};

	assert(metric < METRIC_MAX);
	return scales[metric].bounds ? &scales[metric] : NULL;
}

/* ---- one finding ---- */

static void add_metrics(struct tally *t, const struct finding *f)
{
	for (int metric = 0; metric < METRIC_MAX; metric++) {
		const struct buckets_scale *scale = tally_scale(metric);
		int directions = metric_of_path(metric) ? 1 : DIRECTION_MAX;
		uint64_t value;

		for (int dir = 0; scale && dir < directions; dir++)
			if (metric_of_finding(metric, f, dir, &value))
				buckets_add(&t->totals.metrics[metric][dir], scale, value);
	}
}

/* A need that is not met goes before any that is, and the larger before the smaller. */
static void need(struct tally_need *largest, uint64_t needed_bytes, uint64_t configured_bytes)
{
	bool lacking = needed_bytes > configured_bytes;
	bool was_lacking = largest->needed_bytes > largest->configured_bytes;

	if (lacking < was_lacking ||
	    (lacking == was_lacking && needed_bytes <= largest->needed_bytes))
		return;
	*largest = (struct tally_need){ needed_bytes, configured_bytes };
}

static void need_sysctl(struct tally *t, enum tally_sysctl sysctl,
			const struct finding_direction *dir)
{
	if (dir->needed_source != NEEDED_NONE)
		need(&t->open.needs[sysctl], dir->needed_bytes, dir->sysctl_bytes[2]);
}

/* The kernel doubles what SO_RCVBUF and SO_SNDBUF ask for: half of a buffer is what to ask for. */
static void need_core(struct tally *t, enum tally_sysctl sysctl,
		      const struct finding_direction *dir)
{
	uint64_t max_bytes = t->configured_bytes[sysctl];

	if (dir->needed_source != NEEDED_NONE && needed_was_cut(dir, max_bytes))
		need(&t->open.needs[sysctl], dir->needed_bytes / 2 + dir->needed_bytes % 2,
		     max_bytes);
}

/* Of a cause that a maximum of ours is to blame for. */
static void add_need(struct tally *t, const struct finding_direction *dir)
{
	switch (cause_advice(dir->cause)) {
	case ADVICE_MODERATE_RCVBUF: /* switched on, it would be held back by the maximum next */
		if (dir->needed_bytes > dir->sysctl_bytes[2])
			need_sysctl(t, TALLY_TCP_RMEM, dir);
		return;
	case ADVICE_TCP_RMEM:
		need_sysctl(t, TALLY_TCP_RMEM, dir);
		return;
	case ADVICE_TCP_WMEM:
		need_sysctl(t, TALLY_TCP_WMEM, dir);
		return;
	case ADVICE_SO_RCVBUF:
		need_core(t, TALLY_RMEM_MAX, dir);
		return;
	case ADVICE_SO_SNDBUF:
		need_core(t, TALLY_WMEM_MAX, dir);
		return;
	default:
		return;
	}
}

static int add_ceiling(struct ceilings *c, uint64_t bps)
{
	size_t room = c->room ? 2 * c->room : 64;
	uint64_t *larger;

	if (c->count == c->room) {
		larger = reallocarray(c->bps, room, sizeof(*c->bps));
		if (!larger)
			return -ENOMEM;
		c->bps = larger;
		c->room = room;
	}
	c->bps[c->count++] = bps;
	return 0;
}

static void add_unknown(struct tally *t, enum direction direction,
			const struct finding_direction *dir)
{
	const struct because *because = finding_because(dir);
	const struct rule *rows;
	size_t count, row;

	if (dir->limit != LIMIT_UNKNOWN || !because || !because->limit.rule)
		return;
	rows = rules_of(tally_limit_rules(direction), &count);
	row = (size_t)(because->limit.rule - rows);
	assert(row < count && count <= TALLY_RULES_MAX);
	t->open.unknown[direction][row]++;
}

static int add_direction(struct tally *t, enum direction direction, const struct finding *f)
{
	const struct finding_direction *dir = finding_side(f, direction);
	int err = 0;

	if (dir->undersized && dir->ceiling_bps)
		err = add_ceiling(&t->ceilings[direction], dir->ceiling_bps);
	if (err)
		return err;
	t->open.sockets[f->id.family][direction][dir->limit]++;
	t->totals.bytes[direction][dir->limit] += dir->bytes;
	add_unknown(t, direction, dir);
	if (dir->cause == CAUSE_NONE)
		return 0;
	t->open.causes[direction][dir->cause]++;
	if (!dir->undersized)
		return 0;
	t->totals.undersized_bytes[direction][dir->cause] += dir->bytes;
	add_need(t, dir);
	return 0;
}

int tally_add(struct tally *t, const struct finding *f)
{
	int err = add_direction(t, DIRECTION_SEND, f);

	if (!err)
		err = add_direction(t, DIRECTION_RECV, f);
	if (err)
		return err;
	t->totals.sent_bytes += f->send.sent_bytes;
	t->totals.retrans_bytes += f->send.retrans_bytes;
	t->totals.zero_windows += f->send.zero_windows;
	add_metrics(t, f);
	t->open.duration_ns = max_u64(t->open.duration_ns, f->interval_ns);
	return 0;
}

/* ---- the interval ---- */

static int compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Of an even number the lower one: a ceiling that a socket really has. */
static void close_ceilings(struct tally *t, enum direction direction)
{
	struct ceilings *c = &t->ceilings[direction];

	if (!c->count)
		return;
	qsort(c->bps, c->count, sizeof(*c->bps), compare);
	t->open.ceiling_min_bps[direction] = c->bps[0];
	t->open.ceiling_median_bps[direction] = c->bps[(c->count - 1) / 2];
	c->count = 0;
}

void tally_end_interval(struct tally *t)
{
	close_ceilings(t, DIRECTION_SEND);
	close_ceilings(t, DIRECTION_RECV);
	t->last = t->open;
	t->open = (struct tally_interval){ 0 };
	tally_configure(t, t->configured_bytes);
}

void tally_configure(struct tally *t, const uint64_t configured_bytes[TALLY_SYSCTL_MAX])
{
	for (int i = 0; i < TALLY_SYSCTL_MAX; i++) {
		t->configured_bytes[i] = configured_bytes[i];
		if (!t->last.needs[i].needed_bytes)
			t->last.needs[i].configured_bytes = configured_bytes[i];
	}
}

const struct tally_interval *tally_last(const struct tally *t)
{
	return &t->last;
}

const struct tally_totals *tally_totals(const struct tally *t)
{
	return &t->totals;
}

struct tally *tally_new(void)
{
	return calloc(1, sizeof(struct tally));
}

void tally_free(struct tally *t)
{
	if (!t)
		return;
	for (int i = 0; i < DIRECTION_MAX; i++)
		free(t->ceilings[i].bps);
	free(t);
}
