/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A snapshot: one socket at one moment, without anything before it. */
#ifndef TCPBDP_SNAPSHOT_H
#define TCPBDP_SNAPSHOT_H

#include "sample/sample.h"

/* How much of a socket there was to see. */
enum detail {
	DETAIL_WHOLE,
	DETAIL_DIAG, /* inet_diag: no locks, no clamp, no largest window of the peer */
	DETAIL_MINI, /* no full socket any more: who, where, and its state */
};

struct snapshot {
	struct sample s;
	enum detail detail;
	uint64_t sent_ago_ns; /* since data was last sent, also if none ever was; so the next */
	uint64_t received_ago_ns;
};

#endif
