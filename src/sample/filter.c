/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sample/filter.h"

#include <string.h>

bool endpoint_is_v4mapped(enum sample_family family, const struct endpoint *e)
{
	static const uint8_t prefix[V4MAPPED_PREFIX_BYTES] = { [10] = 0xff, [11] = 0xff };

	return family == FAMILY_INET6 && memcmp(e->addr, prefix, sizeof(prefix)) == 0;
}

/* The remote end decides: a socket bound to :: has no mapped local address before it connects. */
enum sample_family sample_family_on_wire(const struct sample_id *id)
{
	return endpoint_is_v4mapped(id->family, &id->remote) ? FAMILY_INET : id->family;
}

static bool prefix_equal(const uint8_t *addr, const uint8_t *prefix, unsigned int len)
{
	unsigned int whole_bytes = len / 8;
	uint8_t rest_mask = (uint8_t)(0xff00u >> (len % 8));

	if (memcmp(addr, prefix, whole_bytes) != 0)
		return false;
	return !rest_mask || ((addr[whole_bytes] ^ prefix[whole_bytes]) & rest_mask) == 0;
}

/* Of the family on the wire, which the caller has compared. */
static bool cidr_match(const struct cidr *cidr, const struct sample_id *id,
		       const struct endpoint *e)
{
	if (id->family == cidr->family)
		return prefix_equal(e->addr, cidr->addr, cidr->prefix_len);
	return endpoint_is_v4mapped(id->family, e) &&
	       prefix_equal(e->addr + V4MAPPED_PREFIX_BYTES, cidr->addr, cidr->prefix_len);
}

static bool family_match(const struct filter *filter, enum sample_family family)
{
	if (filter->inet == filter->inet6)
		return true; /* both asked for is all of them, as none is */
	return family == (filter->inet ? FAMILY_INET : FAMILY_INET6);
}

static bool port_match(const struct filter *filter, const struct sample_id *id)
{
	if (filter->port && id->local.port != filter->port && id->remote.port != filter->port)
		return false;
	if (filter->lport && id->local.port != filter->lport)
		return false;
	return !filter->rport || id->remote.port == filter->rport;
}

static bool addr_match(const struct cidr *cidr, const struct sample_id *id)
{
	if (!cidr->set)
		return true;
	if (sample_family_on_wire(id) != cidr->family)
		return false;
	return cidr_match(cidr, id, &id->local) || cidr_match(cidr, id, &id->remote);
}

bool filter_match(const struct filter *filter, const struct sample_id *id)
{
	if (filter->pid && id->pid != filter->pid)
		return false;
	if (filter->netns && id->netns != filter->netns)
		return false;
	return family_match(filter, sample_family_on_wire(id)) && port_match(filter, id) &&
	       addr_match(&filter->addr, id);
}
