/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Options: one row each. The rows are the source of getopt_long()'s tables, the help, the manual pages and the
 * completions.
 */
#ifndef TCPBDP_OPTION_ROW_H
#define TCPBDP_OPTION_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A set of commands that have an option. */
enum {
	FOR_TRACE = 1 << 0,
	FOR_DOCTOR = 1 << 1,
	FOR_RECORD = 1 << 2,
	FOR_ADVISE = 1 << 3,
	FOR_HIST = 1 << 4,
	FOR_LIST = 1 << 5,
	FOR_EXPORT = 1 << 6,
	FOR_TOP = 1 << 7,
	FOR_ALL = (1 << 8) - 1,
};

/* The kind of an option's argument, and the type of its member in struct cli_opts. */
enum option_kind {
	OPTION_FLAG,    /* bool; no argument */
	OPTION_COUNT,   /* unsigned: number of occurrences; no argument */
	OPTION_HELP,    /* no argument, no member */
	OPTION_VERSION, /* no argument, no member */
	OPTION_NUMBER,  /* an unsigned integer of any size; the row has its noun */
	OPTION_TIME,    /* uint64_t, ns */
	OPTION_SHARE,   /* uint32_t: the N of 1/N */
	OPTION_RATE,    /* uint64_t, bit/s */
	OPTION_SIZE,    /* uint64_t, bytes */
	OPTION_PORT,    /* a list of uint16_t */
	OPTION_PID,     /* a list of uint32_t */
	OPTION_COMM,    /* a list of char[SAMPLE_NAME_LEN] */
	OPTION_UNIT,    /* char[], as the next */
	OPTION_POD,
	OPTION_RTT,      /* struct rtt_range */
	OPTION_NETNS,    /* a list of uint32_t */
	OPTION_CGROUP,   /* a list of uint64_t */
	OPTION_CIDR,     /* a list of struct cidr */
	OPTION_WHEN,     /* struct when */
	OPTION_PATH,     /* const char *, of argv */
	OPTION_TEXTFILE, /* const char *, of argv: a file that node_exporter would read */
	OPTION_WORD,     /* an enum; the row has its words */
	OPTION_GROUP,    /* struct group_choice */
	OPTION_KIND_MAX,
};

/* The heading of an option in the help. */
enum option_purpose {
	PURPOSE_SUBJECT, /* what to look for */
	PURPOSE_FILTER,  /* which sockets */
	PURPOSE_SPAN,    /* when */
	PURPOSE_SOURCE,  /* how the kernel is read */
	PURPOSE_CAPTURE, /* writing and reading captures */
	PURPOSE_OUTPUT,
	PURPOSE_GENERAL,
	PURPOSE_MAX,
};

/* "Filters" */
const char *option_purpose_title(enum option_purpose purpose);

struct group_menu;

/* The named values of an enum: from first to end - 1, or until one without a name. */
struct option_words {
	const char *(*name)(unsigned value);
	unsigned first;
	unsigned end;
	const struct group_menu *menu; /* OPTION_GROUP: its keys, counted from 1; else NULL */
	const char *(*about)(unsigned value); /* NULL = the words explain themselves */
};

/* An option (long name) that this one excludes, and why. NULL = none. */
struct option_relation {
	const char *name;
	const char *why;
};

#define OPTION_EXCLUDES_MAX 6
#define OPTION_FORMS_MAX 4

/* The form of an option in some commands. A row has several forms if commands differ. */
struct option_form {
	int commands;
	const char *metavar; /* name of the argument in the help; NULL = no argument */
	const char *help;    /* option_help() replaces {words} and {default} */
	enum option_kind kind;
	size_t offset;       /* of its member in struct cli_opts; for a list, of the values */
	size_t size;         /* of its member; 0 = no member */
	size_t item_size;    /* of a value of a list; 0 = not a list */
	size_t count_offset; /* of a list's count, a uint32_t */

	/* for numbers, in units of the member; for a word only initial */
	uint64_t min, max;
	uint64_t initial; /* default */

	const struct option_words *words;
	const char *noun;     /* "a number of groups"; NULL = the kind's */
	const char *unknown;  /* message for an unknown word; NULL = list the words */
	const char *required; /* why the command requires it; NULL = optional */
	const char *needs;    /* long name of an option that it requires; NULL = none */
	int operands;         /* the commands in which it is an operand, too */
};

struct option_row {
	const char *name; /* long, without dashes; for an operand, its metavar */
	char letter;      /* 0 = none */
	enum option_purpose purpose;
	struct option_form forms[OPTION_FORMS_MAX]; /* ends at one without commands */
	struct option_relation excludes[OPTION_EXCLUDES_MAX];
	bool operand; /* it only stands alone, without dashes */
};

/* The most rows. */
#define OPTION_ROWS_MAX 64

/* Row i, from 0; NULL after the last. */
const struct option_row *option_row(size_t i);

/* The number of the row with this long name, which must exist. */
size_t option_index(const char *name);

/* The option's form in the command; NULL = the command lacks it. */
const struct option_form *option_form(const struct option_row *row, int command);

/* Does each use add to those before? Else the last one counts. */
bool option_repeats(const struct option_form *form);

/* May it stand alone, without dashes, in this command? In the order of the rows. */
bool option_is_operand(const struct option_row *row, int command);

/* The numbers of the command's rows in the order of its help. Returns their count. */
size_t option_list(int command, size_t ret_rows[OPTION_ROWS_MAX]);

#endif
