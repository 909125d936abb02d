// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "model/advice.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "model/cookie_map.h"
#include "model/units.h"

static const struct {
	const char *name;
	enum advice_owner owner;
	const char *sysctl;
	unsigned values;
	const char *sentence;
} table[] = {
	[ADVICE_TCP_RMEM] = { "tcp_rmem_max", OWNER_SYSCTL, "net.ipv4.tcp_rmem", 3,
			      "the receive buffer may not grow to what the path takes" },
	[ADVICE_TCP_WMEM] = { "tcp_wmem_max", OWNER_SYSCTL, "net.ipv4.tcp_wmem", 3,
			      "the send buffer may not grow to what the path takes" },
	[ADVICE_MODERATE_RCVBUF] = { "tcp_moderate_rcvbuf", OWNER_SYSCTL,
				     "net.ipv4.tcp_moderate_rcvbuf", 1,
				     "receive buffers do not grow: their autotuning is off" },
	[ADVICE_WINDOW_SCALING] = { "tcp_window_scaling", OWNER_SYSCTL,
				    "net.ipv4.tcp_window_scaling", 1,
				    "without window scaling no window is larger than 64 KiB" },
	[ADVICE_RMEM_MAX] = { "rmem_max", OWNER_SYSCTL, "net.core.rmem_max", 1,
			      "the application asks for more by SO_RCVBUF than this allows" },
	[ADVICE_WMEM_MAX] = { "wmem_max", OWNER_SYSCTL, "net.core.wmem_max", 1,
			      "the application asks for more by SO_SNDBUF than this allows" },
	[ADVICE_TCP_MEM] = { "tcp_mem", OWNER_APPLICATION, NULL, 0,
			     "TCP's memory is short: raise net.ipv4.tcp_mem, or have fewer or smaller "
			     "buffers" },
	[ADVICE_SO_RCVBUF] = { "so_rcvbuf", OWNER_APPLICATION, NULL, 0,
			       "sets SO_RCVBUF too small, which turns autotuning off: let it set none" },
	[ADVICE_SO_SNDBUF] = { "so_sndbuf", OWNER_APPLICATION, NULL, 0,
			       "sets SO_SNDBUF too small, which turns autotuning off: let it set none" },
	[ADVICE_WINDOW_CLAMP] = { "window_clamp", OWNER_APPLICATION, NULL, 0,
				  "clamps its window below its buffer (SO_RCVBUF set after the "
				  "connection stood, or TCP_WINDOW_CLAMP): let it set neither" },
	[ADVICE_RECONNECT] = { "wscale", OWNER_APPLICATION, NULL, 0,
			       "has a window scale from the time when the buffer was small: only new "
			       "connections get a larger one" },
	[ADVICE_PEER_BUFFER] = { "peer_buffer", OWNER_PEER, NULL, 0,
				 "its receive buffer is too small: its tcp_rmem, or SO_RCVBUF" },
	[ADVICE_PEER_WSCALE] = { "peer_window_scaling", OWNER_PEER, NULL, 0,
				 "it, or a middlebox on the way, does not offer window scaling" },
};
static_assert(sizeof(table) / sizeof(table[0]) == ADVICE_MAX, "an advice has no row");

const char *advice_name(enum advice_id id)
{
	return table[id].name;
}

enum advice_owner advice_owner(enum advice_id id)
{
	return table[id].owner;
}

const char *advice_sysctl(enum advice_id id)
{
	return table[id].sysctl;
}

bool advice_of_host(enum advice_id id)
{
	return id == ADVICE_RMEM_MAX || id == ADVICE_WMEM_MAX || id == ADVICE_TCP_MEM;
}

const char *advice_sentence(enum advice_id id)
{
	return table[id].sentence;
}

unsigned advice_values(enum advice_id id)
{
	return table[id].values;
}

/* One direction of a socket over the run. */
struct record {
	unsigned judged; /* intervals */
	unsigned flagged[CAUSE_MAX];
	struct finding_direction dir; /* of the flagged interval that needed most */
	uint32_t rtt_min_us;
	bool fits_wscale;
};

struct subject {
	struct subject *next;
	struct sample_id id;
	struct record send, recv;
};

struct advice {
	struct advice_opts opts;
	struct cookie_map *map;
	struct subject *subjects, **end;
	struct advice_item *items;
	size_t count, room;
};

struct advice *advice_new(const struct advice_opts *opts)
{
	struct advice *a = calloc(1, sizeof(*a));

	if (!a)
		return NULL;
	a->opts = *opts;
	a->end = &a->subjects;
	a->map = cookie_map_new();
	if (a->map)
		return a;
	free(a);
	return NULL;
}

