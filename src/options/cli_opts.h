/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The options that the commands share, parsed and checked. */
#ifndef TCPBDP_CLI_OPTS_H
#define TCPBDP_CLI_OPTS_H

#include "finding/finding_filter.h"
#include "finding/order.h"
#include "hist/group.h"
#include "hist/metric.h"
#include "options/when.h"
#include "sample/filter.h"
#include "sink/table.h"
#include "source/hooks.h"
#include "view/view_layout.h"
#include "view/view_sort.h"

struct held_file;
struct screen;

enum color {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
	COLOR_MAX,
};

/* How list reads sockets. */
enum list_via {
	VIA_AUTO,
	VIA_ITERATOR,
	VIA_NETLINK,
	VIA_MAX,
};

/* A cgroup must match one of them or be below it. An empty list matches all. */
struct cgroup_paths {
	const char *value[FILTER_MAX];
	uint32_t count;
};

/* Size of the filters as typed; longer ones are truncated. */
#define ASKED_FOR_LEN 200

/* Strings point into argv. */
struct cli_opts {
	bool json;
	uint64_t interval_ns; /* > 0; default 1 s, for export 15 s */
	uint32_t count;       /* of reports; 0 = not given */
	uint64_t duration_ns; /* 0 = until interrupted; with a count, count intervals */
	struct filter filter; /* names already resolved to numbers */
	struct finding_filter findings;
	struct filter_addrs peers;        /* top: the remote end */
	struct cgroup_paths cgroup_paths; /* with --replay, instead of filter.cgroups */
	char asked_for[ASKED_FOR_LEN];    /* the filters as typed: "-P 443"; "" = none */
	uint64_t bandwidth_bps;           /* 0 = not given */
	bool flagged;
	bool explain; /* trace: print the rules that decided */
	enum attach_kind attach;
	uint32_t sample_interval_ms; /* default 100; 0 = a sample for every event */
	const char *output;          /* record: the capture to write; export: the textfile */
	const char *record;          /* NULL = do not record */
	bool force;                  /* replace an existing file */
	uint64_t max_size_bytes;     /* 0 = no limit */
	uint64_t max_age_ns;         /* 0 = no limit */
	bool anonymize;
	const char *replay;        /* NULL = this kernel */
	struct held_file *capture; /* that file, opened; NULL = not yet */
	struct when from;          /* with --replay; not given = the whole capture */
	struct when to;
	bool check;            /* exit status says whether something was found */
	const char *sysctl_d;  /* a file of sysctl.d to write; NULL = none */
	uint32_t memory_share; /* a socket may use 1/N of the memory */
	bool once;             /* stop after one interval */
	bool remove_on_exit;
	enum metric metric; /* hist: what to count */
	bool list;          /* print the metrics, without a run */
	bool one_report;    /* hist: no interval was given */
	enum weight weight;
	struct group_choice group;        /* hist, export, top: --by; GROUP_NONE = not given */
	uint32_t top;                     /* groups to print; the others are merged */
	enum sort_key sort;               /* SORT_NONE = unsorted */
	enum view_sort view_sort;         /* top: the order */
	struct view_columns view_columns; /* top: the columns; none = those that fit */
	bool batch;
	struct screen *screen; /* the terminal, opened; NULL = not yet, or plain blocks */
	uint32_t blocks;       /* to print, each of a delay; 0 = not given */
	uint64_t delay_ns;     /* top: time between updates */
	bool listen;           /* listeners instead */
	bool summary;          /* counts instead; of trace, the closing report alone */
	enum list_via via;
	struct table_choice columns; /* of trace and list; none = those that are usual */
	bool timestamp;
	bool no_header;
	enum color color;
	unsigned verbose;
};

#endif
