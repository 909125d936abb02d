/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Options: one row each. What getopt_long() wants and the usage text are made from the rows.
 */
#ifndef TCPBDP_OPTION_H
#define TCPBDP_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "options/cli_opts.h"

/* Which commands have an option: a set of these. */
enum {
	FOR_TRACE = 1 << 0,
	FOR_DOCTOR = 1 << 1,
	FOR_RECORD = 1 << 2,
	FOR_ADVISE = 1 << 3,
	FOR_HIST = 1 << 4,
	FOR_LIST = 1 << 5,
	FOR_EXPORT = 1 << 6,
	FOR_ALL = ~0,
};

/* What an option's argument is, and so the type of its member in struct cli_opts. */
enum option_kind {
	OPTION_FLAG,         /* bool; no argument */
	OPTION_COUNT,        /* unsigned: how often it was given; no argument */
	OPTION_HELP,         /* no argument, no member */
	OPTION_VERSION,      /* no argument, no member */
	OPTION_SECONDS,      /* uint64_t, ns */
	OPTION_AGE,          /* uint64_t, ns; 1 s at least */
	OPTION_MILLISECONDS, /* uint32_t */
	OPTION_WHEN,         /* struct when */
	OPTION_PID,          /* uint32_t */
	OPTION_PORT,         /* uint16_t */
	OPTION_RATE,         /* uint64_t, bit/s */
	OPTION_SIZE,         /* uint64_t, bytes */
	OPTION_CIDR,         /* struct cidr */
	OPTION_PATH,         /* const char *, of argv */
	OPTION_CGROUP,       /* uint64_t */
	OPTION_NETNS,        /* uint32_t */
	OPTION_ATTACH,       /* enum attach_kind */
	OPTION_COLOR,        /* enum color */
	OPTION_SORT,         /* enum sort_key */
	OPTION_VIA,          /* enum list_via */
	OPTION_SHARE,        /* uint32_t: the N of 1/N */
	OPTION_TEXTFILE,     /* const char *, of argv: a file that node_exporter would read */
	OPTION_EXPORT_GROUP, /* struct group_choice, of export_groups */
	OPTION_TOP_SERIES,   /* uint32_t, 1 to 100 */
	OPTION_METRIC,       /* enum metric; no option, but the word that stands alone */
	OPTION_HIST_GROUP,   /* struct group_choice, of hist_groups */
	OPTION_WEIGHT,       /* enum weight */
	OPTION_TOP,          /* uint32_t, 1 to GROUPS_MAX */
	OPTION_KIND_MAX,
};

struct option_row {
	const char *name;     /* long, without the dashes; of a word that stands alone, its own */
	char letter;          /* 0 = none */
	const char *argument; /* how the usage text calls it; NULL = it takes none */
	enum option_kind kind;
	size_t offset; /* in struct cli_opts */
	int commands;
	const char *help;
};

extern const struct option_row option_rows[];
extern const size_t option_rows_count;

#define OPTION_ROWS_MAX 64

/* What the command line asks for besides its values. */
enum option_request {
	REQUEST_RUN,
	REQUEST_HELP,
	REQUEST_VERSION,
};

/* As the command is without any option; what the environment says (NO_COLOR) is in it. */
void option_defaults(int commands, struct cli_opts *opts);

/*
 * Reads argv[1..] for the command of this name and bit. Returns 0, -EINVAL for a wrong usage, or
 * -errno when a process, namespace or group is not there; in both one line was written to stderr.
 * Names are looked up only when all of the line is well-formed, and with --replay not at all. With
 * REQUEST_HELP or REQUEST_VERSION the rest of the line was not read.
 */
int option_parse(const char *command, int commands, int argc, char **argv,
		 struct cli_opts *ret_opts, enum option_request *ret_request);

#endif
