/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Network devices in our own namespace. */
#ifndef TCPBDP_LINK_H
#define TCPBDP_LINK_H

#include <stdint.h>

/*
 * The speed of a physical device in bit/s, from sysfs below root ("" on a host). 0 = not known: no
 * such device, a virtual one (veth reports 10 Gbit/s, which has no meaning), one that is down or
 * reports no speed. Searches all devices, so cache the result.
 */
uint64_t link_speed_bps(const char *root, uint32_t ifindex);

#endif
