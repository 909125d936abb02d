/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Helpers for predicates: each is a function of a case that writes its figures to the fact. */
#ifndef TCPBDP_PREDICATE_ASK_H
#define TCPBDP_PREDICATE_ASK_H

#include "base/units.h"
#include "verdict/case.h"
#include "verdict/predicate.h"

#define PREDICATE_ASK(id, function, unit, holds, fails)                                            \
	bool ask_##function(const struct case_file *cf, struct fact *f);
PREDICATES(PREDICATE_ASK)
#undef PREDICATE_ASK

static inline bool at_least(struct fact *f, uint64_t seen, uint64_t asked)
{
	f->seen = seen;
	f->asked = asked;
	return seen >= asked;
}

static inline bool above(struct fact *f, uint64_t seen, uint64_t limit)
{
	f->seen = seen;
	f->asked = limit;
	return seen > limit;
}

static inline uint64_t part(uint64_t whole, uint64_t per_mille)
{
	return mul_div(whole, per_mille, 1000);
}

/*
 * Without scaling the window is at most 65535, or 32767 (tcp_workaround_signed_windows). A window
 * well below that has another cause.
 */
bool at_unscaled_max(struct fact *f, uint32_t window_bytes);

#endif
