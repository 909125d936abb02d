/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which sockets the user asked for. The kernel side applies the same before it writes a sample. */
#ifndef TCPBDP_FILTER_H
#define TCPBDP_FILTER_H

#include "sample/sample.h"

struct cidr {
	enum sample_family family;
	uint8_t addr[16]; /* network order, already masked */
	uint8_t prefix_len;
};

/* How many values a list has room for; the kernel side has as much (wire.h). */
#define FILTER_MAX 32
#define FILTER_PIDS_MAX 256 /* one program may have that many */

/* Lists: one of the first count values must match. An empty one is not asked for. */
struct filter_ports {
	uint16_t value[FILTER_MAX]; /* host order */
	uint32_t count;
};

struct filter_pids {
	uint32_t value[FILTER_PIDS_MAX];
	uint32_t count;
};

struct filter_addrs {
	struct cidr value[FILTER_MAX];
	uint32_t count;
};

struct filter_cgroups {
	uint64_t value[FILTER_MAX];
	uint32_t count;
};

struct filter_netns {
	uint32_t value[FILTER_MAX]; /* inodes */
	uint32_t count;
};

/* As in /proc/PID/comm: zero-padded, and there is a zero. */
struct filter_comms {
	char value[FILTER_MAX][SAMPLE_NAME_LEN];
	uint32_t count;
};

/* Members are joined by "and". All zero: every socket is asked for. */
struct filter {
	struct filter_pids pids;
	struct filter_comms comms;
	struct filter_ports ports; /* either end */
	struct filter_ports lports;
	struct filter_ports rports;
	struct filter_addrs addrs;     /* either end */
	struct filter_cgroups cgroups; /* it or any below it: only the kernel side can tell */
	struct filter_netns netns;
	bool inet;  /* IPv4 on the wire: v4-mapped addresses are */
	bool inet6; /* IPv6 on the wire */
};

/* What the packets are: a v4-mapped socket's are IPv4. */
enum sample_family sample_family_on_wire(const struct sample_id *id);

/* ::ffff:0:0/96: what follows it is the IPv4 address */
#define V4MAPPED_PREFIX_BYTES 12
bool endpoint_is_v4mapped(enum sample_family family, const struct endpoint *e);

/*
 * Is this socket asked for? One whose owner is not known matches no pid and no name.
 * The control groups are not looked at.
 */
bool filter_match(const struct filter *filter, const struct sample_id *id);

/* Does it take a socket's owner to tell? */
bool filter_asks_owner(const struct filter *filter);

/* May a socket of this namespace be asked for? */
bool filter_netns_match(const struct filter *filter, uint32_t netns);

#endif
