/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Network devices of our own namespace. */
#ifndef TCPBDP_LINK_H
#define TCPBDP_LINK_H

#include <stdint.h>

/*
 * The speed of a real device in bit/s, from sysfs below root ("" on a host); 0 if it is not known:
 * no such device, a virtual one (veth says 10 Gbit/s, and means nothing), or one that is down or
 * tells no speed. Looks through all devices: remember the answer.
 */
uint64_t link_speed_bps(const char *root, uint32_t ifindex);

#endif
