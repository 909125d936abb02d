/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Entries by key, in the order of their last use. */
#ifndef TCPBDP_LRU_H
#define TCPBDP_LRU_H

#include <stddef.h>
#include <stdint.h>

/* The first member of an entry's struct. */
struct lru_entry {
	uint64_t key;
	int64_t last_sample; /* the last sample that used it; set by the caller */
	struct lru_entry *older, *newer;
};

struct lru;

/* NULL = out of memory. */
struct lru *lru_new(void);

/* Frees all entries too. NULL is fine. */
void lru_free(struct lru *lru);

/* The entry of this key, which becomes the most recently used; NULL = none. */
void *lru_use(struct lru *lru, uint64_t key);

/* A new entry of `size` bytes, zeroed except for the key (not 0). NULL = out of memory. */
void *lru_add(struct lru *lru, uint64_t key, size_t size);

size_t lru_count(const struct lru *lru);

/* The least recently used entry; NULL = none. */
void *lru_oldest(const struct lru *lru);

/* Frees the entry. */
void lru_remove(struct lru *lru, void *entry);

#endif
