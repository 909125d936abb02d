// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/filter_rodata.h"

#include <string.h>
#include <sys/socket.h>

_Static_assert(WIRE_FILTER_MAX == FILTER_MAX, "the kernel side holds what the user gives");
_Static_assert(WIRE_FILTER_PIDS_MAX == FILTER_PIDS_MAX, "the same of processes");
_Static_assert(WIRE_COMM_LEN == SAMPLE_NAME_LEN, "the same of their names");

static void fill_addr(const struct cidr *cidr, struct wire_cidr *ret_wire)
{
	uint8_t mask[16] = { 0 };

	for (unsigned i = 0; i < cidr->prefix_len; i++)
		mask[i / 8] |= 0x80 >> (i % 8);
	ret_wire->family = cidr->family == FAMILY_INET6 ? AF_INET6 : AF_INET;
	memcpy(ret_wire->addr, cidr->addr, sizeof(ret_wire->addr));
	memcpy(ret_wire->mask, mask, sizeof(ret_wire->mask));
}

static void fill_ports(const struct filter *filter, struct wire_filter *w)
{
	memcpy(w->ports, filter->ports.value, sizeof(w->ports));
	memcpy(w->lports, filter->lports.value, sizeof(w->lports));
	memcpy(w->rports, filter->rports.value, sizeof(w->rports));
	w->ports_count = filter->ports.count;
	w->lports_count = filter->lports.count;
	w->rports_count = filter->rports.count;
}

void filter_rodata_fill(const struct filter *filter, struct wire_filter *ret_filter)
{
	struct wire_filter w = {
		.cgroups_count = filter->cgroups.count,
		.addrs_count = filter->addrs.count,
		.netns_count = filter->netns.count,
		.pids_count = filter->pids.count,
		.comms_count = filter->comms.count,
	};

	fill_ports(filter, &w);
	memcpy(w.cgroup_ids, filter->cgroups.value, sizeof(w.cgroup_ids));
	memcpy(w.netns, filter->netns.value, sizeof(w.netns));
	memcpy(w.pids, filter->pids.value, sizeof(w.pids));
	memcpy(w.comms, filter->comms.value, sizeof(w.comms));
	for (uint32_t i = 0; i < filter->addrs.count; i++)
		fill_addr(&filter->addrs.value[i], &w.addrs[i]);
	if (filter->inet != filter->inet6)
		w.family = filter->inet ? AF_INET : AF_INET6;
	w.any = w.ports_count || w.lports_count || w.rports_count || w.family || w.netns_count ||
		w.cgroups_count || w.addrs_count;
	*ret_filter = w;
}
