/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The vocabulary of advice: what can be changed, and by whom. */
#ifndef TCPBDP_REMEDY_H
#define TCPBDP_REMEDY_H

#include <stdbool.h>

enum advice_id {
	ADVICE_TCP_RMEM,
	ADVICE_TCP_WMEM,
	ADVICE_MODERATE_RCVBUF,
	ADVICE_WINDOW_SCALING,
	ADVICE_RMEM_MAX,
	ADVICE_WMEM_MAX,
	ADVICE_TCP_MEM,
	ADVICE_SO_RCVBUF,
	ADVICE_SO_SNDBUF,
	ADVICE_WINDOW_CLAMP,
	ADVICE_RECONNECT,
	ADVICE_PEER_BUFFER,
	ADVICE_PEER_WSCALE,
	ADVICE_MAX,
};

/* Who can change it. */
enum advice_owner {
	OWNER_SYSCTL,
	OWNER_APPLICATION,
	OWNER_PEER,
};

/* "tcp_rmem_max" */
const char *advice_name(enum advice_id id);
enum advice_owner advice_owner(enum advice_id id);

/* "net.ipv4.tcp_rmem"; NULL = not a sysctl. */
const char *advice_sysctl(enum advice_id id);

/* The setting applies to the whole host, not to one network namespace. */
bool advice_of_host(enum advice_id id);

/*
 * Is it certain to help? A buffer that the kernel reduced looks like one that was set to that size,
 * and the possible reasons for a small scale look alike.
 */
bool advice_is_sure(enum advice_id id);

/* What is wrong and what to do, without numbers. */
const char *advice_sentence(enum advice_id id);

/* What to do, in a few words: "raise net.ipv4.tcp_rmem[2]" */
const char *advice_change(enum advice_id id);

/* How many numbers the sysctl has: 3 or 1; the last is the one that changes. */
unsigned advice_values(enum advice_id id);

#endif
