// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * How far may a number move before a verdict changes? Each threshold is scaled by 0.8, 0.95, 1.05 and 1.25
 * in turn, all captures are judged again, and what most of a socket's intervals say is compared.
 *
 *	sensitivity CAPTURE...		a row for each threshold that flips a verdict; then those that flip none
 *
 * The model is linked as it is compiled for this alone, with its thresholds in memory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"
#include "run/run.h"
#include "verdict/threshold.h"

unsigned long threshold_scaled[THRESHOLD_MAX];

#define VALUE(name, value, unit, reason, measured) value,
static const unsigned long values[] = { THRESHOLDS(VALUE) };
#undef VALUE
#define NAME(name, value, unit, reason, measured) #name,
static const char *const names[] = { THRESHOLDS(NAME) };
#undef NAME

static const unsigned scales[] = { 800, 950, 1050, 1250 };
#define SCALES (sizeof(scales) / sizeof(scales[0]))

#define SOCKETS_MAX 64

struct moment {
	bool is_tick;
	union {
		struct sample sample;
		struct tick tick;
	};
};

struct capture {
	const char *name;
	struct run *run;
	struct moment *events;
	size_t count, room;
};

/* What was said of one direction of a socket, in how many intervals. */
struct said {
	uint64_t cookie;
	enum direction direction;
	unsigned intervals[LIMIT_MAX][CAUSE_MAX];
};

struct outcome {
	struct sink sink;
	struct said said[SOCKETS_MAX];
	unsigned count;
};

static struct moment *new_event(struct capture *c)
{
	if (c->count == c->room) {
		c->room = c->room ? 2 * c->room : 256;
		c->events = reallocarray(c->events, c->room, sizeof(*c->events));
		if (!c->events)
			abort();
	}
	return &c->events[c->count++];
}

static int keep_sample(void *ctx, const struct sample *s)
{
	*new_event(ctx) = (struct moment){ .sample = *s };
	return 0;
}

static int keep_tick(void *ctx, const struct tick *t)
{
	*new_event(ctx) = (struct moment){ .is_tick = true, .tick = *t };
	return 0;
}

static struct said *said_of(struct outcome *o, uint64_t cookie, enum direction direction)
{
	struct said *said = o->said;

	while (said < o->said + o->count &&
	       (said->cookie != cookie || said->direction != direction))
		said++;
	if (said == o->said + SOCKETS_MAX)
		return NULL;
	if (said == o->said + o->count) {
		*said = (struct said){ .cookie = cookie, .direction = direction };
		o->count++;
	}
	return said;
}

static int take_finding(struct sink *sink, const struct finding *f)
{
	struct outcome *o = (struct outcome *)sink;

	for (enum direction d = 0; d < DIRECTION_MAX; d++) {
		const struct finding_direction *dir = finding_side(f, d);
		struct said *said = dir->limit == LIMIT_IDLE ? NULL : said_of(o, f->id.cookie, d);

		if (said)
			said->intervals[dir->limit][dir->cause]++;
	}
	return 0;
}

static int nothing(struct sink *sink)
{
	(void)sink;
	return 0;
}

static const struct sink_ops ops = { .finding = take_finding, .interval_end = nothing };

static void judge(const struct capture *c, struct outcome *ret_outcome)
{
	const struct engine_opts opts = { .interval_ns = 1000000000,
					  .start_ns = c->run->start_ns,
					  .host = c->run->host };
	struct summary summary = { 0 };
	struct engine *engine;

	memset(ret_outcome, 0, sizeof(*ret_outcome));
	ret_outcome->sink.ops = &ops;
	if (engine_new(&opts, &ret_outcome->sink, &engine))
		abort();
	for (size_t i = 0; i < c->count; i++) {
		const struct moment *e = &c->events[i];
		int err = e->is_tick ? engine_tick(engine, &e->tick)
				     : engine_sample(engine, &e->sample);

		if (err)
			abort();
	}
	engine_finish(engine, &summary);
	engine_free(engine);
}

