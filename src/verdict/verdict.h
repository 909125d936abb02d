/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The verdicts: what limits each direction and which setting is why, by the rules (rules.c), from the
 * evidence of an interval, or of several in a row where round trips are long.
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

struct verdict verdict_send(const struct case_file *cf);
struct verdict verdict_recv(const struct case_file *cf);

/*
 * Not of an interval: the window at the largest that it may ever be, as the socket is configured, is
 * too small for a rate. CAUSE_NONE where what holds it down is not known.
 */
enum cause verdict_recv_largest(const struct sample *s);
enum cause verdict_send_largest(const struct sample *s);

#endif
