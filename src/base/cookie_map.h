/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* From a socket's cookie to what is kept of it. */
#ifndef TCPBDP_COOKIE_MAP_H
#define TCPBDP_COOKIE_MAP_H

#include <stddef.h>
#include <stdint.h>

struct cookie_map;

/* NULL when memory is out. */
struct cookie_map *cookie_map_new(void);

/* NULL is fine. The values stay the caller's. */
void cookie_map_free(struct cookie_map *map);

/* NULL = not there. */
void *cookie_map_get(const struct cookie_map *map, uint64_t cookie);

/* Where its value is, to be replaced by another (not NULL); NULL = not there. Good until a put. */
void **cookie_map_at(const struct cookie_map *map, uint64_t cookie);

/* For a cookie (not 0) that is not there yet; value is not NULL. -ENOMEM. */
int cookie_map_put(struct cookie_map *map, uint64_t cookie, void *value);

/* The value that was there, or NULL. */
void *cookie_map_remove(struct cookie_map *map, uint64_t cookie);

size_t cookie_map_count(const struct cookie_map *map);

#endif
