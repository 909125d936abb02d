/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The vocabulary of verdicts: what limits a direction of a socket, and which setting is the cause.
 * Each limit and each cause is a row of a table; the rules that find them are in rules.c.
 */
#ifndef TCPBDP_LIMIT_H
#define TCPBDP_LIMIT_H

#include <stdbool.h>

#include "verdict/remedy.h"

enum direction {
	DIRECTION_SEND,
	DIRECTION_RECV,
	DIRECTION_MAX,
};

/* "send" */
const char *direction_name(enum direction direction);

enum limit {
	LIMIT_IDLE,
	LIMIT_UNKNOWN,
	LIMIT_APP,
	LIMIT_CWND,
	LIMIT_SNDBUF,
	LIMIT_RWND,
	LIMIT_SENDER,
	LIMIT_READER,
	LIMIT_RCVBUF,
	LIMIT_MAX,
};

/* "rwnd" */
const char *limit_name(enum limit limit);

/* "the window that the peer advertises" */
const char *limit_meaning(enum limit limit);

/* Can it limit this direction? */
bool limit_of_direction(enum limit limit, enum direction direction);

/* May the reason be printed if there is no cause: the limit or its cause is not known? */
bool limit_has_cause(enum limit limit);

enum cause {
	CAUSE_NONE, /* not a buffer, or not known */
	CAUSE_SO_SNDBUF,
	CAUSE_TCP_WMEM,
	CAUSE_MEMORY_PRESSURE,
	CAUSE_AUTOTUNING,
	CAUSE_PEER_BUFFER,
	CAUSE_PEER_READER,
	CAUSE_NO_WSCALE_LOCAL,
	CAUSE_NO_WSCALE_PEER,
	CAUSE_SO_RCVBUF,
	CAUSE_TCP_RMEM,
	CAUSE_WSCALE,
	CAUSE_WINDOW_CLAMP,
	CAUSE_AUTOTUNE_OFF,
	CAUSE_CWND_CLAMP,
	CAUSE_PATH_FULL,
	CAUSE_MAX,
};

/* "tcp_rmem"; NULL for CAUSE_NONE */
const char *cause_name(enum cause cause);

/* The reason in one line: "net.ipv4.tcp_rmem[2] is too small"; "" for CAUSE_NONE */
const char *cause_sentence(enum cause cause);

/* Can it be the cause of a limit in this direction? */
bool cause_of_direction(enum cause cause, enum direction direction);

/* Which size to compare with the needed size. */
enum blamed_size {
	BLAMED_NONE, /* no size of ours is the cause */
	BLAMED_BUFFER,
	BLAMED_BUFFER_MAX, /* the largest that autotuning may reach */
};

enum blamed_size cause_blamed_size(enum cause cause);

/* Would a larger window raise the rate? */
bool cause_undersized(enum cause cause);

/* The advice, unless the kernel reduced what the application asked for; ADVICE_MAX = none helps. */
enum advice_id cause_advice(enum cause cause);

#endif
