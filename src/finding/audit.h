/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The finding of a single snapshot: the state of a socket's buffers and windows, the ceilings that
 * they set, and whether it could ever use its path. Rates and most limits need an interval
 * (verdict.h); here the limit is `unknown`, unless the snapshot shows it.
 */
#ifndef TCPBDP_AUDIT_H
#define TCPBDP_AUDIT_H

#include "evidence/path.h"
#include "finding/finding.h"
#include "sample/snapshot.h"

/*
 * interval_ns of the finding is 0. A direction is undersized if the largest window that this
 * connection can have does not fill a path of known bandwidth; the cause is what limits that
 * window. The caller fills ts_ns and cgroup.
 */
void audit(const struct snapshot *seen, const struct flow_path *path, struct finding *ret_finding);

/* A listener: the buffers, and the window scale and windows that new connections will have. */
void audit_listener(const struct snapshot *seen, uint64_t rmem_max_bytes,
		    struct finding *ret_finding);

#endif
