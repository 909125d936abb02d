// SPDX-License-Identifier: GPL-2.0-only
/*
 * Judges the NDJSON of "tcpbdp trace" against what the lab was built to be. Writes a line
 * "ok - NAME: property" or "not ok - NAME: property" per property, and "# ..." with what was found.
 *
 *	judge verdict --name N --laddr A --dir send --expect 'rwnd/peer_buffer!' FILE
 *	judge ends --name N --port 5201 FILE
 *	judge owner --name N --laddr A --dir recv --pid 4711 --comm traffic FILE
 *	judge ledger --name N FILE
 *
 * Exits 0 if it could judge, whatever the judgement.
 */
#include <getopt.h>
#include <stddef.h>

#include "judge_ends.h"
#include "judge_verdict.h"

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
	{ "verdict", judge_verdict }, { "ends", judge_ends }, { "owner", judge_owner },
	{ "ledger", judge_ledger },   { NULL, NULL },
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
	TEXT("name", name),         TEXT("laddr", laddr),
	TEXT("dir", dir),           TEXT("expect", expect),
	TEXT("state", state),       TEXT("comm", comm),
	TEXT("family", family),     NUMBER("netns", netns),
	NUMBER("lport", lport),     NUMBER("rport", rport),
	NUMBER("port", port),       NUMBER("pid", pid),
	NUMBER("flows", flows),     NUMBER("from", from_ts),
	NUMBER("to", to_ts),        NUMBER("after", after_s),
	NUMBER("within", within_s), NUMBER("changes", changes),
	NUMBER("rtt-ms", rtt_ms),   NUMBER("rtt-percent", rtt_percent),
	NUMBER("bdp", bdp_bytes),   NUMBER("bdp-percent", bdp_percent),
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
		die(2, "usage: judge verdict|ends|owner|ledger [options] FILE");
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
