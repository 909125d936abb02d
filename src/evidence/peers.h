/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What sockets learn about a peer for its other sockets: the largest rate that only the path
 * limited, and whether the peer scales its windows.
 */
#ifndef TCPBDP_PEERS_H
#define TCPBDP_PEERS_H

#include "sample/sample.h"

struct peers;

/* NULL = out of memory. */
struct peers *peers_new(void);
void peers_free(struct peers *peers);

/* The path to this socket's peer was full at this rate. */
void peers_add(struct peers *peers, const struct sample_id *id, uint64_t bps, uint64_t now_ns);

/* 0 = never full, full too long ago, or another peer took the slot. */
uint64_t peers_get(const struct peers *peers, const struct sample_id *id, uint64_t now_ns);

/* This socket and its peer use window scaling. */
void peers_add_scaling(struct peers *peers, const struct sample_id *id);

/* Does any socket to this peer? false also if another peer took the slot. */
bool peers_scale(const struct peers *peers, const struct sample_id *id);

#endif
