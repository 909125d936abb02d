// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option_row.h"

#include <assert.h>
#include <string.h>

#include "base/units.h"
#include "options/cli_opts.h"
#include "options/option_word.h"
#include "options/parse.h"

/* a form's offset, size, item_size, count_offset */
#define SIZE_OF(x) sizeof(((struct cli_opts *)0)->x)
#define MEMBER(x) offsetof(struct cli_opts, x), SIZE_OF(x), 0, 0
#define LIST(values, counter)                                                                      \
	offsetof(struct cli_opts, values), SIZE_OF(values),                                        \
		sizeof(*((struct cli_opts *)0)->values), offsetof(struct cli_opts, counter)

/* commands that watch this kernel's sockets, and commands that print them */
#define FOR_REPORTS (FOR_TRACE | FOR_ADVISE)
#define FOR_VERDICTS (FOR_REPORTS | FOR_EXPORT | FOR_TOP)
#define FOR_FINDINGS (FOR_REPORTS | FOR_LIST | FOR_TOP)
#define FOR_KEEPING (FOR_TRACE | FOR_RECORD)
#define FOR_SOCKETS (FOR_VERDICTS | FOR_RECORD | FOR_HIST)
#define FOR_SPANS (FOR_REPORTS | FOR_EXPORT | FOR_RECORD | FOR_HIST)
#define FOR_FILTERS (FOR_SOCKETS | FOR_LIST)
#define FOR_SAMPLES (FOR_VERDICTS | FOR_RECORD)
#define FOR_REPLAYS (FOR_VERDICTS | FOR_LIST | FOR_HIST)

#define TIME_MIN_NS 10000000   /* 0.01 s */
#define DELAY_MIN_NS 100000000 /* 0.1 s: no socket has more samples */
#define TIME_MAX_NS (PARSE_SECONDS_MAX * NSEC_PER_SEC)
#define PORT_MAX 65535
#define COUNT_MAX 1000000000
#define SAMPLE_INTERVAL_MAX_MS 3600000
#define SHARE_MAX 1000000
#define SIZE_MIN_BYTES (UINT64_C(1) << 20)
#define SIZE_MAX_BYTES (UINT64_C(1) << 50)
#define TOP_SERIES_MAX 100

/*
 * A row has name, letter and purpose; its forms; the options that it excludes. A form has commands, metavar and
 * help; kind, member and limits of its argument. The order is that of the help.
 */