void advice_free(struct advice *a)
{
	struct subject *next;

	if (!a)
		return;
	for (struct subject *s = a->subjects; s; s = next) {
		next = s->next;
		free(s);
	}
	cookie_map_free(a->map);
	free(a->items);
	free(a);
}

static bool judged(enum limit limit)
{
	return limit != LIMIT_IDLE && limit != LIMIT_UNKNOWN;
}

static void add_direction(struct record *r, const struct finding_direction *dir,
			  uint32_t rtt_min_us, bool fits_wscale)
{
	if (!judged(dir->limit))
		return;
	r->judged++;
	if (!dir->undersized)
		return;
	r->flagged[dir->cause]++;
	if (dir->needed_bytes < r->dir.needed_bytes)
		return;
	r->dir = *dir;
	r->rtt_min_us = rtt_min_us;
	r->fits_wscale = fits_wscale;
}

int advice_add(struct advice *a, const struct finding *f)
{
	struct subject *s = cookie_map_get(a->map, f->id.cookie);

	if (!s) {
		s = calloc(1, sizeof(*s));
		if (!s || cookie_map_put(a->map, f->id.cookie, s)) {
			free(s);
			return -ENOMEM;
		}
		*a->end = s;
		a->end = &s->next;
	}
	s->id = f->id;
	add_direction(&s->send, &f->send.dir, f->rtt_min_us, true);
	add_direction(&s->recv, &f->recv.dir, f->rtt_min_us, f->recv.needed_fits_wscale);
	return 0;
}

/* The cause that held this direction for half of the time that was judged; or none. */
static enum cause lasting_cause(const struct record *r)
{
	enum cause most = CAUSE_NONE;

	for (enum cause c = CAUSE_NONE + 1; c < CAUSE_MAX; c++)
		if (r->flagged[c] > r->flagged[most])
			most = c;
	return r->flagged[most] * 2 >= r->judged ? most : CAUSE_NONE;
}

/* Did the kernel cut what the application asked for? It doubles what it takes (sock_setsockopt()). */
static bool capped(const struct finding_direction *dir, uint64_t max)
{
	return max && dir->buffer_bytes == 2 * max && dir->needed_bytes > dir->buffer_bytes;
}

static enum advice_id advice_of(const struct advice *a, const struct record *r, enum cause cause)
{
	switch (cause) {
	case CAUSE_TCP_RMEM:
		return ADVICE_TCP_RMEM;
	case CAUSE_TCP_WMEM:
		return ADVICE_TCP_WMEM;
	case CAUSE_AUTOTUNE_OFF:
		return ADVICE_MODERATE_RCVBUF;
	case CAUSE_NO_WSCALE_LOCAL:
		return ADVICE_WINDOW_SCALING;
	case CAUSE_SO_RCVBUF:
		return capped(&r->dir, a->opts.rmem_max) ? ADVICE_RMEM_MAX : ADVICE_SO_RCVBUF;
	case CAUSE_SO_SNDBUF:
		return capped(&r->dir, a->opts.wmem_max) ? ADVICE_WMEM_MAX : ADVICE_SO_SNDBUF;
	case CAUSE_WINDOW_CLAMP:
		return ADVICE_WINDOW_CLAMP;
	case CAUSE_WSCALE:
		return ADVICE_RECONNECT;
	case CAUSE_NO_WSCALE_PEER:
		return ADVICE_PEER_WSCALE;
	case CAUSE_PEER_BUFFER:
		return ADVICE_PEER_BUFFER;
	case CAUSE_MEMORY_PRESSURE:
		return ADVICE_TCP_MEM;
	default:
		return ADVICE_MAX;
	}
}

static bool same_item(const struct advice_item *item, enum advice_id id,
		      const struct sample_id *who)
{
	if (item->id != id)
		return false;
	if (advice_of_host(id))
		return true;
	if (item->example.netns != who->netns)
		return false;
	switch (advice_owner(id)) {
	case OWNER_APPLICATION:
		return item->example.pid == who->pid && !strcmp(item->example.comm, who->comm);
	case OWNER_PEER:
		return !memcmp(item->example.remote.addr, who->remote.addr,
			       sizeof(who->remote.addr));
	default:
		return true;
	}
}

static struct advice_item *get_item(struct advice *a, enum advice_id id,
				    const struct sample_id *who)
{
	struct advice_item *items;

	for (size_t i = 0; i < a->count; i++)
		if (same_item(&a->items[i], id, who))
			return &a->items[i];
	if (a->count == a->room) {
		size_t room = a->room ? 2 * a->room : 16;

		items = reallocarray(a->items, room, sizeof(*items));
		if (!items)
			return NULL;
		a->items = items;
		a->room = room;
	}
	a->items[a->count] = (struct advice_item){ .id = id, .example = *who };
	return &a->items[a->count++];
}

