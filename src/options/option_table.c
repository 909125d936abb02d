// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option.h"

#include <assert.h>
#include <stdlib.h>

#define MEMBER(x) offsetof(struct cli_opts, x)
#define NO_MEMBER 0

/* what watches this kernel's sockets, and what looks at them */
#define FOR_REPORTS (FOR_TRACE | FOR_ADVISE)
#define FOR_VERDICTS (FOR_REPORTS | FOR_EXPORT)
#define FOR_KEEPING (FOR_TRACE | FOR_RECORD)
#define FOR_SOCKETS (FOR_VERDICTS | FOR_RECORD | FOR_HIST)
#define FOR_FILTERS (FOR_SOCKETS | FOR_LIST)
#define FOR_SAMPLES (FOR_VERDICTS | FOR_RECORD)
#define FOR_REPLAYS (FOR_VERDICTS | FOR_LIST | FOR_HIST)

const struct option_row option_rows[] = {
	{ "METRIC", 0, "METRIC", OPTION_METRIC, MEMBER(metric), FOR_HIST,
	  "what is counted: --list tells of each" },
	{ "list", 0, NULL, OPTION_FLAG, MEMBER(list), FOR_HIST,
	  "print the metrics, each with its unit and source, and do no more" },
	{ "json", 'j', NULL, OPTION_FLAG, MEMBER(json), FOR_TRACE,
	  "JSON on stdout, one object a line" },
	{ "json", 'j', NULL, OPTION_FLAG, MEMBER(json), FOR_ADVISE | FOR_LIST | FOR_DOCTOR,
	  "JSON on stdout, one object" },
	{ "json", 'j', NULL, OPTION_FLAG, MEMBER(json), FOR_HIST,
	  "JSON on stdout, one object a report" },
	{ "output", 'o', "FILE.prom", OPTION_TEXTFILE, MEMBER(output), FOR_EXPORT,
	  "the textfile to write (mode 0644), where node_exporter looks for it" },
	{ "interval", 'i', "SECONDS", OPTION_SECONDS, MEMBER(interval_ns), FOR_REPORTS,
	  "time between reports (default 1)" },
	{ "interval", 'i', "SECONDS", OPTION_AGE, MEMBER(interval_ns), FOR_EXPORT,
	  "time between writes, and of each verdict (default 15)" },
	{ "once", 0, NULL, OPTION_FLAG, MEMBER(once), FOR_EXPORT,
	  "watch for one interval, write gauges alone, and exit" },
	{ "by", 0, "GROUP", OPTION_GROUPING, MEMBER(by), FOR_EXPORT,
	  "also by port, cgroup, netns or peer-prefix (/24, /48): more series" },
	{ "top", 0, "N", OPTION_TOP_SERIES, MEMBER(top), FOR_EXPORT,
	  "the groups that lose most, and one for the others (default 10)" },
	{ "remove-on-exit", 0, NULL, OPTION_FLAG, MEMBER(remove_on_exit), FOR_EXPORT,
	  "take the textfile away when stopped" },
	{ "interval", 'i', "SECONDS", OPTION_SECONDS, MEMBER(interval_ns), FOR_HIST,
	  "time between reports (default: one report, at the end)" },
	{ "duration", 'd', "SECONDS", OPTION_SECONDS, MEMBER(duration_ns), FOR_SOCKETS,
	  "stop after this time, or when interrupted" },
	{ "weight", 0, "WHAT", OPTION_WEIGHT, MEMBER(weight), FOR_HIST,
	  "count sockets (default: each once a second) or segments (each)" },
	{ "by", 0, "GROUP", OPTION_GROUP, MEMBER(group), FOR_HIST,
	  "peer-prefix[/N], lport, rport, comm, cgroup, netns, family or limit" },
	{ "top", 0, "N", OPTION_TOP, MEMBER(top), FOR_HIST,
	  "the N largest groups (default 5); the others are one" },
	{ "pid", 'p', "PID", OPTION_PID, MEMBER(filter.pid), FOR_FILTERS,
	  "only sockets of this process" },
	{ "port", 'P', "PORT", OPTION_PORT, MEMBER(filter.port), FOR_FILTERS,
	  "only sockets with this port at either end" },
	{ "lport", 'L', "PORT", OPTION_PORT, MEMBER(filter.lport), FOR_FILTERS,
	  "only sockets with this local port" },
	{ "rport", 'D', "PORT", OPTION_PORT, MEMBER(filter.rport), FOR_FILTERS,
	  "only sockets with this remote port" },
	{ "ipv4", '4', NULL, OPTION_FLAG, MEMBER(filter.inet), FOR_FILTERS,
	  "only IPv4, as it is on the wire" },
	{ "ipv6", '6', NULL, OPTION_FLAG, MEMBER(filter.inet6), FOR_FILTERS, "only IPv6" },
	{ "addr", 0, "CIDR", OPTION_CIDR, MEMBER(filter.addr), FOR_FILTERS,
	  "only sockets with such an address at either end" },
	{ "cgroup", 0, "PATH", OPTION_CGROUP, MEMBER(filter.cgroup_id), FOR_FILTERS,
	  "only sockets of this control group (v2) or below" },
	{ "netns", 0, "PATH|INODE", OPTION_NETNS, MEMBER(filter.netns), FOR_FILTERS,
	  "only sockets of this network namespace, or of this name of ip netns" },
	{ "bandwidth", 0, "RATE", OPTION_RATE, MEMBER(bandwidth_bps), FOR_VERDICTS | FOR_LIST,
	  "the path's bottleneck where you know it: 10g, 100mbit" },
	{ "explain", 0, NULL, OPTION_FLAG, MEMBER(explain), FOR_TRACE,
	  "below each line, the rules that decided it and their figures" },
	{ "flagged", 0, NULL, OPTION_FLAG, MEMBER(flagged), FOR_TRACE | FOR_LIST,
	  "only sockets that a setting slows down, or would" },
	{ "attach", 0, "KIND", OPTION_ATTACH, MEMBER(attach), FOR_SOCKETS,
	  "hook into the kernel by auto (default), tracepoint, fentry or kprobe" },
	{ "sample-interval", 0, "MS", OPTION_MILLISECONDS, MEMBER(sample_interval_ms), FOR_SAMPLES,
	  "time between a socket's samples (default 100; 0: every event, costly)" },
	{ "output", 'o', "FILE", OPTION_PATH, MEMBER(output), FOR_RECORD,
	  "the capture to write (mode 0600)" },
	{ "record", 0, "FILE", OPTION_PATH, MEMBER(record), FOR_TRACE,
	  "also keep what was seen in FILE, for --replay" },
	{ "force", 0, NULL, OPTION_FLAG, MEMBER(force), FOR_KEEPING, "replace FILE if it exists" },
	{ "max-size", 0, "SIZE", OPTION_SIZE, MEMBER(max_size_bytes), FOR_KEEPING,
	  "the largest that FILE may become: 64M, 1G" },
	{ "max-age", 0, "SECONDS", OPTION_AGE, MEMBER(max_age_ns), FOR_KEEPING,
	  "the longest that FILE may reach back" },
	{ "anonymize", 0, NULL, OPTION_FLAG, MEMBER(anonymize), FOR_KEEPING,
	  "pseudonyms for addresses (equal prefixes stay equal) and names in FILE" },
	{ "replay", 0, "FILE", OPTION_PATH, MEMBER(replay), FOR_REPLAYS,
	  "read a capture instead of this kernel; needs no root" },
	{ "from", 0, "WHEN", OPTION_WHEN, MEMBER(from), FOR_REPLAYS,
	  "begin there: seconds after the start, HH:MM:SS or 2026-01-31T12:00:00" },
	{ "to", 0, "WHEN", OPTION_WHEN, MEMBER(to), FOR_REPLAYS,
	  "end there: a moment of the capture, as for --from" },
	{ "check", 0, NULL, OPTION_FLAG, MEMBER(check), FOR_ADVISE | FOR_LIST,
	  "exit status 3 when there is advice or a warning, or a flagged socket" },
	{ "sysctl-d", 0, "FILE", OPTION_PATH, MEMBER(sysctl_d), FOR_ADVISE,
	  "keep the settings of this host in FILE, for /etc/sysctl.d" },
	{ "memory-share", 0, "1/N", OPTION_SHARE, MEMBER(memory_share), FOR_ADVISE,
	  "the most of the memory that one buffer may become (default 1/64)" },
	{ "sort", 0, "KEY", OPTION_SORT, MEMBER(sort), FOR_LIST,
	  "by ceiling, rtt, buffer, used, window, pid, comm, netns or state" },
	{ "listen", 'l', NULL, OPTION_FLAG, MEMBER(listen), FOR_LIST,
	  "listeners instead: what new connections would get" },
	{ "summary", 0, NULL, OPTION_FLAG, MEMBER(summary), FOR_LIST,
	  "counts by state, limit, cause and namespace, not the sockets" },
	{ "via", 0, "WAY", OPTION_VIA, MEMBER(via), FOR_LIST,
	  "ask by auto (default), iterator or netlink (which knows less)" },
	{ "timestamp", 'T', NULL, OPTION_FLAG, MEMBER(timestamp), FOR_TRACE,
	  "begin each line with the time" },
	{ "timestamp", 'T', NULL, OPTION_FLAG, MEMBER(timestamp), FOR_HIST,
	  "begin each report with the time" },
	{ "no-header", 'H', NULL, OPTION_FLAG, MEMBER(no_header), FOR_TRACE | FOR_LIST | FOR_HIST,
	  "no column titles" },
	{ "color", 0, "WHEN", OPTION_COLOR, MEMBER(color), FOR_TRACE | FOR_LIST,
	  "auto (default), always or never; NO_COLOR=1 in the environment: never" },
	{ "verbose", 'v', NULL, OPTION_COUNT, MEMBER(verbose), ~FOR_LIST,
	  "more on stderr: what is attached, what libbpf says" },
	{ "verbose", 'v', NULL, OPTION_COUNT, MEMBER(verbose), FOR_LIST,
	  "more on stderr: which namespaces are asked, and how" },
	{ "version", 'V', NULL, OPTION_VERSION, NO_MEMBER, FOR_ALL, "print the version" },
	{ "help", 'h', NULL, OPTION_HELP, NO_MEMBER, FOR_ALL, "print this help" },
};

const size_t option_rows_count = sizeof(option_rows) / sizeof(option_rows[0]);
static_assert(sizeof(option_rows) / sizeof(option_rows[0]) <= OPTION_ROWS_MAX, "room for all");

void option_defaults(int commands, struct cli_opts *opts)
{
	const char *no_color = getenv("NO_COLOR");

	*opts = (struct cli_opts){
		.interval_ns = commands == FOR_EXPORT ? 15000000000 : 1000000000,
		.attach = ATTACH_AUTO,
		.sample_interval_ms = 100,
		.memory_share = 64,
		.top = commands == FOR_EXPORT ? 10 : 5,
		/* https://no-color.org: when set and not empty */
		.color = no_color && *no_color ? COLOR_NEVER : COLOR_AUTO,
	};
}
