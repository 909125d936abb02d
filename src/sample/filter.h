/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which sockets the user asked for. The kernel side applies the same before it writes a sample. */
#ifndef TCPBDP_FILTER_H
#define TCPBDP_FILTER_H

#include "sample/sample.h"

struct cidr {
	bool set;
	enum sample_family family;
	uint8_t addr[16]; /* network order, already masked */
	uint8_t prefix_len;
};

/* 0 (or false) in a member: not asked for. Members are joined by "and". */
struct filter {
	uint32_t pid;
	uint16_t port; /* either end; host order */
	uint16_t lport;
	uint16_t rport;
	bool inet;          /* IPv4 on the wire: v4-mapped addresses are */
	bool inet6;         /* IPv6 on the wire */
	struct cidr addr;   /* either end */
	uint64_t cgroup_id; /* it or any below it: only the kernel side can tell */
	uint32_t netns;     /* inode */
};

/* What the packets are: a v4-mapped socket's are IPv4. */
enum sample_family sample_family_on_wire(const struct sample_id *id);

/* ::ffff:0:0/96: what follows it is the IPv4 address */
#define V4MAPPED_PREFIX_BYTES 12
bool endpoint_is_v4mapped(enum sample_family family, const struct endpoint *e);

/*
 * Is this socket asked for? A socket whose owner is not known does not match a pid.
 * cgroup_id is not looked at.
 */
bool filter_match(const struct filter *filter, const struct sample_id *id);

#endif
