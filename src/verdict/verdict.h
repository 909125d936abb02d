/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The verdicts: what limits each direction, and which setting is the cause. The rules (rules.c)
 * decide from the evidence of a span (a few round trips).
 */
#ifndef TCPBDP_VERDICT_H
#define TCPBDP_VERDICT_H

#include "verdict/case.h"
#include "verdict/rules.h"

/* Which rules decided. Some limits have no cause; then `cause` is all zero. */
struct because {
	struct reason limit;
	struct reason cause;
};

struct verdict {
	enum limit limit;
	enum cause cause;
	uint16_t share_permille; /* of the busy time, as far as the evidence shows */
	struct because because;
};

/* The verdicts of one span. Their shares add up to 1000. */
#define JUDGEMENT_PARTS 8
struct judgement {
	uint64_t ns; /* time of activity; 0 = nothing happened */
	unsigned count;
	struct verdict parts[JUDGEMENT_PARTS];
};

void verdict_send(const struct case_file *cf, struct judgement *ret_judged);
void verdict_recv(const struct case_file *cf, struct judgement *ret_judged);

/* The part with the largest share; LIMIT_IDLE if nothing happened. */
struct verdict verdict_largest(const struct judgement *judged);

/*
 * For a snapshot, not an interval: why is the largest window that the socket's configuration allows
 * too small? CAUSE_NONE if the reason is not known.
 */
enum cause verdict_recv_largest(const struct sample *s);
enum cause verdict_send_largest(const struct sample *s);

#endif