/* Is anything gained without a new connection? */
static bool profits_live(enum advice_id id, const struct record *r)
{
	switch (id) {
	case ADVICE_TCP_RMEM:
	case ADVICE_MODERATE_RCVBUF:
		return r->fits_wscale;
	case ADVICE_TCP_WMEM:
	case ADVICE_TCP_MEM:
		return true;
	default:
		return false;
	}
}

static int count_in(struct advice *a, enum advice_id id, const struct subject *s,
		    const struct record *r)
{
	struct advice_item *item = get_item(a, id, &s->id);

	if (!item)
		return -ENOMEM;
	item->sockets++;
	item->live += profits_live(id, r);
	if (r->dir.needed_bytes < item->needed_bytes)
		return 0;
	item->example = s->id;
	item->needed_bytes = r->dir.needed_bytes;
	item->needed_source = r->dir.needed_source;
	item->rtt_min_us = r->rtt_min_us;
	item->rate_bps = r->dir.rate_bps;
	for (int i = 0; i < 3; i++)
		item->current[i] = r->dir.sysctl_bytes[i];
	if (advice_values(id) != 3)
		item->current[0] = r->dir.buffer_bytes;
	return 0;
}

/* A buffer that autotuning may use has to be allowed, too. */
static int count_direction(struct advice *a, const struct subject *s, const struct record *r)
{
	enum cause cause = lasting_cause(r);
	enum advice_id id = advice_of(a, r, cause);
	int err;

	if (id == ADVICE_MAX)
		return 0;
	err = count_in(a, id, s, r);
	if (!err && id == ADVICE_MODERATE_RCVBUF && r->dir.needed_bytes > r->dir.sysctl_bytes[2])
		err = count_in(a, ADVICE_TCP_RMEM, s, r);
	return err;
}

static uint64_t round_up(uint64_t bytes, uint64_t unit)
{
	return unit ? (bytes + unit - 1) / unit * unit : bytes;
}

static void propose(const struct advice *a, struct advice_item *item)
{
	uint64_t share = a->opts.memory_share_bytes;
	uint64_t bytes = round_up(item->needed_bytes, a->opts.page_bytes);

	if (share && bytes > share) {
		item->memory_bound = true;
		bytes = share - share % (a->opts.page_bytes ? a->opts.page_bytes : 1);
	}
	switch (item->id) {
	case ADVICE_TCP_RMEM:
	case ADVICE_TCP_WMEM:
		memcpy(item->proposed, item->current, sizeof(item->proposed));
		item->proposed[2] = max_u64(bytes, item->current[2]);
		break;
	case ADVICE_RMEM_MAX:
	case ADVICE_WMEM_MAX: /* the kernel doubles what is asked for */
		item->current[0] /= 2;
		item->proposed[0] = max_u64(round_up(bytes / 2, a->opts.page_bytes),
					    item->current[0]);
		break;
	case ADVICE_WINDOW_SCALING:
	case ADVICE_MODERATE_RCVBUF:
		item->current[0] = 0;
		item->proposed[0] = 1;
		break;
	default:
		item->proposed[0] = bytes;
	}
}

/* For the stated bandwidth the buffer is large enough as it is. */
static bool changes_nothing(const struct advice_item *item)
{
	unsigned last = advice_values(item->id);

	return last && !item->memory_bound && item->proposed[last - 1] <= item->current[last - 1];
}

static int compare(const void *x, const void *y)
{
	const struct advice_item *a = x, *b = y;

	if (a->example.netns != b->example.netns)
		return a->example.netns < b->example.netns ? -1 : 1;
	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return a->example.cookie < b->example.cookie ? -1 : a->example.cookie > b->example.cookie;
}

int advice_conclude(struct advice *a, const struct advice_item **ret_items, size_t *ret_count,
		    unsigned *ret_judged)
{
	size_t kept = 0;
	int err = 0;

	a->count = 0;
	*ret_judged = 0;
	for (const struct subject *s = a->subjects; s && !err; s = s->next) {
		*ret_judged += s->send.judged || s->recv.judged;
		err = count_direction(a, s, &s->send);
		if (!err)
			err = count_direction(a, s, &s->recv);
	}
	if (err)
		return err;
	for (size_t i = 0; i < a->count; i++) {
		propose(a, &a->items[i]);
		if (!changes_nothing(&a->items[i]))
			a->items[kept++] = a->items[i];
	}
	a->count = kept;
	if (kept)
		qsort(a->items, kept, sizeof(*a->items), compare);
	*ret_items = a->items;
	*ret_count = kept;
	return 0;
}
