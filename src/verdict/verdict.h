/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The verdicts: what limits each direction and which setting is why, by the rules (rules.c), from the
 * evidence of a span: a few round trips.
 */
#ifndef TCPBDP_VERDICT_H
#define TCPBDP_VERDICT_H

#include "verdict/case.h"
#include "verdict/rules.h"

/* Which rules decided. A limit that asks for no cause has no reason for one. */
struct because {
	struct reason limit;
	struct reason cause;
};

struct verdict {
	enum limit limit;
	enum cause cause;
	uint16_t share_permille; /* of the busy time, as far as the evidence tells */
	struct because because;
};

/* What a span was judged to be: verdicts whose shares add up to 1000, over so much activity. */
#define JUDGEMENT_PARTS 8
struct judgement {
	uint64_t ns; /* 0 = nothing happened */
	unsigned count;
	struct verdict parts[JUDGEMENT_PARTS];
};

void verdict_send(const struct case_file *cf, struct judgement *ret_judged);
void verdict_recv(const struct case_file *cf, struct judgement *ret_judged);

/* The part with the largest share; LIMIT_IDLE where nothing happened. */
struct verdict verdict_largest(const struct judgement *judged);

/*
 * Not of an interval: the window at the largest that it may ever be, as the socket is configured, is
 * too small for a rate. CAUSE_NONE where what holds it down is not known.
 */
enum cause verdict_recv_largest(const struct sample *s);
enum cause verdict_send_largest(const struct sample *s);

#endif
