/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Converts the user's filter to that of the kernel side. */
#ifndef TCPBDP_FILTER_RODATA_H
#define TCPBDP_FILTER_RODATA_H

#include "sample/filter.h"
#include "wire.h"

void filter_rodata_fill(const struct filter *filter, struct wire_filter *ret_filter);

#endif
