/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The other end of sockets, as a key of tables of a fixed size: a host, or the site that it is at. */
#ifndef TCPBDP_ADDR_KEY_H
#define TCPBDP_ADDR_KEY_H

#include <stddef.h>

#include "sample/sample.h"

struct addr_key {
	uint8_t addr[16];
	uint32_t netns;            /* whose addresses they are */
	enum sample_family family; /* on the wire */
};

struct addr_key addr_key_peer(const struct sample_id *id);

/* Its /24 (also of a v4-mapped address), of IPv6 its /48: whoever is there is reached by much the same way. */
struct addr_key addr_key_site(const struct sample_id *id);

bool addr_key_same(const struct addr_key *a, const struct addr_key *b);

/* Below slots. */
size_t addr_key_slot(const struct addr_key *key, size_t slots);

#endif
