/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* TCP's memory use on this host, and the limits of net.ipv4.tcp_mem. */
#ifndef TCPBDP_MEMORY_H
#define TCPBDP_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

struct tcp_memory {
	uint64_t used_pages; /* of all namespaces */
	uint64_t low_pages;
	uint64_t pressure_pages;
	uint64_t max_pages;
};

/*
 * From /proc/net/sockstat and tcp_mem below root ("" on a host). -ENOENT in a network namespace
 * other than the first, which has no tcp_mem. -EINVAL if a file has an unexpected format.
 */
int tcp_memory_read(const char *root, struct tcp_memory *ret_memory);

/*
 * Is there memory pressure? It begins above tcp_mem[1] and ends at tcp_mem[0]
 * (__sk_mem_raise_allocated()), so between them it depends on the previous state.
 */
bool tcp_memory_pressure(const struct tcp_memory *memory, bool before);

#endif
