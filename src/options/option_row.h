/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Options: one row each. What getopt_long() wants, the help, the manual page and the completion
 * are made from the rows.
 */
#ifndef TCPBDP_OPTION_ROW_H
#define TCPBDP_OPTION_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which commands have an option: a set of these. */
enum {
	FOR_TRACE = 1 << 0,
	FOR_DOCTOR = 1 << 1,
	FOR_RECORD = 1 << 2,
	FOR_ADVISE = 1 << 3,
	FOR_HIST = 1 << 4,
	FOR_LIST = 1 << 5,
	FOR_EXPORT = 1 << 6,
	FOR_ALL = (1 << 7) - 1,
};

/* What an option's argument is, and so the type of its member in struct cli_opts. */
enum option_kind {
	OPTION_FLAG,    /* bool; no argument */
	OPTION_COUNT,   /* unsigned: how often it was given; no argument */
	OPTION_HELP,    /* no argument, no member */
	OPTION_VERSION, /* no argument, no member */
	OPTION_NUMBER,  /* an unsigned integer of any size; what it counts is the row's noun */
	OPTION_TIME,    /* uint64_t, ns */
	OPTION_SHARE,   /* uint32_t: the N of 1/N */
	OPTION_RATE,    /* uint64_t, bit/s */
	OPTION_SIZE,    /* uint64_t, bytes */
	OPTION_PORT,    /* a list of uint16_t */
	OPTION_PID,     /* a list of uint32_t */
	OPTION_COMM,    /* a list of char[SAMPLE_NAME_LEN] */
	OPTION_UNIT,    /* char[]; so the next */
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

/* Under which heading an option is listed. */
enum option_purpose {
	PURPOSE_SUBJECT, /* what is asked */
	PURPOSE_FILTER,  /* of which sockets */
	PURPOSE_SPAN,    /* when */
	PURPOSE_SOURCE,  /* how the kernel is read */
	PURPOSE_CAPTURE, /* captures, written and read */
	PURPOSE_OUTPUT,
	PURPOSE_GENERAL,
	PURPOSE_MAX,
};

/* "Filters" */
const char *option_purpose_title(enum option_purpose purpose);

struct group_menu;

/* The values of an enum that have a name: from first to before end, or to the first without. */
struct option_words {
	const char *(*name)(unsigned value);
	unsigned first;
	unsigned end;
	const struct group_menu *menu; /* of OPTION_GROUP: its keys, counted from 1; else NULL */
	const char *(*about)(unsigned value); /* NULL = the words say it themselves */
};

/* An option that this one excludes, by its long name, and why. NULL = none. */
struct option_relation {
	const char *name;
	const char *why;
};

#define OPTION_EXCLUDES_MAX 6
#define OPTION_FORMS_MAX 4

/* An option as some commands have it. Most rows have one form; where commands differ, several. */
struct option_form {
	int commands;
	const char *metavar; /* how the help calls the argument; NULL = it takes none */
	const char *help;    /* {words} and {default} stand for what they are: option_help() */
	enum option_kind kind;
	size_t offset;       /* of its member in struct cli_opts; of a list, of its values */
	size_t size;         /* of its member; 0 = it has none */
	size_t item_size;    /* of one value of a list; 0 = the member is no list */
	size_t count_offset; /* of a list's count, a uint32_t */

	/* of numbers, as the member holds them; of a word: initial */
	uint64_t min, max;
	uint64_t initial; /* without the option */

	const struct option_words *words;
	const char *noun;     /* "a number of groups"; NULL = its kind's */
	const char *unknown;  /* what is said of no word; NULL = which words there are */
	const char *required; /* why the command needs it; NULL = it does not */
	const char *needs;    /* another option that it requires, by its long name; NULL = none */
	int operands;         /* the commands in which it may also stand alone, without its name */
};

struct option_row {
	const char *name; /* long, without the dashes; of what only stands alone, its metavar */
	char letter;      /* 0 = none */
	enum option_purpose purpose;
	struct option_form forms[OPTION_FORMS_MAX]; /* until one without commands */
	struct option_relation excludes[OPTION_EXCLUDES_MAX];
	bool operand; /* it only stands alone, without dashes */
};

/* No more than so many. */
#define OPTION_ROWS_MAX 64

/* By its number, from 0; NULL past the last. */
const struct option_row *option_row(size_t i);

/* The number of the row of this long name, which is one of ours. */
size_t option_index(const char *name);

/* As the command has it; NULL if it does not. */
const struct option_form *option_form(const struct option_row *row, int command);

/* Does each use add to those before? Else the last one counts. */
bool option_repeats(const struct option_form *form);

/* May it stand alone, without dashes, in this command? In the order of the rows. */
bool option_is_operand(const struct option_row *row, int command);

/* The numbers of the command's rows, in the order of its help: by purpose. Returns how many. */
size_t option_list(int command, size_t ret_rows[OPTION_ROWS_MAX]);

#endif
