/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From a socket to the group that it belongs to, for every --by. Each command has a menu: the keys
 * and the default prefixes that it takes.
 */
#ifndef TCPBDP_GROUP_H
#define TCPBDP_GROUP_H

#include <stddef.h>

#include "hist/group_key.h"
#include "sample/sample.h"
#include "verdict/limit.h"

struct group_menu {
	enum group_by keys[GROUP_MAX]; /* as they are listed; GROUP_NONE ends them */
	bool takes_len;                /* "peer-prefix/N" */
	uint8_t inet_len;              /* of a peer-prefix without /N */
	uint8_t inet6_len;
};

/* Which groups are asked for. All zero = none. */
struct group_choice {
	enum group_by by;
	uint8_t prefix_len; /* as it was given: group_prefixes() says of what; 0 = not given */
	uint8_t inet_len;   /* of GROUP_PEER_PREFIX: the menu's at first */
	uint8_t inet6_len;
};

/* "peer-prefix"; NULL for GROUP_NONE */
const char *group_by_name(enum group_by by);

/* As Prometheus names a label: "peer_prefix"; NULL for GROUP_NONE */
const char *group_by_label(enum group_by by);

/* The menu's key whose name is the first len bytes of text; GROUP_NONE if there is none. */
enum group_by group_find(const struct group_menu *menu, const char *text, size_t len);

/* The choice after this one, by the menu's order; after the last comes none, and then the first. */
struct group_choice group_next(const struct group_menu *menu, const struct group_choice *choice);

/*
 * A prefix length that was given is IPv4's up to 32 and IPv6's above; the other stays the menu's.
 * With only IPv6 asked for, every one is IPv6's. -ERANGE: longer than the addresses asked for.
 */
int group_prefixes(struct group_choice *choice, bool only_inet, bool only_inet6);

/* The first len bits of an address, in network order. */
void group_mask(uint8_t len, uint32_t ret_word[4]);

/* The verdict is looked at for GROUP_LIMIT and GROUP_CAUSE alone. */
struct group_key group_key_of(const struct group_choice *choice, const struct sample_id *id,
			      enum limit limit, enum cause cause);

/* An order of keys that has no meaning but to be one. */
int group_key_compare(const struct group_key *a, const struct group_key *b);

/* What a key holds. */
uint64_t group_key_number(const struct group_key *key); /* ports, netns, limit, cause, cgroup */
void group_key_endpoint(const struct group_key *key, enum sample_family *ret_family,
			struct endpoint *ret_endpoint);

#endif
