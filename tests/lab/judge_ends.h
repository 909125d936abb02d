/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holds what the two ends of each connection say of the same interval against each other: where the
 * sender is held by its peer's window, the receiver does not find the sender slow; and where the
 * receiver's buffer is too small, the sender does not find its application slow. Each books a span where it
 * ends, by its own round trips, and a pause that falls into one is in this interval at one end, and in the
 * next at the other: a contradiction is one in two intervals in succession.
 */
#ifndef LAB_JUDGE_ENDS_H
#define LAB_JUDGE_ENDS_H

#include "judge.h"

#define ENDS_MAX 2048

struct ends {
	double start_ts, ts;
	json_t *lines[ENDS_MAX]; /* of one interval */
	unsigned int count, pairs;
	bool contradicted, contradicted_before; /* in this interval, and in the one before it */
	unsigned int contradictions;
	/* the first one */
	double first_s;
	char said_by_sender[80], said_by_receiver[80];
};

static bool same_endpoint(const json_t *one, const json_t *other)
{
	const char *addr = json_string_value(json_object_get(other, "raddr"));

	return addr && ndjson_is(one, "laddr", addr) &&
	       ndjson_number(one, "lport") == ndjson_number(other, "rport");
}

/*
 * Each names what took the larger part of its time: they speak of the same where these parts overlap by more
 * than a tenth of it. (BBR looks for the least RTT with next to nothing in flight, for 0.2 s each ten seconds.)
 */
static bool same_time(const json_t *send, const json_t *recv)
{
	return ndjson_number(send, "limit_share") + ndjson_number(recv, "limit_share") > 1.1;
}

static bool contradicts(const json_t *send, const json_t *recv)
{
	if (!same_time(send, recv))
		return false;
	if (ndjson_is(send, "limit", "rwnd") && !ndjson_is(send, "cause", "path_full"))
		return ndjson_is(recv, "limit", "sender");
	return ndjson_is(send, "limit", "app") && json_is_true(json_object_get(recv, "undersized"));
}

static void ends_compare(struct ends *e, const json_t *sender, const json_t *receiver)
{
	json_t *send = json_object_get(sender, "send"), *recv = json_object_get(receiver, "recv");

	e->pairs++;
	if (!contradicts(send, recv))
		return;
	e->contradicted = true;
	if (!e->contradicted_before || e->contradictions)
		return;
	verdict_text(send, e->said_by_sender, sizeof(e->said_by_sender));
	verdict_text(recv, e->said_by_receiver, sizeof(e->said_by_receiver));
	e->first_s = e->ts - e->start_ts;
}

static void ends_interval(struct ends *e)
{
	unsigned int i, k;

	for (i = 0; i < e->count; i++)
		for (k = 0; k < e->count; k++)
			if (i != k && same_endpoint(e->lines[i], e->lines[k]) &&
			    same_endpoint(e->lines[k], e->lines[i]))
				ends_compare(e, e->lines[i], e->lines[k]);
	for (i = 0; i < e->count; i++)
		json_decref(e->lines[i]);
	e->count = 0;
	e->contradictions += e->contradicted && e->contradicted_before;
	e->contradicted_before = e->contradicted;
	e->contradicted = false;
}

static bool ends_wanted(const json_t *line, const struct judge_opts *opts)
{
	return ndjson_is(line, "type", "socket") && (ndjson_number(line, "lport") == opts->port ||
						     ndjson_number(line, "rport") == opts->port);
}

static void judge_ends(struct ndjson *nd, const struct judge_opts *opts)
{
	struct ends *e = calloc(1, sizeof(*e));
	json_t *line;
	double ts;

	if (!e)
		die(1, "no memory");
	while ((line = ndjson_next(nd))) {
		ts = ndjson_number(line, "ts");
		if (ts != e->ts)
			ends_interval(e);
		e->ts = ts;
		if (!ends_wanted(line, opts) || e->count == ENDS_MAX) {
			json_decref(line);
			continue;
		}
		if (!e->start_ts)
			e->start_ts = ts - ndjson_number(line, "interval_s");
		if (ts < e->start_ts + opts->after_s)
			json_decref(line);
		else
			e->lines[e->count++] = line;
	}
	ends_interval(e);
	say(e->pairs && !e->contradictions, opts, "the ends do not contradict each other");
	printf("# %u times of %u", e->contradictions, e->pairs);
	if (e->contradictions)
		printf(", first after %.1f s: %s, %s", e->first_s, e->said_by_sender,
		       e->said_by_receiver);
	putchar('\n');
	printf("# judged: %s false_flags 0 busy_bytes 0 unknown_bytes 0 steady %s\n",
	       e->pairs && !e->contradictions ? "right" : "wrong", opts->name);
	free(e);
}

#endif
