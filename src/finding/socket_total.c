/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "finding/socket_total.h"

#include "base/units.h"
#include "verdict/account.h"
#include "verdict/explain.h"

static void add_limits(struct direction_total *d, const struct account *account)
{
	if (!account)
		return;
	for (unsigned i = 0; i < account->count; i++)
		d->limit_ns[account->cells[i].limit] += account->cells[i].ns;
}

static void add_flag(struct direction_total *d, const struct finding_direction *dir,
		     uint64_t interval_ns)
{
	if (!dir->undersized)
		return;
	d->flagged[dir->cause]++;
	d->held_ns += mul_div(interval_ns, dir->limit_share_permille, 1000);
	if (dir->needed_source == NEEDED_NONE || dir->needed_bytes < d->needed_bytes)
		return;
	d->needed_bytes = dir->needed_bytes;
	d->needed_source = dir->needed_source;
}

static void add_direction(struct direction_total *d, const struct finding_direction *dir,
			  uint64_t interval_ns)
{
	const struct reason *reason;

	if (dir->limit == LIMIT_IDLE)
		return;
	d->intervals++;
	d->active_ns += interval_ns;
	d->bytes += dir->bytes;
	add_limits(d, dir->account);
	add_flag(d, dir, interval_ns);
	if (dir->ceiling_bps)
		d->ceiling_bps = dir->ceiling_bps;
	reason = explain_deciding(finding_because(dir));
	if (reason && dir->limit == LIMIT_UNKNOWN)
		d->unknown_rule = reason->rule;
}

void socket_total_add(struct socket_total *total, const struct finding *f)
{
	struct direction_total *send = &total->of[DIRECTION_SEND];

	total->id = f->id;
	if (f->rtt_min_us && (!total->rtt_min_us || f->rtt_min_us < total->rtt_min_us))
		total->rtt_min_us = f->rtt_min_us;
	for (int i = 0; i < DIRECTION_MAX; i++)
		add_direction(&total->of[i], finding_side(f, i), f->interval_ns);
	send->sent_bytes += f->send.sent_bytes;
	send->retrans_bytes += f->send.retrans_bytes;
}

/* As qsort's, worst first. */
static int compare_directions(const struct direction_total *a, const struct direction_total *b)
{
	if (a->held_ns != b->held_ns)
		return a->held_ns > b->held_ns ? -1 : 1;
	if (a->bytes != b->bytes)
		return a->bytes > b->bytes ? -1 : 1;
	return 0;
}

enum direction socket_total_worse(const struct socket_total *total)
{
	return compare_directions(&total->of[DIRECTION_RECV], &total->of[DIRECTION_SEND]) < 0
		       ? DIRECTION_RECV
		       : DIRECTION_SEND;
}

int socket_total_compare(const struct socket_total *a, const struct socket_total *b)
{
	int order = compare_directions(&a->of[socket_total_worse(a)],
				       &b->of[socket_total_worse(b)]);

	if (order)
		return order;
	return a->id.cookie < b->id.cookie ? -1 : a->id.cookie > b->id.cookie;
}

uint64_t direction_total_rate_bps(const struct direction_total *d)
{
	return d->active_ns ? mul_div(d->bytes, 8 * NSEC_PER_SEC, d->active_ns) : 0;
}

uint16_t direction_total_share(const struct direction_total *d, enum limit limit)
{
	uint64_t all_ns = 0;

	for (int i = 0; i < LIMIT_MAX; i++)
		all_ns += d->limit_ns[i];
	return permille(d->limit_ns[limit], all_ns);
}

/* How many limits come before this one: more time, or as much and an earlier word. */
static unsigned rank(const struct direction_total *d, int limit)
{
	unsigned before = 0;

	for (int i = 0; i < LIMIT_MAX; i++)
		before += d->limit_ns[i] > d->limit_ns[limit] ||
			  (d->limit_ns[i] == d->limit_ns[limit] && i < limit);
	return before;
}

enum limit direction_total_limit(const struct direction_total *d, unsigned n)
{
	for (int i = 0; i < LIMIT_MAX; i++)
		if (d->limit_ns[i] && rank(d, i) == n)
			return i;
	return LIMIT_IDLE;
}

uint32_t direction_total_flagged(const struct direction_total *d)
{
	uint32_t count = 0;

	for (int i = 0; i < CAUSE_MAX; i++)
		count += d->flagged[i];
	return count;
}

enum cause direction_total_cause(const struct direction_total *d)
{
	enum cause most = CAUSE_NONE;

	for (int i = CAUSE_NONE + 1; i < CAUSE_MAX; i++)
		if (d->flagged[i] > d->flagged[most])
			most = i;
	return most;
}
