/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a capture has rows of beside samples, and which sample used each last: so that rows that
 * nothing uses any more can go without a search for them.
 */
#ifndef TCPBDP_ROW_INDEX_H
#define TCPBDP_ROW_INDEX_H

#include <stdbool.h>

#include "capture/column.h"
#include "capture/lru.h"
#include "capture/rows.h"

/* A socket that speaks: what its last rows hold. */
struct known {
	struct lru_entry entry;        /* by its cookie */
	struct sample_id id;           /* of the sockets row */
	int64_t socket;                /* its row; 0 = none yet */
	int64_t row[COLUMN_TABLE_MAX]; /* the row with what last holds of each table; 0 = none yet */
	struct stored last;
	uint32_t snd_shift, rcv_shift; /* of sequence numbers, where they would tell who it is */
	uint64_t last_ts_ns;
	char comm[SAMPLE_NAME_LEN + 1];      /* as it was told */
	char comm_kept[SAMPLE_NAME_LEN + 1]; /* as it is kept */
};

struct row_index {
	struct lru *sockets;    /* of struct known */
	struct lru *gone;       /* rows of sockets that are no longer in sockets, by their number */
	struct lru *cgroups;    /* by id */
	struct lru *namespaces; /* by inode */
	struct lru *links;      /* of struct known_link */
	bool dropping;          /* rows will be dropped: keep account of what is gone */
};

/* 0 or -ENOMEM; to be freed in either case. */
int row_index_init(struct row_index *index, bool dropping);
void row_index_free(struct row_index *index);

/* The socket's row is used no more. 0 or -ENOMEM. */
int row_index_leave_row(struct row_index *index, const struct known *k);

/* The socket is not known any more. 0 or -ENOMEM. */
int row_index_forget(struct row_index *index, struct known *k);

/* Is there a row of it already? It is used by this sample then. */
bool row_index_has_cgroup(struct row_index *index, uint64_t id, int64_t sample);
bool row_index_has_netns(struct row_index *index, uint32_t netns, int64_t sample);
bool row_index_has_link(struct row_index *index, uint32_t netns, uint32_t ifindex,
			uint64_t speed_bps, int64_t sample);

/* There is one from now on. 0 or -ENOMEM. */
int row_index_add_cgroup(struct row_index *index, uint64_t id, int64_t sample);
int row_index_add_netns(struct row_index *index, uint32_t netns, int64_t sample);
int row_index_add_link(struct row_index *index, uint32_t netns, uint32_t ifindex,
		       uint64_t speed_bps, int64_t sample);

/* Forgets all that samples before this one alone have used, and adds the rows that remove it. */
void row_index_drop_before(struct row_index *index, int64_t sample, struct rows *rows);

#endif
