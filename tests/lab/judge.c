// SPDX-License-Identifier: GPL-2.0-only
/*
 * Judges the NDJSON of "tcpbdp trace" against what the lab was built to be. Writes a line
 * "ok - NAME: property" or "not ok - NAME: property" per property, and "# ..." with what was found.
 *
 *	judge verdict --name N --laddr A --dir send --expect 'rwnd/peer_buffer!' FILE
 *	judge owner --name N --laddr A --dir recv --pid 4711 --comm traffic FILE
 *	judge ledger --name N FILE
 *
 * Exits 0 if it could judge, whatever the judgement.
 */
#include <getopt.h>
#include <math.h>
#include <stddef.h>

#include "ndjson.h"

#define KINDS_MAX 64
#define FLOWS_MAX 1024

struct judge_opts {
	const char *name, *laddr, *dir, *expect, *state, *comm, *family;
	double netns, lport, rport, pid, flows; /* 0 = any */
	double changes;                         /* -1 = any */
	double from_ts, to_ts;                  /* looks at no other lines; 0 = all */
	double after_s, within_s, rtt_ms, rtt_percent, bdp_bytes, bdp_percent;
};

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
	unsigned int accused; /* wrongly, of all lines */
	struct tally kinds[KINDS_MAX];
	struct flow flows[FLOWS_MAX];
	unsigned int flow_count;
	struct series rtt_us, bdp_bytes;
};

static void say(bool ok, const struct judge_opts *opts, const char *property)
{
	printf("%s - %s: %s\n", ok ? "ok" : "not ok", opts->name, property);
}

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

static bool all_flagged(const char *alternatives)
{
	unsigned int commas = 0, flags = 0;

	for (; *alternatives; alternatives++) {
		commas += *alternatives == ',';
		flags += *alternatives == '!';
	}
	return flags > commas;
}

static bool is_ours(const json_t *line, const struct judge_opts *opts)
{
	return ndjson_is(line, "type", "socket") && ndjson_is(line, "laddr", opts->laddr) &&
	       ndjson_number(line, "ts") >= opts->from_ts &&
	       (opts->to_ts <= 0 || ndjson_number(line, "ts") <= opts->to_ts) &&
	       (opts->netns <= 0 || ndjson_number(line, "netns") == opts->netns) &&
	       (opts->lport <= 0 || ndjson_number(line, "lport") == opts->lport) &&
	       (opts->rport <= 0 || ndjson_number(line, "rport") == opts->rport);
}

