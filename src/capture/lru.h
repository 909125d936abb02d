/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Entries by their key, and in the order in which they were last used. */
#ifndef TCPBDP_LRU_H
#define TCPBDP_LRU_H

#include <stddef.h>
#include <stdint.h>

/* The first member of what is kept. */
struct lru_entry {
	uint64_t key;
	int64_t last_sample; /* that used it; the caller's */
	struct lru_entry *older, *newer;
};

struct lru;

/* NULL when memory is out. */
struct lru *lru_new(void);

/* NULL is fine. With all entries. */
void lru_free(struct lru *lru);

/* The entry of this key, now the last used; NULL = none. */
void *lru_use(struct lru *lru, uint64_t key);

/* A new one of so many bytes, zeroed but for the key (not 0), the last used. NULL: no memory. */
void *lru_add(struct lru *lru, uint64_t key, size_t size);

size_t lru_count(const struct lru *lru);

/* The one that was not used for longest; NULL = none. */
void *lru_oldest(const struct lru *lru);

/* Frees the entry. */
void lru_remove(struct lru *lru, void *entry);

#endif
