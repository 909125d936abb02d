// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/capture_scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cookie_map.h"

struct recalled {
	struct sample s; /* the newest */
	bool gone;
	uint64_t sent_ns; /* when data was last seen to be sent; so the next */
	uint64_t received_ns;
};

struct capture_scan {
	struct run *run;
	struct cookie_map *places; /* in sockets, counted from 1 */
	struct recalled *sockets;
	size_t count, room;
	uint64_t newest_ns;
};

int capture_scan_new(const struct cli_opts *opts, struct capture_scan **ret_recall)
{
	struct capture_scan *recall = calloc(1, sizeof(*recall));
	int err;

	if (!recall)
		return -ENOMEM;
	recall->places = cookie_map_new();
	err = recall->places ? run_new(opts, &recall->run) : -ENOMEM;
	if (err) {
		capture_scan_free(recall);
		return err;
	}
	*ret_recall = recall;
	return 0;
}

void capture_scan_free(struct capture_scan *recall)
{
	if (!recall)
		return;
	run_free(recall->run);
	cookie_map_free(recall->places);
	free(recall->sockets);
	free(recall);
}

const struct run *capture_scan_run(const struct capture_scan *recall)
{
	return recall->run;
}

static struct recalled *add(struct capture_scan *recall, const struct sample *s)
{
	struct recalled *r;

	if (recall->count == recall->room) {
		size_t room = recall->room ? 2 * recall->room : 64;
		struct recalled *larger = reallocarray(recall->sockets, room, sizeof(*larger));

		if (!larger)
			return NULL;
		recall->sockets = larger;
		recall->room = room;
	}
	r = &recall->sockets[recall->count];
	if (cookie_map_put(recall->places, s->id.cookie, (void *)(recall->count + 1)))
		return NULL;
	recall->count++;
	*r = (struct recalled){ .s = *s, .sent_ns = s->ts_ns, .received_ns = s->ts_ns };
	return r;
}

/* The owner may be known to an older sample alone. */
static void renew(struct recalled *r, const struct sample *s)
{
	struct sample_id id = r->s.id;

	if (s->bytes_sent != r->s.bytes_sent)
		r->sent_ns = s->ts_ns;
	if (s->bytes_received != r->s.bytes_received)
		r->received_ns = s->ts_ns;
	r->s = *s;
	if (!s->id.pid) {
		r->s.id.pid = id.pid;
		memcpy(r->s.id.comm, id.comm, sizeof(id.comm));
	}
}

static int on_sample(void *ctx, const struct sample *s)
{
	struct capture_scan *recall = ctx;
	size_t place = (size_t)cookie_map_get(recall->places, s->id.cookie);
	struct recalled *r = place ? &recall->sockets[place - 1] : add(recall, s);

	if (!r)
		return -ENOMEM;
	if (s->ts_ns > recall->newest_ns)
		recall->newest_ns = s->ts_ns;
	if (s->reason == SAMPLE_CLOSE)
		r->gone = true;
	else if (s->ts_ns > r->s.ts_ns)
		renew(r, s);
	return 0;
}

static int on_tick(void *ctx, const struct tick *tick)
{
	struct capture_scan *recall = ctx;

	if (tick->ts_ns > recall->newest_ns)
		recall->newest_ns = tick->ts_ns;
	return 0;
}

int capture_scan_go(struct capture_scan *recall, snapshot_fn fn, void *ctx)
{
	const struct consumer consumer = { on_sample, on_tick, recall };
	int err = recall->run->ops->go(recall->run, &consumer);

	for (size_t i = 0; !err && i < recall->count; i++) {
		const struct recalled *r = &recall->sockets[i];
		const struct snapshot seen = {
			.s = r->s,
			.sent_ago_ns = recall->newest_ns - r->sent_ns,
			.received_ago_ns = recall->newest_ns - r->received_ns,
		};

		if (!r->gone)
			err = fn(ctx, &seen);
	}
	return err;
}
