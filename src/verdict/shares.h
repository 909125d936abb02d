/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a sender's busy time was spent waiting for, where more than one thing held it back. */
#ifndef TCPBDP_SHARES_H
#define TCPBDP_SHARES_H

#include <stdint.h>

#include "verdict/limit.h"

/* In permille. */
struct send_shares {
	uint16_t rwnd, cwnd, sndbuf, app;
};

/* The largest beside that of the limit itself, LIMIT_UNKNOWN if nothing else took any time. */
enum limit shares_second(const struct send_shares *shares, enum limit limit,
			 uint16_t *ret_permille);

#endif