/* clang-format off */
static const struct option_row rows[] = {
	{ "METRIC", 0, PURPOSE_SUBJECT, .operand = true, .forms = {
		{ FOR_HIST, "METRIC", "what to count: see --list",
		  .kind = OPTION_WORD, MEMBER(metric), .words = &metric_words,
		  .unknown = "no such metric: see tcpbdp hist --list",
		  .required = "see tcpbdp hist --list" } } },
	{ "list", 0, PURPOSE_SUBJECT, .forms = {
		{ FOR_HIST, NULL,
		  "print the metrics with their units and sources, and exit",
		  .kind = OPTION_FLAG, MEMBER(list) } },
	  .excludes = { { "METRIC", "the list has all metrics" } } },
	{ "json", 'j', PURPOSE_OUTPUT, .forms = {
		{ FOR_TRACE, NULL, "JSON on stdout, one object a line",
		  .kind = OPTION_FLAG, MEMBER(json) },
		{ FOR_ADVISE | FOR_LIST | FOR_DOCTOR, NULL, "JSON on stdout, one object",
		  .kind = OPTION_FLAG, MEMBER(json) },
		{ FOR_HIST, NULL, "JSON on stdout, one object a report",
		  .kind = OPTION_FLAG, MEMBER(json) } } },
	{ "output", 'o', PURPOSE_OUTPUT, .forms = {
		{ FOR_EXPORT, "FILE.prom",
		  "the textfile to write (mode 0644), where node_exporter looks for it",
		  .kind = OPTION_TEXTFILE, MEMBER(output), .required = "the textfile to write" },
		{ FOR_RECORD, "FILE", "the capture to write (mode 0600)",
		  .kind = OPTION_PATH, MEMBER(output), .required = "the capture to write" },
		{ FOR_TRACE, "COLUMN,...", "these columns, in this order: see tcpbdp help columns",
		  .kind = OPTION_WORD, LIST(columns.value, columns.count), .words = &column_words },
		{ FOR_LIST, "COLUMN,...", "these columns, in this order: see tcpbdp help columns",
		  .kind = OPTION_WORD, LIST(columns.value, columns.count),
		  .words = &list_column_words } },
	  .excludes = { { "json", "JSON has the values of all columns" },
			{ "summary", "a summary has columns of its own" } } },
	{ "interval", 'i', PURPOSE_SPAN, .forms = {
		{ FOR_TRACE, "TIME", "time between reports (default {default})",
		  .kind = OPTION_TIME, MEMBER(interval_ns), TIME_MIN_NS, TIME_MAX_NS,
		  .initial = NSEC_PER_SEC, .operands = FOR_TRACE },
		{ FOR_ADVISE, "TIME",
		  "length of the interval over which each socket is judged (default {default})",
		  .kind = OPTION_TIME, MEMBER(interval_ns), TIME_MIN_NS, TIME_MAX_NS,
		  .initial = NSEC_PER_SEC },
		{ FOR_EXPORT, "TIME",
		  "time between writes, and of each verdict (default {default})",
		  .kind = OPTION_TIME, MEMBER(interval_ns), NSEC_PER_SEC, TIME_MAX_NS,
		  .initial = 15 * NSEC_PER_SEC },
		{ FOR_HIST, "TIME", "time between reports (default: one report, at the end)",
		  .kind = OPTION_TIME, MEMBER(interval_ns), TIME_MIN_NS, TIME_MAX_NS,
		  .initial = NSEC_PER_SEC } } },
	{ "COUNT", 0, PURPOSE_SPAN, .operand = true, .forms = {
		{ FOR_TRACE, "COUNT", "number of reports, each of an INTERVAL",
		  .kind = OPTION_NUMBER, MEMBER(count), 1, COUNT_MAX,
		  .noun = "a number of reports" } },
	  .excludes = { { "duration", "both set the end" },
			{ "to", "both set the end" } } },
	{ "duration", 'd', PURPOSE_SPAN, .forms = {
		{ FOR_SPANS, "TIME",
		  "stop after this time (10, 10s, 5m, 1h)",
		  .kind = OPTION_TIME, MEMBER(duration_ns), TIME_MIN_NS, TIME_MAX_NS } },
	  .excludes = { { "to", "both set the end" } } },
	{ "delay", 'd', PURPOSE_SPAN, .forms = {
		{ FOR_TOP, "TIME", "time between updates (default {default})",
		  .kind = OPTION_TIME, MEMBER(delay_ns), DELAY_MIN_NS, TIME_MAX_NS,
		  .initial = NSEC_PER_SEC } } },
	{ "blocks", 'n', PURPOSE_SPAN, .forms = {
		{ FOR_TOP, "N", "stop after this many updates; with --batch, blocks",
		  .kind = OPTION_NUMBER, MEMBER(blocks), 1, COUNT_MAX,
		  .noun = "a number of updates" } },
	  .excludes = { { "to", "both set the end" } } },
	{ "once", 0, PURPOSE_SPAN, .forms = {
		{ FOR_EXPORT, NULL, "watch for one interval, write only gauges, and exit",
		  .kind = OPTION_FLAG, MEMBER(once) } },
	  .excludes = { { "duration", "it ends after one interval: set -i" },
			{ "remove-on-exit", "nothing would be left to read" } } },
	{ "weight", 0, PURPOSE_SUBJECT, .forms = {
		{ FOR_HIST, "WHAT",
		  "count sockets (default: each once a second) or segments (each)",
		  .kind = OPTION_WORD, MEMBER(weight), .words = &weight_words } } },
	{ "by", 0, PURPOSE_SUBJECT, .forms = {
		{ FOR_EXPORT, "GROUP", "also by {words} (/24, /48): more series",
		  .kind = OPTION_GROUP, MEMBER(group), .words = &export_group_words },
		{ FOR_HIST, "GROUP", "by {words}",
		  .kind = OPTION_GROUP, MEMBER(group), .words = &hist_group_words },
		{ FOR_TOP, "GROUP", "by {words}",
		  .kind = OPTION_GROUP, MEMBER(group), .words = &top_group_words } } },
	{ "top", 0, PURPOSE_SUBJECT, .forms = {
		{ FOR_EXPORT, "N",
		  "show the N groups that lose most, merge the rest (default {default})",
		  .kind = OPTION_NUMBER, MEMBER(top), 1, TOP_SERIES_MAX, .initial = 10,
		  .noun = "a number of groups", .needs = "by" },
		{ FOR_HIST, "N",
		  "show the N largest groups (default {default}), merge the rest into \"other\"",
		  .kind = OPTION_NUMBER, MEMBER(top), 1, GROUPS_MAX, .initial = 5,
		  .noun = "a number of groups", .needs = "by" } } },
	{ "remove-on-exit", 0, PURPOSE_OUTPUT, .forms = {
		{ FOR_EXPORT, NULL, "remove the textfile when stopped",
		  .kind = OPTION_FLAG, MEMBER(remove_on_exit) } } },
	{ "pid", 'p', PURPOSE_FILTER, .forms = {
		{ FOR_FILTERS, "PID|NAME,...",
		  "only sockets of these processes; NAME is looked up at the start",
		  .kind = OPTION_PID, LIST(filter.pids.value, filter.pids.count), 1,
		  PARSE_PID_MAX } } },
	{ "comm", 0, PURPOSE_FILTER, .forms = {
		{ FOR_FILTERS, "NAME,...", "only sockets whose owner is called so, as COMM shows it",
		  .kind = OPTION_COMM, LIST(filter.comms.value, filter.comms.count) } } },
	{ "port", 'P', PURPOSE_FILTER, .forms = {
		{ FOR_FILTERS, "PORT,...", "only sockets with one of these ports at either end: 443, https",
		  .kind = OPTION_PORT, LIST(filter.ports.value, filter.ports.count), 1, PORT_MAX } } },
	{ "lport", 'L', PURPOSE_FILTER, .forms = {
		{ FOR_FILTERS, "PORT,...", "only sockets with one of these local ports",
		  .kind = OPTION_PORT, LIST(filter.lports.value, filter.lports.count), 1, PORT_MAX } } },
	{ "rport", 'D', PURPOSE_FILTER, .forms = {
		{ FOR_FILTERS, "PORT,...", "only sockets with one of these remote ports",
		  .kind = OPTION_PORT, LIST(filter.rports.value, filter.rports.count), 1, PORT_MAX } } },
	{ "ipv4", '4', PURPOSE_FILTER, .forms = {
		{ FOR_FILTERS, NULL, "only IPv4, as it is on the wire",
		  .kind = OPTION_FLAG, MEMBER(filter.inet) } },
	  .excludes = { { "ipv6", "give neither for both" } } },
	{ "ipv6", '6', PURPOSE_FILTER, .forms = {
		{ FOR_FILTERS, NULL, "only IPv6",
		  .kind = OPTION_FLAG, MEMBER(filter.inet6) } } },
	{ "addr", 0, PURPOSE_FILTER, .forms = {
		{ FOR_FILTERS, "CIDR,...", "only sockets with such an address at either end",
		  .kind = OPTION_CIDR, LIST(filter.addrs.value, filter.addrs.count) } } },
	{ "peer", 0, PURPOSE_FILTER, .forms = {
		{ FOR_TOP, "CIDR,...", "only sockets whose peer has such an address",
		  .kind = OPTION_CIDR, LIST(peers.value, peers.count) } } },
	{ "cgroup", 0, PURPOSE_FILTER, .forms = {
		{ FOR_FILTERS, "PATH",
		  "only sockets of this control group (v2) or below; may be repeated",
		  .kind = OPTION_CGROUP, LIST(filter.cgroups.value, filter.cgroups.count) } } },
	{ "netns", 0, PURPOSE_FILTER, .forms = {
		{ FOR_FILTERS, "NETNS,...",
		  "only sockets of these network namespaces: path, inode or ip netns' name",
		  .kind = OPTION_NETNS, LIST(filter.netns.value, filter.netns.count) } } },
	{ "unit", 0, PURPOSE_FILTER, .forms = {
		{ FOR_FINDINGS, "UNIT,...",
		  "only sockets of these services or containers: docker:c3c3",
		  .kind = OPTION_UNIT, LIST(findings.units.value, findings.units.count) } } },
	{ "pod", 0, PURPOSE_FILTER, .forms = {
		{ FOR_FINDINGS, "UID,...", "only sockets of these pods: the uid, or how it begins",
		  .kind = OPTION_POD, LIST(findings.pods.value, findings.pods.count) } } },
	{ "limit", 0, PURPOSE_FILTER, .forms = {
		{ FOR_FINDINGS, "LIMIT,...", "only where this limits: see tcpbdp help limits",
		  .kind = OPTION_WORD, LIST(findings.limits.value, findings.limits.count),
		  .words = &limit_words } } },
	{ "cause", 0, PURPOSE_FILTER, .forms = {
		{ FOR_FINDINGS, "CAUSE,...", "only where this is why: see tcpbdp help limits",
		  .kind = OPTION_WORD, LIST(findings.causes.value, findings.causes.count),
		  .words = &cause_words } } },
	{ "rtt", 0, PURPOSE_FILTER, .forms = {
		{ FOR_FINDINGS, "RANGE,...", "only where RTT is so: '>20ms', '<500us' or 5ms-20ms",
		  .kind = OPTION_RTT, LIST(findings.rtts.value, findings.rtts.count) } } },
	{ "bandwidth", 0, PURPOSE_SUBJECT, .forms = {
		{ FOR_VERDICTS | FOR_LIST, "RATE",
		  "bandwidth of the path, if you know it: 10g, 100mbit",
		  .kind = OPTION_RATE, MEMBER(bandwidth_bps), 1, UINT64_MAX } } },
	{ "explain", 0, PURPOSE_OUTPUT, .forms = {
		{ FOR_TRACE, NULL, "print the rules that decided, with their figures",
		  .kind = OPTION_FLAG, MEMBER(explain) } } },
	{ "flagged", 0, PURPOSE_OUTPUT, .forms = {
		{ FOR_TRACE | FOR_LIST | FOR_TOP, NULL,
		  "only sockets that a setting slows down, or would slow down",
		  .kind = OPTION_FLAG, MEMBER(flagged) } } },
	{ "attach", 0, PURPOSE_SOURCE, .forms = {
		{ FOR_SOCKETS, "KIND", "hook into the kernel by {words}",
		  .kind = OPTION_WORD, MEMBER(attach), .words = &attach_words,
		  .initial = ATTACH_AUTO } } },
	{ "sample-interval", 0, PURPOSE_SOURCE, .forms = {
		{ FOR_SAMPLES, "MS",
		  "time between a socket's samples (default {default}; 0: every event, costly)",
		  .kind = OPTION_NUMBER, MEMBER(sample_interval_ms), 0, SAMPLE_INTERVAL_MAX_MS,
		  .initial = 100, .noun = "a time in whole milliseconds" } } },
	{ "record", 0, PURPOSE_CAPTURE, .forms = {
		{ FOR_TRACE, "FILE", "also record to FILE, for --replay",
		  .kind = OPTION_PATH, MEMBER(record) } } },
	{ "force", 0, PURPOSE_CAPTURE, .forms = {
		{ FOR_KEEPING, NULL, "replace FILE if it exists",
		  .kind = OPTION_FLAG, MEMBER(force), .needs = "record" } } },
	{ "max-size", 0, PURPOSE_CAPTURE, .forms = {
		{ FOR_KEEPING, "SIZE", "maximum size of FILE: 64M, 1G",
		  .kind = OPTION_SIZE, MEMBER(max_size_bytes), SIZE_MIN_BYTES, SIZE_MAX_BYTES,
		  .needs = "record" } } },
	{ "max-age", 0, PURPOSE_CAPTURE, .forms = {
		{ FOR_KEEPING, "TIME", "maximum age of samples in FILE: 90s, 1h, 7d",
		  .kind = OPTION_TIME, MEMBER(max_age_ns), NSEC_PER_SEC, TIME_MAX_NS,
		  .needs = "record" } } },
	{ "anonymize", 0, PURPOSE_CAPTURE, .forms = {
		{ FOR_KEEPING, NULL,
		  "pseudonyms for addresses (equal prefixes stay equal) and names in FILE",
		  .kind = OPTION_FLAG, MEMBER(anonymize), .needs = "record" } } },
	{ "replay", 0, PURPOSE_CAPTURE, .forms = {
		{ FOR_REPLAYS, "FILE", "read a capture instead of this kernel; needs no root",
		  .kind = OPTION_PATH, MEMBER(replay) } },
	  .excludes = { { "attach", "a capture is read without hooks" },
			{ "sample-interval", "a capture has its own sample interval" },
			{ "via", "a capture is read without the kernel" },
			{ "listen", "a capture has no listeners" },
			{ "record", "it would copy the capture" },
			{ "remove-on-exit", "nothing would be left to read" } } },
	{ "from", 0, PURPOSE_CAPTURE, .forms = {
		{ FOR_REPLAYS, "WHEN",
		  "5m after the start, -5m before the end, 23:15 or 2026-01-31T12:00:00",
		  .kind = OPTION_WHEN, MEMBER(from), .needs = "replay" } } },
	{ "to", 0, PURPOSE_CAPTURE, .forms = {
		{ FOR_REPLAYS, "WHEN", "end there: a time, as for --from",
		  .kind = OPTION_WHEN, MEMBER(to), .needs = "replay" } } },
	{ "check", 0, PURPOSE_OUTPUT, .forms = {
		{ FOR_ADVISE | FOR_LIST, NULL,
		  "exit status 3 when there is advice or a warning, or a flagged socket",
		  .kind = OPTION_FLAG, MEMBER(check) } } },
	{ "sysctl-d", 0, PURPOSE_OUTPUT, .forms = {
		{ FOR_ADVISE, "FILE", "write the settings of this host to FILE, for /etc/sysctl.d",
		  .kind = OPTION_PATH, MEMBER(sysctl_d) } } },
	{ "memory-share", 0, PURPOSE_SUBJECT, .forms = {
		{ FOR_ADVISE, "1/N",
		  "largest share of memory for one buffer (default {default})",
		  .kind = OPTION_SHARE, MEMBER(memory_share), 2, SHARE_MAX, .initial = 64 } } },
	{ "sort", 0, PURPOSE_OUTPUT, .forms = {
		{ FOR_LIST, "KEY", "by {words}",
		  .kind = OPTION_WORD, MEMBER(sort), .words = &sort_words },
		{ FOR_TOP, "KEY", "by {words}",
		  .kind = OPTION_WORD, MEMBER(view_sort), .words = &view_sort_words } } },
	{ "columns", 'o', PURPOSE_OUTPUT, .forms = {
		{ FOR_TOP, "COLUMN,...", "these columns, in this order: see tcpbdp help columns",
		  .kind = OPTION_WORD, LIST(view_columns.value, view_columns.count),
		  .words = &view_column_words } } },
	{ "batch", 'b', PURPOSE_OUTPUT, .forms = {
		{ FOR_TOP, NULL, "print plain blocks, as when stdout is no terminal",
		  .kind = OPTION_FLAG, MEMBER(batch) } } },
	{ "listen", 'l', PURPOSE_SUBJECT, .forms = {
		{ FOR_LIST, NULL, "list listeners: the windows that new connections get",
		  .kind = OPTION_FLAG, MEMBER(listen) } },
	  .excludes = { { "flagged", "a listener has no path to fall short of" },
			{ "check", "a listener has no path to fall short of" },
			{ "bandwidth", "a listener has no path to fall short of" } } },
	{ "summary", 0, PURPOSE_OUTPUT, .forms = {
		{ FOR_LIST, NULL, "counts by state, limit, cause and namespace, not the sockets",
		  .kind = OPTION_FLAG, MEMBER(summary) },
		{ FOR_TRACE, NULL, "the closing report alone: a line a socket, worst first",
		  .kind = OPTION_FLAG, MEMBER(summary) } },
	  .excludes = { { "sort", "a summary has no order" } } },
	{ "via", 0, PURPOSE_SOURCE, .forms = {
		{ FOR_LIST, "WAY",
		  "read sockets by {words} (no ceilings)",
		  .kind = OPTION_WORD, MEMBER(via), .words = &via_words,
		  .initial = VIA_AUTO } } },
	{ "timestamp", 'T', PURPOSE_OUTPUT, .forms = {
		{ FOR_TRACE, NULL, "start each line with the time",
		  .kind = OPTION_FLAG, MEMBER(timestamp) },
		{ FOR_HIST, NULL, "start each report with the time",
		  .kind = OPTION_FLAG, MEMBER(timestamp) } } },
	{ "no-header", 'H', PURPOSE_OUTPUT, .forms = {
		{ FOR_TRACE | FOR_LIST | FOR_HIST, NULL, "no column titles",
		  .kind = OPTION_FLAG, MEMBER(no_header) } } },
	{ "color", 0, PURPOSE_OUTPUT, .forms = {
		{ FOR_TRACE | FOR_LIST | FOR_TOP, "WHEN",
		  "{words}; NO_COLOR=1 in the environment: never",
		  .kind = OPTION_WORD, MEMBER(color), .words = &color_words,
		  .initial = COLOR_AUTO } } },
	{ "verbose", 'v', PURPOSE_GENERAL, .forms = {
		{ FOR_ALL & ~(FOR_LIST | FOR_TRACE), NULL,
		  "more on stderr: what is attached, what libbpf says",
		  .kind = OPTION_COUNT, MEMBER(verbose) },
		{ FOR_TRACE, NULL, "hooks and event counters at the end; more on stderr",
		  .kind = OPTION_COUNT, MEMBER(verbose) },
		{ FOR_LIST, NULL, "print more on stderr: how each namespace is read",
		  .kind = OPTION_COUNT, MEMBER(verbose) } } },
	{ "version", 'V', PURPOSE_GENERAL, .forms = {
		{ FOR_ALL, NULL, "print the version", .kind = OPTION_VERSION } } },
	{ "help", 'h', PURPOSE_GENERAL, .forms = {
		{ FOR_ALL, NULL, "print this help", .kind = OPTION_HELP } } },
};
/* clang-format on */

