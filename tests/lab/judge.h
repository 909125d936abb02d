/* SPDX-License-Identifier: GPL-2.0-only */
/* What the judge was asked, and how it answers. */
#ifndef LAB_JUDGE_H
#define LAB_JUDGE_H

#include "ndjson.h"

struct judge_opts {
	const char *name, *laddr, *dir, *expect, *state, *comm, *family;
	double netns, lport, rport, port, pid, flows; /* 0 = any */
	double changes;                               /* -1 = any */
	double from_ts, to_ts;                        /* looks at no other lines; 0 = all */
	double after_s, within_s, rtt_ms, rtt_percent, bdp_bytes, bdp_percent;
};

static void say(bool ok, const struct judge_opts *opts, const char *property)
{
	printf("%s - %s: %s\n", ok ? "ok" : "not ok", opts->name, property);
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

#endif
