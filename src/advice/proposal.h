/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How large a setting should be. */
#ifndef TCPBDP_PROPOSAL_H
#define TCPBDP_PROPOSAL_H

#include "advice/advice.h"

/*
 * From what the item needs and has: what to set, in whole pages, never less than it is, no more than
 * what is needed (of a receive buffer: a quarter above it), nor than memory allows. false: there is
 * nothing to change, its buffer is large enough for the stated bandwidth.
 */
bool proposal_make(const struct advice_opts *opts, struct advice_item *item);

#endif
