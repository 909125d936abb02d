/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the user asked for, in the words of the kernel side. */
#ifndef TCPBDP_CONFIGURE_H
#define TCPBDP_CONFIGURE_H

#include "model/filter.h"
#include "wire.h"

void configure_filter(const struct filter *filter, struct wire_filter *ret_filter);

#endif
