/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The bytes sent per round trip: a window that limits is sent once in each (Little's law). */
#ifndef TCPBDP_CARRIED_H
#define TCPBDP_CARRIED_H

#include "verdict/case.h"

/* Rate of the busy time * RTT of the span; 0 if either is not known. */
uint64_t carried_bytes(const struct case_file *cf);

/*
 * The same of the path alone: where a queue came within the span, a round trip of its least RTT. A buffer that
 * covers its path holds more than that, and fills the queue with the rest.
 */
uint64_t carried_by_path_bytes(const struct case_file *cf);

/* Was it watched for long enough? What is 0 then was none. */
bool carried_known(const struct case_file *cf);

/* The part of a window, in permille, that must be sent per round trip for it to be the limit. */
uint64_t carried_least_permille(const struct evidence *ev);

#endif
