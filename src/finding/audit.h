/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a single snapshot says of a socket: the state of its buffers and windows, the ceilings that
 * they set, and whether it could ever use its path. How fast it is and what slows it down takes an
 * interval (verdict.h): here that is `unknown`, but for what is there to see.
 */
#ifndef TCPBDP_AUDIT_H
#define TCPBDP_AUDIT_H

#include "evidence/path.h"
#include "finding/finding.h"
#include "sample/snapshot.h"

/*
 * interval_ns of the finding is 0: there is none. A direction is undersized if no window that this
 * connection may have lets it fill the path whose bandwidth is known; its cause is that window's
 * then. ts_ns and cgroup of the finding are the caller's to fill.
 */
void audit(const struct snapshot *seen, const struct flow_path *path, struct finding *ret_finding);

/* A listener: the buffers, and the window scale and windows that new connections will have. */
void audit_listener(const struct snapshot *seen, uint64_t rmem_max_bytes,
		    struct finding *ret_finding);

#endif
