// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "hist/group.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/units.h"
#include "sample/filter.h"

#define INET_BITS 32
#define INET6_BITS 128

static_assert(SAMPLE_NAME_LEN == sizeof(((struct group_key *)0)->word), "a comm fits into a key");

static const struct {
	const char *name, *label;
} rows[] = {
	[GROUP_NONE] = { NULL, NULL },
	[GROUP_PEER_PREFIX] = { "peer-prefix", "peer_prefix" },
	[GROUP_LPORT] = { "lport", "lport" },
	[GROUP_RPORT] = { "rport", "rport" },
	[GROUP_COMM] = { "comm", "comm" },
	[GROUP_CGROUP] = { "cgroup", "cgroup" },
	[GROUP_NETNS] = { "netns", "netns" },
	[GROUP_FAMILY] = { "family", "family" },
	[GROUP_LIMIT] = { "limit", "limit" },
	[GROUP_CAUSE] = { "cause", "cause" },
	[GROUP_PORT] = { "port", "port" },
};
static_assert(sizeof(rows) / sizeof(rows[0]) == GROUP_MAX, "a group has no name");

const char *group_by_name(enum group_by by)
{
	assert(by < GROUP_MAX);
	return rows[by].name;
}

const char *group_by_label(enum group_by by)
{
	assert(by < GROUP_MAX);
	return rows[by].label;
}

enum group_by group_find(const struct group_menu *menu, const char *text, size_t len)
{
	const enum group_by *by = menu->keys;

	while (*by && (strlen(rows[*by].name) != len || memcmp(rows[*by].name, text, len)))
		by++;
	return *by;
}

struct group_choice group_next(const struct group_menu *menu, const struct group_choice *choice)
{
	const enum group_by *by = menu->keys;

	while (choice->by && *by && *by != choice->by)
		by++;
	return (struct group_choice){ .by = choice->by && *by ? by[1] : *by,
				      .inet_len = menu->inet_len,
				      .inet6_len = menu->inet6_len };
}

int group_prefixes(struct group_choice *choice, bool only_inet, bool only_inet6)
{
	uint8_t len = choice->prefix_len;

	if (len > INET6_BITS || (only_inet && len > INET_BITS))
		return -ERANGE;
	if (len > INET_BITS || (len && only_inet6))
		choice->inet6_len = len;
	else if (len)
		choice->inet_len = len;
	return 0;
}

void group_mask(uint8_t len, uint32_t ret_word[4])
{
	uint8_t mask[16] = { 0 };

	for (unsigned i = 0; i < len; i++)
		mask[i / 8] |= 0x80 >> (i % 8);
	memcpy(ret_word, mask, sizeof(mask));
}

static void key_of_peer(const struct group_choice *choice, const struct sample_id *id,
			struct group_key *key)
{
	bool inet = sample_family_on_wire(id) == FAMILY_INET;
	uint32_t mask[4];

	key->family = inet ? 4 : 6;
	group_mask(inet ? choice->inet_len : choice->inet6_len, mask);
	memcpy(key->word, id->remote.addr, sizeof(key->word));
	if (inet && id->family == FAMILY_INET6) /* ::ffff:0:0/96 */
		key->word[0] = key->word[3];
	for (int i = 0; i < 4; i++)
		key->word[i] &= mask[i];
}

struct group_key group_key_of(const struct group_choice *choice, const struct sample_id *id,
			      enum limit limit, enum cause cause)
{
	struct group_key key = { 0 };

	switch (choice->by) {
	case GROUP_NONE:
	case GROUP_MAX:
		break;
	case GROUP_PEER_PREFIX:
		key_of_peer(choice, id, &key);
		break;
	case GROUP_LPORT:
		key.word[0] = id->local.port;
		break;
	case GROUP_RPORT:
		key.word[0] = id->remote.port;
		break;
	case GROUP_COMM:
		memcpy(key.word, id->comm, strnlen(id->comm, sizeof(key.word)));
		break;
	case GROUP_CGROUP:
		key.word[0] = (uint32_t)id->cgroup_id;
		key.word[1] = (uint32_t)(id->cgroup_id >> 32);
		break;
	case GROUP_NETNS:
		key.word[0] = id->netns;
		break;
	case GROUP_FAMILY:
		key.family = sample_family_on_wire(id) == FAMILY_INET ? 4 : 6;
		break;
	case GROUP_LIMIT:
		key.word[0] = limit;
		break;
	case GROUP_CAUSE:
		key.word[0] = cause;
		break;
	case GROUP_PORT:
		key.word[0] = (uint32_t)min_u64(id->local.port, id->remote.port);
		break;
	}
	return key;
}

int group_key_compare(const struct group_key *a, const struct group_key *b)
{
	return memcmp(a, b, sizeof(*a));
}

uint64_t group_key_number(const struct group_key *key)
{
	return key->word[0] | (uint64_t)key->word[1] << 32;
}

void group_key_endpoint(const struct group_key *key, enum sample_family *ret_family,
			struct endpoint *ret_endpoint)
{
	*ret_family = key->family == 4 ? FAMILY_INET : FAMILY_INET6;
	*ret_endpoint = (struct endpoint){ 0 };
	memcpy(ret_endpoint->addr, key->word, sizeof(ret_endpoint->addr));
}
