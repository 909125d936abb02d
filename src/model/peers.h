/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What sockets have seen of the path to their peer, for its other sockets: the largest rate while
 * nothing but the path held one back, the least RTT, and a queue.
 */
#ifndef TCPBDP_PEERS_H
#define TCPBDP_PEERS_H

#include "model/sample.h"

struct peers;

/* NULL when memory is out. */
struct peers *peers_new(void);
void peers_free(struct peers *peers);

/* The path to this socket's peer was full at this rate. */
void peers_add(struct peers *peers, const struct sample_id *id, uint64_t bps, uint64_t now_ns);

/* 0 = never seen full, or too long ago; also when another peer took its place in the table. */
uint64_t peers_get(const struct peers *peers, const struct sample_id *id, uint64_t now_ns);

/* This socket's least RTT (0 = none yet), and whether it met a queue just now. */
void peers_see(struct peers *peers, const struct sample_id *id, uint32_t rtt_min_us, bool queue,
	       uint64_t now_ns);

/*
 * The least RTT that a socket to this peer had in the last 5 minutes, as the kernel keeps its own,
 * where one has met a queue in the last 10 s; else 0, and where another peer took its place.
 */
uint32_t peers_queued_rtt_us(const struct peers *peers, const struct sample_id *id,
			     uint64_t now_ns);

#endif
