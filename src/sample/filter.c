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

static bool port_in(const struct filter_ports *ports, uint16_t port)
{
	for (uint32_t i = 0; i < ports->count; i++)
		if (ports->value[i] == port)
			return true;
	return false;
}

static bool port_match(const struct filter *filter, const struct sample_id *id)
{
	if (filter->ports.count && !port_in(&filter->ports, id->local.port) &&
	    !port_in(&filter->ports, id->remote.port))
		return false;
	if (filter->lports.count && !port_in(&filter->lports, id->local.port))
		return false;
	return !filter->rports.count || port_in(&filter->rports, id->remote.port);
}

static bool addr_match(const struct filter_addrs *addrs, const struct sample_id *id)
{
	enum sample_family family = sample_family_on_wire(id);

	for (uint32_t i = 0; i < addrs->count; i++) {
		const struct cidr *cidr = &addrs->value[i];

		if (cidr->family == family &&
		    (cidr_match(cidr, id, &id->local) || cidr_match(cidr, id, &id->remote)))
			return true;
	}
	return !addrs->count;
}

static bool pid_match(const struct filter_pids *pids, uint32_t pid)
{
	for (uint32_t i = 0; i < pids->count; i++)
		if (pids->value[i] == pid)
			return true;
	return !pids->count;
}

static bool comm_match(const struct filter_comms *comms, const char *comm)
{
	for (uint32_t i = 0; i < comms->count; i++)
		if (strcmp(comms->value[i], comm) == 0)
			return true;
	return !comms->count;
}

bool filter_netns_match(const struct filter *filter, uint32_t netns)
{
	for (uint32_t i = 0; i < filter->netns.count; i++)
		if (filter->netns.value[i] == netns)
			return true;
	return !filter->netns.count;
}

bool filter_asks_owner(const struct filter *filter)
{
	return filter->pids.count || filter->comms.count;
}

bool filter_match(const struct filter *filter, const struct sample_id *id)
{
	return pid_match(&filter->pids, id->pid) && comm_match(&filter->comms, id->comm) &&
	       filter_netns_match(filter, id->netns) &&
	       family_match(filter, sample_family_on_wire(id)) && port_match(filter, id) &&
	       addr_match(&filter->addrs, id);
}
