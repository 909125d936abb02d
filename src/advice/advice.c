// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "advice/advice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "advice/proposal.h"
#include "base/cookie_map.h"
#include "finding/needed.h"

/* What a cause did to one direction of a socket. */
struct blame {
	struct blame *next;
	enum cause cause;
	unsigned flagged;             /* intervals */
	struct finding_direction dir; /* of the one that needed most */
	uint32_t rtt_min_us;
	bool fits_wscale;
	uint32_t sysctl_bytes[3]; /* as it was seen last, */
	uint64_t seen_ns;         /* then */
};

/* One direction of a socket over the run. */
struct record {
	unsigned judged; /* intervals */
	struct blame *blames;
};

struct subject {
	TAILQ_ENTRY(subject) link;
	struct sample_id id;
	struct record send, recv;
};

/* A direction of a socket that an item helps. */
struct vote {
	enum advice_id id;
	const struct sample_id *who;
	const struct blame *blame;
};

struct advice {
	struct advice_opts opts;
	struct cookie_map *map; /* of the subjects */
	TAILQ_HEAD(, subject) subjects;
	unsigned judged_gone; /* sockets that are gone, judged and not to be advised on */
	uint64_t crowded;     /* findings of sockets that there was no room for */
	struct oversizes oversizes;
	struct vote *votes;
	size_t votes_count;
	struct advice_item *items;
	size_t count;
};

struct advice *advice_new(const struct advice_opts *opts)
{
	struct advice *a = calloc(1, sizeof(*a));

	if (!a)
		return NULL;
	a->opts = *opts;
	TAILQ_INIT(&a->subjects);
	a->map = cookie_map_new();
	if (a->map)
		return a;
	free(a);
	return NULL;
}

static void free_blames(struct blame *b)
{
	struct blame *next;

	for (; b; b = next) {
		next = b->next;
		free(b);
	}
}

static void forget(struct advice *a, struct subject *s)
{
	TAILQ_REMOVE(&a->subjects, s, link);
	free_blames(s->send.blames);
	free_blames(s->recv.blames);
	free(s);
}

void advice_free(struct advice *a)
{
	struct subject *s;

	if (!a)
		return;
	while ((s = TAILQ_FIRST(&a->subjects)))
		forget(a, s);
	cookie_map_free(a->map);
	oversizes_free(&a->oversizes);
	free(a->votes);
	free(a->items);
	free(a);
}

/* ---- what was found ---- */

static bool judged(enum limit limit)
{
	return limit != LIMIT_IDLE && limit != LIMIT_UNKNOWN;
}

/* NULL when memory is out. */
static struct blame *get_blame(struct record *r, enum cause cause)
{
	struct blame **b = &r->blames;

	while (*b && (*b)->cause != cause)
		b = &(*b)->next;
	if (!*b) {
		*b = calloc(1, sizeof(**b));
		if (*b)
			(*b)->cause = cause;
	}
	return *b;
}

static int add_direction(struct record *r, const struct finding_direction *dir,
			 const struct finding *f, bool fits_wscale)
{
	struct blame *b;

	if (!judged(dir->limit))
		return 0;
	r->judged++;
	if (!dir->undersized)
		return 0;
	b = get_blame(r, dir->cause);
	if (!b)
		return -ENOMEM;
	b->flagged++;
	b->seen_ns = f->ts_ns;
	memcpy(b->sysctl_bytes, dir->sysctl_bytes, sizeof(b->sysctl_bytes));
	if (dir->needed_bytes < b->dir.needed_bytes)
		return 0;
	b->dir = *dir;
	b->rtt_min_us = f->rtt_min_us;
	b->fits_wscale = fits_wscale;
	return 0;
}

/* NULL when memory is out. */
static struct subject *new_subject(struct advice *a, uint64_t cookie)
{
	struct subject *s = calloc(1, sizeof(*s));

	if (!s || cookie_map_put(a->map, cookie, s)) {
		free(s);
		return NULL;
	}
	TAILQ_INSERT_TAIL(&a->subjects, s, link);
	return s;
}

