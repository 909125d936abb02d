/* SPDX-License-Identifier: GPL-2.0-only */
/* Judges the verdicts that one end of a scenario was given. */
#ifndef LAB_JUDGE_VERDICT_H
#define LAB_JUDGE_VERDICT_H

#include <math.h>

#include "judge.h"

#define KINDS_MAX 64
#define FLOWS_MAX 1024

/* How often each verdict was given, in the order of appearance. */
struct tally {
	char text[80];
	unsigned int count;
};

struct series {
	double *values;
	size_t count, room;
};

/* A socket, and how its verdict came to be. */
struct flow {
	char cookie[24];
	char text[80];        /* its verdict, as it was last; only since it was right */
	double right_s;       /* after the trace began, when it first was right; 0 = never */
	unsigned int changes; /* since then */
};

struct evidence {
	double start_ts; /* of the trace: the first line tells of the interval before it */
	double first_ts;
	unsigned int lines, expected, flagged, in_state;
	unsigned int accused;             /* wrongly, of all lines */
	double busy_bytes, unknown_bytes; /* of what moved, and with no limit known */
	bool wrong;
	struct tally kinds[KINDS_MAX];
	struct flow flows[FLOWS_MAX];
	unsigned int flow_count;
	struct series rtt_us, bdp_bytes, rate_bps;
};

static void series_add(struct series *s, double value)
{
	if (value < 0)
		return;
	if (s->count == s->room) {
		s->room = s->room ? 2 * s->room : 64;
		s->values = realloc(s->values, s->room * sizeof(*s->values));
		if (!s->values)
			die(1, "no memory");
	}
	s->values[s->count++] = value;
}