/* limit, limit/cause, and an exclamation mark if undersized. */
static void verdict_text(const json_t *dir, char *text, size_t size)
{
	const char *limit = json_string_value(json_object_get(dir, "limit"));
	const char *cause = json_string_value(json_object_get(dir, "cause"));

	snprintf(text, size, "%s%s%s%s", limit ? limit : "none", cause ? "/" : "",
		 cause ? cause : "", json_is_true(json_object_get(dir, "undersized")) ? "!" : "");
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

/* A change is from one verdict to another, be both allowed; before it was right there is none. */
static void flow_verdict(struct flow *f, const char *text, bool right, double ts_s)
{
	if (right && !f->right_s)
		f->right_s = ts_s;
	if (!f->right_s)
		return;
	f->changes += f->text[0] && strcmp(f->text, text);
	snprintf(f->text, sizeof(f->text), "%s", text);
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
		flow_verdict(flow, text, one_of(opts->expect, text), ts - e->start_ts);
	e->accused += strchr(text, '!') && !one_of(opts->expect, text);
	if (ts < e->first_ts + opts->after_s)
		return;
	evidence_count(e, text);
	e->lines++;
	e->expected += one_of(opts->expect, text);
	e->flagged += json_is_true(json_object_get(dir, "undersized"));
	e->in_state += opts->state && ndjson_is(line, "state", opts->state);
	series_add(&e->rtt_us, ndjson_number(line, "rtt_min_us"));
	series_add(&e->bdp_bytes, ndjson_number(dir, "bdp_bytes"));
}

static const char *most_given(const struct evidence *e)
{
	int most = 0;

	for (int i = 1; i < KINDS_MAX; i++)
		if (e->kinds[i].count > e->kinds[most].count)
			most = i;
	return e->kinds[most].text;
}

static void say_verdict(const struct evidence *e, const struct judge_opts *opts)
{
	char property[160];
	int i;

	snprintf(property, sizeof(property), "%s is %s", opts->dir, opts->expect);
	say(e->lines >= 3 && 2 * e->expected > e->lines, opts, property);
	printf("# found in %u lines:", e->lines);
	for (i = 0; i < KINDS_MAX && e->kinds[i].count; i++)
		printf(" %s %u", e->kinds[i].text, e->kinds[i].count);
	putchar('\n');

	/* A wrong accusation is worse than a late one: not a single one, from the first line on. */
	if (all_flagged(opts->expect))
		say(e->lines && 2 * e->flagged > e->lines, opts, "is flagged");
	say(e->lines && !e->accused, opts, "is accused of nothing else");
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

/* Of the socket that took longest, and of the one that changed most. */
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
	if (opts->changes >= 0) {
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
	free(e->rtt_us.values);
	free(e->bdp_bytes.values);
	free(e);
}

/* The owner may be unknown for a while, but never another one. */
static void judge_owner(struct ndjson *nd, const struct judge_opts *opts)
{
	unsigned int lines = 0, right = 0, unknown = 0, moving = 0, family = 0;
	json_t *line;

	if (!opts->laddr || !opts->dir || !opts->comm)
		die(2, "owner needs --laddr, --dir and --comm");
	while ((line = ndjson_next(nd))) {
		if (is_ours(line, opts)) {
			lines++;
			unknown += !json_is_integer(json_object_get(line, "pid"));
			right += (opts->pid <= 0 || ndjson_number(line, "pid") == opts->pid) &&
				 ndjson_is(line, "comm", opts->comm);
			moving += ndjson_number(json_object_get(line, opts->dir), "rate_bps") > 0;
			family += opts->family && ndjson_is(line, "family", opts->family);
		}
		json_decref(line);
	}
	say(lines > 0, opts, "is seen");
	say(lines && right + unknown == lines && 2 * right > lines, opts, "has the right owner");
	printf("# %u lines, %u with pid %.0f %s, %u with none\n", lines, right, opts->pid,
	       opts->comm, unknown);
	say(lines && 2 * moving > lines, opts, "has a rate");
	if (opts->family)
		say(lines && family == lines, opts, opts->family);
}

static bool ledger_adds_up(const json_t *ledger)
{
	return ndjson_number(ledger, "events_seen") ==
	       ndjson_number(ledger, "samples_emitted") +
		       ndjson_number(ledger, "samples_suppressed") +
		       ndjson_number(ledger, "samples_dropped") +
		       ndjson_number(ledger, "events_filtered");
}

static void say_ledger(const json_t *summary, const struct judge_opts *opts)
{
	const json_t *ledger = json_object_get(summary, "ledger");
	double by_event = 0;
	const char *key;
	json_t *count;
	char *text;

	json_object_foreach(json_object_get(ledger, "by_event"), key, count)
		by_event += json_number_value(count);
	say(ndjson_number(ledger, "events_seen") > 0, opts, "events were seen");
	say(ndjson_number(ledger, "events_seen") == by_event, opts,
	    "events seen are the sum of the events by kind");
	say(ledger && ledger_adds_up(ledger), opts,
	    "seen is emitted, suppressed, dropped and filtered");
	say(ndjson_number(ledger, "samples_consumed") >= 0 &&
		    ndjson_number(ledger, "samples_consumed") ==
			    ndjson_number(ledger, "samples_emitted"),
	    opts, "consumed is emitted");
	text = ledger ? json_dumps(ledger, JSON_COMPACT) : NULL;
	printf("# %s\n", text ? text : "no ledger");
	free(text);
}

static void judge_ledger(struct ndjson *nd, const struct judge_opts *opts)
{
	json_t *line, *last = NULL;
	unsigned int summaries = 0;

	while ((line = ndjson_next(nd))) {
		json_decref(last);
		last = line;
		summaries += ndjson_is(line, "type", "summary");
	}
	say(nd->lines && !nd->broken, opts, "every line is an object");
	say(summaries == 1 && ndjson_is(last, "type", "summary"), opts,
	    "one summary, and it is last");
	say_ledger(last, opts);
	json_decref(last);
}

static const struct judge_cmd {
	const char *name;
	void (*exec)(struct ndjson *nd, const struct judge_opts *opts);
} commands[] = {
	{ "verdict", judge_verdict },
	{ "owner", judge_owner },
	{ "ledger", judge_ledger },
	{ NULL, NULL },
};

/* An option is a row: "--name" fills the member of that name. */
static const struct judge_opt {
	const char *name;
	bool is_number;
	size_t offset;
} rows[] = {
/* clang-format off */
#define TEXT(name, member) { name, false, offsetof(struct judge_opts, member) }
#define NUMBER(name, member) { name, true, offsetof(struct judge_opts, member) }
	/* clang-format on */
	TEXT("name", name),
	TEXT("laddr", laddr),
	TEXT("dir", dir),
	TEXT("expect", expect),
	TEXT("state", state),
	TEXT("comm", comm),
	TEXT("family", family),
	NUMBER("netns", netns),
	NUMBER("lport", lport),
	NUMBER("rport", rport),
	NUMBER("pid", pid),
	NUMBER("flows", flows),
	NUMBER("from", from_ts),
	NUMBER("to", to_ts),
	NUMBER("after", after_s),
	NUMBER("within", within_s),
	NUMBER("changes", changes),
	NUMBER("rtt-ms", rtt_ms),
	NUMBER("rtt-percent", rtt_percent),
	NUMBER("bdp", bdp_bytes),
	NUMBER("bdp-percent", bdp_percent),
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

static void parse(struct judge_opts *opts, int argc, char **argv)
{
	static const struct arg_unit plain[] = { { "", 1 }, { NULL, 0 } };
	struct option longs[ROWS + 1] = { 0 };
	void *member;
	int row;

	for (row = 0; row < (int)ROWS; row++)
		longs[row] = (struct option){ rows[row].name, required_argument, NULL, row };
	while ((row = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (row == '?')
			exit(2);
		member = (char *)opts + rows[row].offset;
		if (rows[row].is_number)
			*(double *)member = arg_number(rows[row].name, optarg, plain, 1e15);
		else
			*(const char **)member = optarg;
	}
	if (argc - optind != 2)
		die(2, "usage: judge verdict|owner|ledger [options] FILE");
}

int main(int argc, char **argv)
{
	struct judge_opts opts = {
		.name = "trace", .changes = -1, .rtt_percent = 5, .bdp_percent = 10
	};
	const struct judge_cmd *cmd;
	struct ndjson nd;

	parse(&opts, argc, argv);
	for (cmd = commands; cmd->name && strcmp(cmd->name, argv[optind]); cmd++)
		;
	if (!cmd->name)
		die(2, "no such command: %s", argv[optind]);
	ndjson_open(&nd, argv[optind + 1]);
	cmd->exec(&nd, &opts);
	ndjson_close(&nd);
	return 0;
}