/* What held this direction for half of the time that was judged; NULL = nothing. */
static const struct blame *lasting_blame(const struct record *r)
{
	const struct blame *most = r->blames;

	for (const struct blame *b = r->blames; b; b = b->next)
		if (b->flagged > most->flagged)
			most = b;
	return most && most->flagged >= r->judged - most->flagged ? most : NULL;
}

static bool is_judged(const struct subject *s)
{
	return s->send.judged || s->recv.judged;
}

/* Of a host whose connections are many and short, those that nothing held back are only counted. */
static void fold(struct advice *a, struct subject *s)
{
	if (lasting_blame(&s->send) || lasting_blame(&s->recv))
		return;
	a->judged_gone += is_judged(s);
	cookie_map_remove(a->map, s->id.cookie);
	forget(a, s);
}

int advice_add(struct advice *a, const struct finding *f)
{
	struct subject *s = cookie_map_get(a->map, f->id.cookie);
	int err;

	if (!s && cookie_map_count(a->map) >= ADVICE_SOCKETS_MAX) {
		a->crowded++;
		return 0;
	}
	if (!s)
		s = new_subject(a, f->id.cookie);
	if (!s)
		return -ENOMEM;
	s->id = f->id;
	err = add_direction(&s->send, &f->send.dir, f, true);
	if (!err)
		err = add_direction(&s->recv, &f->recv.dir, f, f->recv.needed_fits_wscale);
	if (!err && judged(f->send.dir.limit))
		err = oversizes_add(&a->oversizes, ADVICE_TCP_WMEM, f->id.netns, &f->send.dir);
	if (!err && judged(f->recv.dir.limit))
		err = oversizes_add(&a->oversizes, ADVICE_TCP_RMEM, f->id.netns, &f->recv.dir);
	if (!err && f->state == TCP_STATE_CLOSE)
		fold(a, s);
	return err;
}

uint64_t advice_crowded(const struct advice *a)
{
	return a->crowded;
}

const struct oversizes *advice_oversizes(const struct advice *a)
{
	return &a->oversizes;
}

/* ---- which change would help whom ---- */

static enum advice_id advice_of(const struct advice *a, const struct blame *b)
{
	enum advice_id id = cause_advice(b->cause);

	if (id == ADVICE_SO_RCVBUF && needed_was_cut(&b->dir, a->opts.rmem_max))
		return ADVICE_RMEM_MAX;
	if (id == ADVICE_SO_SNDBUF && needed_was_cut(&b->dir, a->opts.wmem_max))
		return ADVICE_WMEM_MAX;
	return id;
}

/* A buffer that autotuning may use has to be allowed, too. */
static void vote(struct advice *a, const struct subject *s, const struct record *r)
{
	const struct blame *b = lasting_blame(r);
	enum advice_id id = b ? advice_of(a, b) : ADVICE_MAX;

	if (id == ADVICE_MAX)
		return;
	a->votes[a->votes_count++] = (struct vote){ id, &s->id, b };
	if (id == ADVICE_MODERATE_RCVBUF && b->dir.needed_bytes > b->sysctl_bytes[2])
		a->votes[a->votes_count++] = (struct vote){ ADVICE_TCP_RMEM, &s->id, b };
}

static int vote_all(struct advice *a, unsigned *ret_judged)
{
	/* one for what is sent, two for what is received */
	struct vote *votes = reallocarray(a->votes, 3 * cookie_map_count(a->map) + 1,
					  sizeof(*a->votes));

	if (!votes)
		return -ENOMEM;
	a->votes = votes;
	a->votes_count = 0;
	*ret_judged = a->judged_gone;
	for (const struct subject *s = TAILQ_FIRST(&a->subjects); s; s = TAILQ_NEXT(s, link)) {
		*ret_judged += is_judged(s);
		vote(a, s, &s->send);
		vote(a, s, &s->recv);
	}
	return 0;
}

