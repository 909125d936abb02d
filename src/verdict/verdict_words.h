/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the verdicts of both directions are said with. */
#ifndef TCPBDP_VERDICT_WORDS_H
#define TCPBDP_VERDICT_WORDS_H

#include "verdict/verdict.h"

/* Fewer ACKs, or segments, than this prove nothing. */
#define EVIDENCE_SEGMENTS UINT64_C(8)

static inline struct verdict verdict(enum limit limit, enum cause cause, uint16_t share_permille)
{
	return (struct verdict){ limit, cause, share_permille };
}

/* Enough RTTs, and an RTT at all, to blame a window? */
static inline bool rtts_seen(const struct evidence *ev, uint64_t time_ns, unsigned rtts)
{
	return ev->rtt_min_us && time_ns >= rtts * UINT64_C(1000) * ev->rtt_min_us;
}

/* A window is the limit, and the reason is in doubt: then so is the verdict. */
static inline struct verdict blame(enum limit limit, enum cause cause, uint16_t share_permille)
{
	if (cause == CAUSE_NONE)
		return verdict(LIMIT_UNKNOWN, CAUSE_NONE, 0);
	return verdict(limit, cause, share_permille);
}

#endif
