/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The largest rate that any socket had to a peer while nothing but the path held it back. */
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

#endif
