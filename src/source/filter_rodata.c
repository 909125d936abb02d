// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/filter_rodata.h"

#include <string.h>
#include <sys/socket.h>

void filter_rodata_fill(const struct filter *filter, struct wire_filter *ret_filter)
{
	const struct cidr *addr = &filter->addr;
	struct wire_filter w = {
		.cgroup_id = filter->cgroup_id,
		.pid = filter->pid,
		.netns = filter->netns,
		.port = filter->port,
		.lport = filter->lport,
		.rport = filter->rport,
	};
	uint8_t mask[16] = { 0 };

	if (filter->inet != filter->inet6)
		w.family = filter->inet ? AF_INET : AF_INET6;
	if (addr->set) {
		for (unsigned i = 0; i < addr->prefix_len; i++)
			mask[i / 8] |= 0x80 >> (i % 8);
		w.addr_family = addr->family == FAMILY_INET6 ? AF_INET6 : AF_INET;
		memcpy(w.addr, addr->addr, sizeof(w.addr));
		memcpy(w.addr_mask, mask, sizeof(w.addr_mask));
	}
	w.any = w.port || w.lport || w.rport || w.family || w.netns || w.cgroup_id || addr->set;
	*ret_filter = w;
}
