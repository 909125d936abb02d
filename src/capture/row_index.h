/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rows that a capture has besides samples, with the last sample that used each. So unused rows
 * can be dropped without a search.
 */
#ifndef TCPBDP_ROW_INDEX_H
#define TCPBDP_ROW_INDEX_H

#include <stdbool.h>

#include "capture/column.h"
#include "capture/lru.h"
#include "capture/rows.h"

/* An active socket and the contents of its last rows. */
struct known {
	struct lru_entry entry;        /* by its cookie */
	struct sample_id id;           /* of the sockets row */
	int64_t socket;                /* its row; 0 = none yet */
	int64_t row[COLUMN_TABLE_MAX]; /* its last row in each table; 0 = none yet */
	struct stored last;
	uint32_t snd_shift, rcv_shift; /* added to sequence numbers, to hide them */
	uint64_t last_ts_ns;
	char comm[SAMPLE_NAME_LEN + 1];      /* original */
	char comm_kept[SAMPLE_NAME_LEN + 1]; /* as stored */
};

struct row_index {
	struct lru *sockets;    /* of struct known */
	struct lru *gone;       /* rows of sockets that are no longer in sockets, by their number */
	struct lru *cgroups;    /* by id */
	struct lru *namespaces; /* by inode */
	struct lru *links;      /* of struct known_link */
	bool dropping;          /* rows will be dropped: keep account of what is gone */
};

/* 0 or -ENOMEM; free it in either case. */
int row_index_init(struct row_index *index, bool dropping);
void row_index_free(struct row_index *index);

/* The socket's row is no longer used. 0 or -ENOMEM. */
int row_index_leave_row(struct row_index *index, const struct known *k);

/* Forgets the socket. 0 or -ENOMEM. */
int row_index_forget(struct row_index *index, struct known *k);

/* Is there a row of it? If so, marks it as used by this sample. */
bool row_index_has_cgroup(struct row_index *index, uint64_t id, int64_t sample);
bool row_index_has_netns(struct row_index *index, uint32_t netns, int64_t sample);
bool row_index_has_link(struct row_index *index, uint32_t netns, uint32_t ifindex,
			uint64_t speed_bps, int64_t sample);

/* Notes a new row. 0 or -ENOMEM. */
int row_index_add_cgroup(struct row_index *index, uint64_t id, int64_t sample);
int row_index_add_netns(struct row_index *index, uint32_t netns, int64_t sample);
int row_index_add_link(struct row_index *index, uint32_t netns, uint32_t ifindex,
		       uint64_t speed_bps, int64_t sample);

/* Forgets all rows that only earlier samples used, and adds rows that delete them. */
void row_index_drop_before(struct row_index *index, int64_t sample, struct rows *rows);

#endif
