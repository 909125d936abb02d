/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* iproute2's colours. */
#ifndef TCPBDP_PALETTE_H
#define TCPBDP_PALETTE_H

#define PALETTE_RED "\033[31m"
#define PALETTE_INET "\033[35m"
#define PALETTE_INET6 "\033[34m"
#define PALETTE_OFF "\033[0m"

#endif
