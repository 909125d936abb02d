/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A delay that changes although nothing queues, as on a radio link:
 *
 *	steps	another one every period, any up to the most
 *	walk	every period an eighth of the most up or down
 *	episode	the most, for the last tenth of each period
 *	slots	packets leave at the beginning of the next period
 *
 * The draws depend on the seed and the time since the link began, on nothing else: a packet more
 * or less changes none. Packets do not overtake each other: who is sent when the delay falls
 * arrives right behind those that were sent before.
 */
#ifndef LAB_WANDER_H
#define LAB_WANDER_H

#include <stdint.h>

#include "process.h"

#define WANDER_WALK_STEPS 8

enum wander_kind {
	WANDER_NONE,
	WANDER_STEPS,
	WANDER_WALK,
	WANDER_EPISODE,
	WANDER_SLOTS,
	WANDER_MAX
};

struct wander {
	enum wander_kind kind;
	uint64_t period_ns, most_ns;
	uint64_t seed, begin_ns;
	/* of the walk: where it is, and in which period */
	uint64_t period;
	int at;
};

static const char *const wander_names[] = {
	[WANDER_NONE] = "none",       [WANDER_STEPS] = "steps", [WANDER_WALK] = "walk",
	[WANDER_EPISODE] = "episode", [WANDER_SLOTS] = "slots",
};
_Static_assert(sizeof(wander_names) / sizeof(wander_names[0]) == WANDER_MAX, "one per kind");

/* KIND:PERIOD_MS:MOST_MS; slots have no MOST_MS. */
static inline void wander_parse(struct wander *w, const char *text)
{
	char kind[16], period[16], most[16] = "0";
	int i;

	if (sscanf(text, "%15[^:]:%15[^:]:%15s", kind, period, most) < 2)
		die(2, "--wander: '%s' is not KIND:PERIOD_MS:MOST_MS", text);
	for (i = WANDER_STEPS; i < WANDER_MAX && strcmp(kind, wander_names[i]); i++)
		;
	w->kind = (enum wander_kind)i;
	w->period_ns = arg_ms_as_ns("--wander", period);
	w->most_ns = arg_ms_as_ns("--wander", most);
	if (i == WANDER_MAX || !w->period_ns)
		die(2, "--wander: '%s' is no kind with a period", text);
}

/* 0 to 999, the same for the same period of the same seed (splitmix64). */
static inline uint64_t wander_draw(const struct wander *w, uint64_t period)
{
	uint64_t z = (w->seed << 32) + (period + 1) * 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return (z ^ z >> 31) % 1000;
}

static inline void wander_walk(struct wander *w, uint64_t period)
{
	for (; w->period < period; w->period++) {
		w->at += wander_draw(w, w->period) < 500 ? -1 : 1;
		w->at = w->at < 0 ? 1 : w->at;
		w->at = w->at > WANDER_WALK_STEPS ? WANDER_WALK_STEPS - 1 : w->at;
	}
}

/* What is added to the delay of a packet that leaves at that time. */
static inline uint64_t wander_ns(struct wander *w, uint64_t leave_ns)
{
	uint64_t since, period, into;

	if (!w->begin_ns)
		w->begin_ns = leave_ns;
	since = leave_ns - w->begin_ns;
	period = w->period_ns ? since / w->period_ns : 0;
	into = w->period_ns ? since % w->period_ns : 0;
	switch (w->kind) {
	case WANDER_STEPS:
		return w->most_ns * wander_draw(w, period) / 999;
	case WANDER_WALK:
		wander_walk(w, period);
		return w->most_ns * (uint64_t)w->at / WANDER_WALK_STEPS;
	case WANDER_EPISODE:
		return into >= w->period_ns / 10 * 9 ? w->most_ns : 0;
	case WANDER_SLOTS:
		return into ? w->period_ns - into : 0;
	case WANDER_NONE:
	case WANDER_MAX:
		break;
	}
	return 0;
}

#endif