static int double_cmp(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* -1 of nothing. */
static double series_median(struct series *s)
{
	if (!s->count)
		return -1;
	qsort(s->values, s->count, sizeof(*s->values), double_cmp);
	return s->values[s->count / 2];
}

/* Is text one of the alternatives, which are parted by commas? */
static bool one_of(const char *alternatives, const char *text)
{
	size_t len = strlen(text), n;

	for (; *alternatives; alternatives += n + (alternatives[n] == ',')) {
		n = strcspn(alternatives, ",");
		if (n == len && !memcmp(alternatives, text, n))
			return true;
	}
	return false;
}

/* The right limit, with no cause: "rwnd" where "rwnd/peer_buffer!" is right. */
static bool is_open(const char *alternatives, const char *text)
{
	size_t len = strlen(text);

	for (; *alternatives; alternatives += *alternatives == ',') {
		if (!strncmp(alternatives, text, len) && alternatives[len] == '/')
			return true;
		alternatives += strcspn(alternatives, ",");
	}
	return false;
}

/* Where nothing need be known, the limit alone is right, too. */
static bool is_right(const char *alternatives, const char *text)
{
	return one_of(alternatives, text) ||
	       (one_of(alternatives, "unknown") && is_open(alternatives, text));
}

static bool all_flagged(const char *alternatives)
{
	unsigned int commas = 0, flags = 0;

	for (; *alternatives; alternatives++) {
		commas += *alternatives == ',';
		flags += *alternatives == '!';
	}
	return flags > commas;
}

static void evidence_count(struct evidence *e, const char *text)
{
	int i;

	for (i = 0; i < KINDS_MAX - 1 && e->kinds[i].count; i++)
		if (!strcmp(e->kinds[i].text, text))
			break;
	snprintf(e->kinds[i].text, sizeof(e->kinds[i].text), "%s", text);
	e->kinds[i].count++;
}

/* NULL: too many. */
static struct flow *evidence_flow(struct evidence *e, const char *cookie)
{
	unsigned int i;

	for (i = 0; i < e->flow_count; i++)
		if (!strcmp(e->flows[i].cookie, cookie))
			return &e->flows[i];
	if (i == FLOWS_MAX)
		return NULL;
	snprintf(e->flows[i].cookie, sizeof(e->flows[i].cookie), "%s", cookie);
	e->flow_count++;
	return &e->flows[i];
}

/*
 * A change is from one verdict to another, be both allowed; before it was right there is none. A limit
 * whose cause takes longer to be proven is right meanwhile.
 */
static void flow_verdict(struct flow *f, const char *text, bool right, double ts_s)
{
	if (right && !f->right_s)
		f->right_s = ts_s;
	if (!f->right_s)
		return;
	f->changes += f->text[0] && strcmp(f->text, text);
	snprintf(f->text, sizeof(f->text), "%s", text);
}

/* 0 to 1, of an interval's bytes. */
static double unknown_share(const json_t *dir)
{
	double share = ndjson_number(dir, "unknown_share");

	return share >= 0 ? share : ndjson_is(dir, "limit", "unknown");
}

static void evidence_add_bytes(struct evidence *e, const json_t *line, const json_t *dir)
{
	double bytes = ndjson_number(dir, "rate_bps") / 8 * ndjson_number(line, "interval_s");

	if (bytes <= 0)
		return;
	e->busy_bytes += bytes;
	e->unknown_bytes += bytes * unknown_share(dir);
}

static void evidence_add(struct evidence *e, const json_t *line, const struct judge_opts *opts)
{
	const json_t *dir = json_object_get(line, opts->dir);
	const char *cookie = json_string_value(json_object_get(line, "cookie"));
	double ts = ndjson_number(line, "ts");
	struct flow *flow = evidence_flow(e, cookie ? cookie : "");
	char text[80];

	if (!e->first_ts) {
		e->first_ts = ts;
		e->start_ts = ts - ndjson_number(line, "interval_s");
	}
	verdict_text(dir, text, sizeof(text));
	if (flow)
		flow_verdict(flow, text,
			     is_right(opts->expect, text) || is_open(opts->expect, text),
			     ts - e->start_ts);
	e->accused += strchr(text, '!') && !one_of(opts->expect, text);
	if (ts < e->first_ts + opts->after_s)
		return;
	evidence_count(e, text);
	evidence_add_bytes(e, line, dir);
	e->lines++;
	e->expected += is_right(opts->expect, text);
	e->flagged += json_is_true(json_object_get(dir, "undersized"));
	e->in_state += opts->state && ndjson_is(line, "state", opts->state);
	series_add(&e->rtt_us, ndjson_number(line, "rtt_min_us"));
	series_add(&e->bdp_bytes, ndjson_number(dir, "bdp_bytes"));
	series_add(&e->rate_bps, ndjson_number(dir, "rate_bps"));
}

static const char *most_given(const struct evidence *e)
{
	int most = 0;

	for (int i = 1; i < KINDS_MAX; i++)
		if (e->kinds[i].count > e->kinds[most].count)
			most = i;
	return e->kinds[most].text;
}

/* What makes the row wrong if it does not hold. */
static void say_of_row(struct evidence *e, bool ok, const struct judge_opts *opts,
		       const char *property)
{
	say(ok, opts, property);
	e->wrong |= !ok;
}

static void say_verdict(struct evidence *e, const struct judge_opts *opts)
{
	char property[160];
	int i;

	snprintf(property, sizeof(property), "%s is %s", opts->dir, opts->expect);
	say_of_row(e, e->lines >= 3 && 2 * e->expected > e->lines, opts, property);
	printf("# found in %u lines:", e->lines);
	for (i = 0; i < KINDS_MAX && e->kinds[i].count; i++)
		printf(" %s %u", e->kinds[i].text, e->kinds[i].count);
	putchar('\n');
	printf("# rate_bps %.0f\n", series_median(&e->rate_bps));

	/* A wrong accusation is worse than a late one: not a single one, from the first line on. */
	if (all_flagged(opts->expect))
		say_of_row(e, e->lines && 2 * e->flagged > e->lines, opts, "is flagged");
	say_of_row(e, e->lines && !e->accused, opts, "is accused of nothing else");
	if (opts->state)
		say(e->lines && 2 * e->in_state > e->lines, opts, opts->state);
}

static void say_near(struct series *s, const struct judge_opts *opts, const char *what,
		     double nominal, double percent)
{
	double found = series_median(s);
	char property[80];

	snprintf(property, sizeof(property), "%s within %g %% of %.0f", what, percent, nominal);
	say(found >= nominal * (1 - percent / 100) && found <= nominal * (1 + percent / 100), opts,
	    property);
	printf("# found %.0f, the median of %zu\n", found, s->count);
}

/*
 * Of the socket that took longest, and of the one that changed most. Where nothing need be known, what is
 * known comes and goes.
 */
static void say_steady(const struct evidence *e, const struct judge_opts *opts)
{
	double right_s = e->flow_count ? 0 : -1, changes = 0;
	char property[80];

	for (unsigned int i = 0; i < e->flow_count; i++) {
		const struct flow *f = &e->flows[i];

		right_s = !f->right_s || right_s < 0 ? -1 : fmax(right_s, f->right_s);
		changes = fmax(changes, f->changes);
	}
	if (opts->within_s > 0) {
		snprintf(property, sizeof(property), "is right within %g s", opts->within_s);
		say(right_s >= 0 && right_s <= opts->within_s, opts, property);
		printf("# after %.1f s\n", right_s);
	}
	if (opts->changes >= 0 && !one_of(opts->expect, "unknown")) {
		snprintf(property, sizeof(property), "changes %g times at most", opts->changes);
		say(changes <= opts->changes, opts, property);
		printf("# changes %g times\n", changes);
	}
	printf("# row: %-44.44s %-28s %-24s %5.1f s %3g changes", opts->name, opts->expect,
	       e->kinds[0].count ? most_given(e) : "nothing", right_s, changes);
}

static void say_error(struct series *s, const char *what, double nominal)
{
	if (nominal > 0)
		printf("  %s %+.1f %%", what, (series_median(s) / nominal - 1) * 100);
}

/* For the table's sums. A row for which "unknown" is right, too, is not a steady one. */
static void say_sums(const struct evidence *e, const struct judge_opts *opts)
{
	printf("# judged: %s false_flags %u busy_bytes %.0f unknown_bytes %.0f %s %s\n",
	       e->wrong ? "wrong" : "right", e->accused, e->busy_bytes, e->unknown_bytes,
	       one_of(opts->expect, "unknown") ? "unsteady" : "steady", opts->name);
}

static void judge_verdict(struct ndjson *nd, const struct judge_opts *opts)
{
	struct evidence *e = calloc(1, sizeof(*e));
	json_t *line;

	if (!e || !opts->laddr || !opts->dir || !opts->expect)
		die(2, "verdict needs --laddr, --dir and --expect");
	while ((line = ndjson_next(nd))) {
		if (is_ours(line, opts))
			evidence_add(e, line, opts);
		json_decref(line);
	}
	say_verdict(e, opts);
	if (opts->rtt_ms > 0)
		say_near(&e->rtt_us, opts, "minimum RTT in us", opts->rtt_ms * 1000,
			 opts->rtt_percent);
	if (opts->bdp_bytes > 0)
		say_near(&e->bdp_bytes, opts, "BDP in bytes", opts->bdp_bytes, opts->bdp_percent);
	if (opts->flows > 0) {
		say(e->flow_count == opts->flows, opts, "all its sockets are seen");
		printf("# found %u of %g\n", e->flow_count, opts->flows);
	}
	say_steady(e, opts);
	say_error(&e->rtt_us, "RTT", opts->rtt_ms * 1000);
	say_error(&e->bdp_bytes, "BDP", opts->bdp_bytes);
	putchar('\n');
	say_sums(e, opts);
	free(e->rtt_us.values);
	free(e->bdp_bytes.values);
	free(e->rate_bps.values);
	free(e);
}

#endif