#define ROWS_COUNT (sizeof(rows) / sizeof(rows[0]))
static_assert(ROWS_COUNT <= OPTION_ROWS_MAX, "room for all");

const struct option_row *option_row(size_t i)
{
	return i < ROWS_COUNT ? &rows[i] : NULL;
}

size_t option_index(const char *name)
{
	size_t i = 0;

	while (i < ROWS_COUNT && strcmp(rows[i].name, name) != 0)
		i++;
	assert(i < ROWS_COUNT);
	return i;
}

const struct option_form *option_form(const struct option_row *row, int command)
{
	for (size_t i = 0; i < OPTION_FORMS_MAX; i++)
		if (row->forms[i].commands & command)
			return &row->forms[i];
	return NULL;
}

bool option_repeats(const struct option_form *form)
{
	return form->item_size || form->kind == OPTION_COUNT;
}

bool option_is_operand(const struct option_row *row, int command)
{
	const struct option_form *form = option_form(row, command);

	return form && (row->operand || (form->operands & command));
}

size_t option_list(int command, size_t ret_rows[OPTION_ROWS_MAX])
{
	size_t count = 0;

	for (int purpose = 0; purpose < PURPOSE_MAX; purpose++)
		for (size_t i = 0; i < ROWS_COUNT; i++)
			if ((int)rows[i].purpose == purpose && option_form(&rows[i], command))
				ret_rows[count++] = i;
	return count;
}

const char *option_purpose_title(enum option_purpose purpose)
{
	static const char *const titles[] = {
		[PURPOSE_SUBJECT] = "What to look for",
		[PURPOSE_FILTER] = "Filters (any value of an option, all options)",
		[PURPOSE_SPAN] = "Time",
		[PURPOSE_SOURCE] = "Reading the kernel",
		[PURPOSE_CAPTURE] = "Captures",
		[PURPOSE_OUTPUT] = "Output",
		[PURPOSE_GENERAL] = "General",
	};

	static_assert(sizeof(titles) / sizeof(titles[0]) == PURPOSE_MAX, "a title per purpose");
	return titles[purpose];
}
