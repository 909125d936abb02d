/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The vocabulary of verdicts: what limits a direction of a socket, and which setting is why. What there
 * is to know of a limit or a cause, beside how it is found, is a row of a table.
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

/* Can it be the limit of such a direction? */
bool limit_of_direction(enum limit limit, enum direction direction);

/* Is there a reason to give where no cause is: it is not known, or its cause is open? */
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

/* The one-line reason for a person: "net.ipv4.tcp_rmem[2] is too small"; "" for CAUSE_NONE */
const char *cause_sentence(enum cause cause);

/* Can it be the cause of such a direction's limit? */
bool cause_of_direction(enum cause cause, enum direction direction);

/* Whose size the needed size stands against. */
enum blamed_size {
	BLAMED_NONE, /* a number of bytes mends nothing, or what is needed is no size of ours */
	BLAMED_BUFFER,
	BLAMED_BUFFER_MAX, /* the largest that autotuning may reach */
};

enum blamed_size cause_blamed_size(enum cause cause);

/* Would a larger window raise the rate? */
bool cause_undersized(enum cause cause);

/* What helps, unless the kernel cut what the application asked for; ADVICE_MAX where nothing does. */
enum advice_id cause_advice(enum cause cause);

#endif