/* What most intervals said. */
static int verdict(const struct said *said)
{
	unsigned most = 0;
	int verdict = 0;

	for (int l = 0; l < LIMIT_MAX; l++)
		for (int c = 0; c < CAUSE_MAX; c++)
			if (said->intervals[l][c] > most) {
				most = said->intervals[l][c];
				verdict = l * CAUSE_MAX + c;
			}
	return verdict;
}

static unsigned flips(const struct outcome *was, struct outcome *is, const char *capture, bool tell)
{
	unsigned count = 0;

	for (unsigned i = 0; i < was->count; i++) {
		const struct said *a = &was->said[i], *b = said_of(is, a->cookie, a->direction);
		int from = verdict(a), to = b ? verdict(b) : 0;

		if (from == to)
			continue;
		count++;
		if (!tell)
			continue;
		printf("    %s %s: %s/%s -> %s/%s\n", capture, direction_name(a->direction),
		       limit_name(from / CAUSE_MAX),
		       from % CAUSE_MAX ? cause_name(from % CAUSE_MAX) : "-",
		       limit_name(to / CAUSE_MAX),
		       to % CAUSE_MAX ? cause_name(to % CAUSE_MAX) : "-");
	}
	return count;
}

static void read_capture(const char *path, struct capture *c)
{
	struct cli_opts opts = { .replay = path, .interval_ns = 1000000000 };
	const struct consumer consumer = { keep_sample, keep_tick, c };
	const char *slash = strrchr(path, '/');

	c->name = slash ? slash + 1 : path;
	if (run_new(&opts, &c->run) || c->run->ops->go(c->run, &consumer))
		exit(1);
}

/* How many verdicts flip where the threshold is scaled so. */
static unsigned scaled(const struct capture *captures, const struct outcome *base, int count,
		       int threshold, unsigned scale, bool tell)
{
	static struct outcome outcome;
	unsigned long value = (values[threshold] * scale + 500) / 1000;
	unsigned sum = 0;

	if (value == values[threshold])
		value += scale > 1000 ? 1 : (unsigned long)-1;
	threshold_scaled[threshold] = value;
	for (int i = 0; i < count; i++) {
		judge(&captures[i], &outcome);
		sum += flips(&base[i], &outcome, captures[i].name, tell);
	}
	threshold_scaled[threshold] = values[threshold];
	return sum;
}

int main(int argc, char **argv)
{
	int count = argc - 1;
	struct capture *captures = calloc((size_t)count + 1, sizeof(*captures));
	struct outcome *base = calloc((size_t)count + 1, sizeof(*base));
	bool tell = getenv("SENSITIVITY_TELL");
	unsigned near = 0;

	if (!captures || !base || !count)
		return 2;
	memcpy(threshold_scaled, values, sizeof(threshold_scaled));
	for (int i = 0; i < count; i++) {
		read_capture(argv[i + 1], &captures[i]);
		judge(&captures[i], &base[i]);
	}
	printf("%-20s %8s %6s %6s %6s %6s\n", "threshold", "value", "x0.8", "x0.95", "x1.05",
	       "x1.25");
	for (int t = 0; t < THRESHOLD_MAX; t++) {
		unsigned n[SCALES];

		for (size_t s = 0; s < SCALES; s++)
			n[s] = scaled(captures, base, count, t, scales[s], false);
		printf("%-20s %8lu %6u %6u %6u %6u\n", names[t], values[t], n[0], n[1], n[2], n[3]);
		fflush(stdout);
		near += n[1] + n[2];
		for (size_t s = 1; tell && s < 3; s++)
			if (n[s])
				scaled(captures, base, count, t, scales[s], true);
	}
	printf("%d captures, %d thresholds, %u verdicts flip where one moves by 5 %%\n", count,
	       THRESHOLD_MAX, near);
	for (int i = 0; i < count; i++) {
		free(captures[i].events);
		run_free(captures[i].run);
	}
	free(captures);
	free(base);
	return 0;
}
