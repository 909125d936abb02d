// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/export_group.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "sink/format.h"

#define PREFIX_INET 24
#define PREFIX_INET6 48
#define MAPPED_LEN 12
/* What is not known is a group of its own, whose number none of the others has. */
#define UNKNOWN UINT64_MAX

static uint64_t unknown(char label[TOP_GROUP_LABEL_LEN])
{
	strcpy(label, "unknown");
	return UNKNOWN;
}

static uint64_t of_port(const struct sample_id *id, char label[TOP_GROUP_LABEL_LEN])
{
	uint64_t port = min_u64(id->local.port, id->remote.port);

	if (!port)
		return unknown(label);
	snprintf(label, TOP_GROUP_LABEL_LEN, "%" PRIu64, port);
	return port;
}

static uint64_t of_netns(const struct sample_id *id, char label[TOP_GROUP_LABEL_LEN])
{
	if (!id->netns)
		return unknown(label);
	snprintf(label, TOP_GROUP_LABEL_LEN, "%" PRIu32, id->netns);
	return id->netns;
}

/* A path begins with a slash, so none is taken for what is not known, or for the others. */
static uint64_t of_cgroup(const struct finding *f, char label[TOP_GROUP_LABEL_LEN])
{
	if (!f->cgroup || !*f->cgroup || !f->id.cgroup_id)
		return unknown(label);
	snprintf(label, TOP_GROUP_LABEL_LEN, "%s", f->cgroup);
	return f->id.cgroup_id;
}

/* The family stands above the 48 bits that a prefix has at most. */
static uint64_t of_prefix(const struct sample_id *id, char label[TOP_GROUP_LABEL_LEN])
{
	static const uint8_t mapped[MAPPED_LEN] = { [10] = 0xff, [11] = 0xff };
	struct endpoint prefix = { 0 };
	enum sample_family family = id->family;
	const uint8_t *addr = id->remote.addr;
	char text[FORMAT_ENDPOINT_LEN];
	uint64_t key = 0;
	unsigned len;

	if (family == FAMILY_INET6 && !memcmp(addr, mapped, MAPPED_LEN)) {
		family = FAMILY_INET;
		addr += MAPPED_LEN;
	}
	len = family == FAMILY_INET ? PREFIX_INET : PREFIX_INET6;
	memcpy(prefix.addr, addr, len / 8);
	for (unsigned i = 0; i < len / 8; i++)
		key = key << 8 | prefix.addr[i];
	snprintf(label, TOP_GROUP_LABEL_LEN, "%s/%u",
		 format_addr(text, sizeof(text), family, &prefix), len);
	return key | (uint64_t)(1 + family) << 56;
}

uint64_t grouping_of(enum grouping by, const struct finding *f, char label[TOP_GROUP_LABEL_LEN])
{
	switch (by) {
	case GROUP_BY_PORT:
		return of_port(&f->id, label);
	case GROUP_BY_CGROUP:
		return of_cgroup(f, label);
	case GROUP_BY_NETNS:
		return of_netns(&f->id, label);
	case GROUP_BY_PEER_PREFIX:
		return of_prefix(&f->id, label);
	case GROUP_BY_NONE:
	case GROUP_BY_MAX:
		break;
	}
	return unknown(label);
}
