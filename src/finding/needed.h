/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How large a buffer should be, and for which bandwidth. */
#ifndef TCPBDP_NEEDED_H
#define TCPBDP_NEEDED_H

#include "evidence/path.h"
#include "finding/finding.h"

struct needed {
	uint64_t bytes;            /* of buffer, as sk_sndbuf and sk_rcvbuf count */
	enum needed_source source; /* NEEDED_NONE: nothing can be said */
	uint64_t window_bytes;     /* of payload, that the buffer is for */
};

/*
 * For the given bandwidth, the measured one or the link's, in this order. Without one, twice the
 * present buffer if the direction is undersized. A bandwidth is never guessed.
 */
struct needed needed_send(const struct sample *s, const struct flow_path *path, uint32_t rtt_min_us,
			  bool undersized);
struct needed needed_recv(const struct sample *s, const struct flow_path *path, uint32_t rtt_min_us,
			  bool undersized);

/*
 * Did the kernel reduce the application's SO_RCVBUF or SO_SNDBUF to max_bytes (net.core.rmem_max,
 * wmem_max; 0 = not known), and is more needed?
 */
bool needed_was_cut(const struct finding_direction *dir, uint64_t max_bytes);

#endif
