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

struct held_file;

enum color {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
	COLOR_MAX,
};

/* How list asks the kernel. */
enum list_via {
	VIA_AUTO,
	VIA_ITERATOR,
	VIA_NETLINK,
	VIA_MAX,
};

/* One of them must match, or be above; an empty list is not asked for. */
struct cgroup_paths {
	const char *value[FILTER_MAX];
	uint32_t count;
};

/* Room for filters as they were typed; what is longer is cut off. */
#define ASKED_FOR_LEN 200

/* Texts are those of the command line. */
struct cli_opts {
	bool json;
	uint64_t interval_ns; /* > 0; default 1 s, of export 15 s */
	uint32_t count;       /* of reports; 0 = not given */
	uint64_t duration_ns; /* 0 = until interrupted; with a count, of so many intervals */
	struct filter filter; /* names already resolved to numbers */
	struct finding_filter findings;
	struct cgroup_paths cgroup_paths; /* with replay, and filter.cgroups then is empty */
	char asked_for[ASKED_FOR_LEN];    /* the filters, as they were typed: "-P 443"; "" = none */
	uint64_t bandwidth_bps;           /* 0 = not given */
	bool flagged;
	bool explain; /* of trace: the rules that decided */
	enum attach_kind attach;
	uint32_t sample_interval_ms; /* default 100; 0 = a sample for every event */
	const char *output;          /* of record: the capture to write; of export: the textfile */
	const char *record;          /* NULL = no capture is kept beside the reports */
	bool force;                  /* replace what is there */
	uint64_t max_size_bytes;     /* 0 = no limit */
	uint64_t max_age_ns;         /* 0 = no limit */
	bool anonymize;
	const char *replay;        /* NULL = this kernel */
	struct held_file *capture; /* that file, opened; NULL = not yet */
	struct when from;          /* of replay; not given = all there is */
	struct when to;
	bool check;            /* tell by the exit status whether there is something to say */
	const char *sysctl_d;  /* a drop-in to write; NULL = none */
	uint32_t memory_share; /* one socket may have 1/N of the memory */
	bool once;             /* one interval, and no more */
	bool remove_on_exit;
	enum metric metric; /* of hist */
	bool list;          /* the metrics that there are, and no run */
	bool one_report;    /* of hist: no interval was given */
	enum weight weight;
	struct group_choice group; /* of hist and export: of GROUP_NONE when none is asked for */
	uint32_t top;              /* groups to tell; the others are one */
	enum sort_key sort;        /* SORT_NONE = as they come */
	bool listen;               /* listeners instead */
	bool summary;              /* counts instead; of trace, the closing report alone */
	enum list_via via;
	struct table_choice columns; /* of trace and list; none = those that are usual */
	bool timestamp;
	bool no_header;
	enum color color;
	unsigned verbose;
};

#endif
