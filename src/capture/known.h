/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The sockets that a capture has rows of, and what their last rows hold. */
#ifndef TCPBDP_KNOWN_H
#define TCPBDP_KNOWN_H

#include "capture/column.h"

struct known {
	struct sample_id id;    /* of the sockets row */
	int64_t socket;         /* its row */
	int64_t row[GROUP_MAX]; /* the row with what last holds of each group; 0 = none yet */
	struct stored last;
	int64_t last_sample;           /* its newest row */
	uint32_t snd_shift, rcv_shift; /* of sequence numbers, where they would tell who it is */
	uint64_t last_ts_ns;
	char comm[SAMPLE_NAME_LEN + 1];      /* as it was told */
	char comm_kept[SAMPLE_NAME_LEN + 1]; /* as it is kept */
	struct known *older, *newer;         /* by last use */
};

struct known_sockets;

/* NULL when memory is out. */
struct known_sockets *known_new(void);
void known_free(struct known_sockets *sockets);

/* The socket of this cookie, now the last used; NULL = not known. */
struct known *known_get(struct known_sockets *sockets, uint64_t cookie);

/* A new one, zeroed but for the cookie, the last used. NULL when memory is out. */
struct known *known_add(struct known_sockets *sockets, uint64_t cookie);

/* The one that was not used for longest; NULL = none. */
struct known *known_oldest(const struct known_sockets *sockets);

void known_forget(struct known_sockets *sockets, struct known *k);

#endif
