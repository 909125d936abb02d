/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What sockets have seen of their peer, for its other sockets: the largest rate while nothing but the
 * path held one back, and whether it scales its windows.
 */
#ifndef TCPBDP_PEERS_H
#define TCPBDP_PEERS_H

#include "sample/sample.h"

struct peers;

/* NULL when memory is out. */
struct peers *peers_new(void);
void peers_free(struct peers *peers);

/* The path to this socket's peer was full at this rate. */
void peers_add(struct peers *peers, const struct sample_id *id, uint64_t bps, uint64_t now_ns);

/* 0 = never seen full, or too long ago; also when another peer took its place in the table. */
uint64_t peers_get(const struct peers *peers, const struct sample_id *id, uint64_t now_ns);

/* This socket and its peer agreed on window scales. */
void peers_add_scaling(struct peers *peers, const struct sample_id *id);

/* Has any socket to this peer? false also when another peer took its place in the table. */
bool peers_scale(const struct peers *peers, const struct sample_id *id);

#endif
