/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The vocabulary of verdicts: what limits a direction of a socket, and which setting is why. */
#ifndef TCPBDP_LIMIT_H
#define TCPBDP_LIMIT_H

#include <stdbool.h>

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
	CAUSE_PATH_FULL,
	CAUSE_MAX,
};

/* "rwnd" */
const char *limit_name(enum limit limit);

/* "tcp_rmem"; NULL for CAUSE_NONE */
const char *cause_name(enum cause cause);

/* The one-line reason for a person: "net.ipv4.tcp_rmem[2] is too small"; "" for CAUSE_NONE */
const char *cause_sentence(enum cause cause);

/* Would a larger window raise the rate? */
bool cause_undersized(enum cause cause);

#endif
