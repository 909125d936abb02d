/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The fields of a finding about buffers and windows, which do not depend on the verdict. */
#ifndef TCPBDP_DESCRIBE_H
#define TCPBDP_DESCRIBE_H

#include "evidence/path.h"
#include "finding/finding.h"

/* From the state of s and the maxima of its interval. rtt_us: the minimum; 0 = not known. */
void describe_send(const struct sample *s, const struct sample_aggregate *agg, uint32_t rtt_us,
		   struct finding_send *send);
void describe_recv(const struct sample *s, const struct sample_aggregate *agg, uint32_t rtt_us,
		   struct finding_recv *recv);

/* The buffer that the path needs. Requires rtt_min_us and undersized of the finding. */
void describe_send_needed(const struct sample *s, const struct flow_path *path, struct finding *f);
void describe_recv_needed(const struct sample *s, const struct flow_path *path, struct finding *f);

#endif