static int compare_u64(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* A process has one name, but its threads may have others. */
static int compare_owner(const struct sample_id *a, const struct sample_id *b)
{
	int ret = compare_u64(a->pid, b->pid);

	return ret || a->pid ? ret : strcmp(a->comm, b->comm);
}

static int compare_peer(const struct sample_id *a, const struct sample_id *b)
{
	int ret = compare_u64(a->family, b->family);

	return ret ? ret : memcmp(a->remote.addr, b->remote.addr, sizeof(a->remote.addr));
}

/* 0: both are of one item. */
static int compare_items(const struct vote *a, const struct vote *b)
{
	uint32_t netns_a = advice_of_host(a->id) ? 0 : a->who->netns;
	uint32_t netns_b = advice_of_host(b->id) ? 0 : b->who->netns;
	int ret = compare_u64(netns_a, netns_b);

	if (!ret)
		ret = compare_u64(a->id, b->id);
	if (ret || advice_of_host(a->id))
		return ret;
	switch (advice_owner(a->id)) {
	case OWNER_APPLICATION:
		return compare_owner(a->who, b->who);
	case OWNER_PEER:
		return compare_peer(a->who, b->who);
	case OWNER_SYSCTL:
		break;
	}
	return 0;
}

static int compare_votes(const void *x, const void *y)
{
	const struct vote *a = x, *b = y;
	int ret = compare_items(a, b);

	return ret ? ret : compare_u64(a->who->cookie, b->who->cookie);
}

/* Is anything gained without a new connection? */
static bool profits_live(const struct vote *v)
{
	switch (v->id) {
	case ADVICE_TCP_RMEM:
	case ADVICE_MODERATE_RCVBUF:
		return v->blame->fits_wscale;
	case ADVICE_TCP_WMEM:
	case ADVICE_TCP_MEM:
		return true;
	default:
		return false;
	}
}

/* The socket that needs most is the example. */
static void count_need(struct advice_item *item, const struct vote *v)
{
	const struct finding_direction *dir = &v->blame->dir;

	if (dir->needed_bytes <= item->needed_bytes && item->sockets > 1)
		return;
	item->example = *v->who;
	item->buffer_bytes = dir->buffer_bytes;
	item->needed_bytes = dir->needed_bytes;
	item->needed_source = dir->needed_source;
	item->needed_window_bytes = dir->needed_window_bytes;
	item->rtt_min_us = v->blame->rtt_min_us;
	item->rate_bps = dir->rate_bps;
}

/* The votes of one item, sorted by socket. */
static struct advice_item count_votes(const struct vote *votes, size_t count)
{
	struct advice_item item = { .id = votes[0].id };
	uint64_t seen_ns = 0;

	for (const struct vote *v = votes; v < votes + count; v++) {
		if (v == votes || v->who != v[-1].who) {
			item.sockets++;
			item.live += profits_live(v);
		}
		count_need(&item, v);
		if (v->blame->seen_ns < seen_ns)
			continue;
		seen_ns = v->blame->seen_ns;
		for (int i = 0; i < 3; i++)
			item.current[i] = v->blame->sysctl_bytes[i];
	}
	return item;
}

static int make_items(struct advice *a)
{
	struct advice_item *items = reallocarray(a->items, a->votes_count + 1, sizeof(*items));
	size_t end;

	if (!items)
		return -ENOMEM;
	a->items = items;
	a->count = 0;
	for (size_t i = 0; i < a->votes_count; i = end) {
		struct advice_item item;

		for (end = i + 1; end < a->votes_count; end++)
			if (compare_items(&a->votes[i], &a->votes[end]))
				break;
		item = count_votes(&a->votes[i], end - i);
		if (proposal_make(&a->opts, &item))
			a->items[a->count++] = item;
	}
	return 0;
}

int advice_conclude(struct advice *a, const struct advice_item **ret_items, size_t *ret_count,
		    unsigned *ret_judged)
{
	unsigned judged_count;
	int err = vote_all(a, &judged_count);

	if (err)
		return err;
	qsort(a->votes, a->votes_count, sizeof(*a->votes), compare_votes);
	err = make_items(a);
	if (err)
		return err;
	*ret_items = a->items;
	*ret_count = a->count;
	*ret_judged = judged_count;
	return 0;
}
