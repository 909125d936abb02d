/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* NDJSON, schema 1: a line for every finding, one for each socket at its end, and the summary as the last. */
#ifndef TCPBDP_JSON_H
#define TCPBDP_JSON_H

#include <stdio.h>

#include "sink/sink.h"

/* out has a descriptor, stays the caller's, and must outlive the sink. summary_alone: no lines for findings. */
int json_sink_new(FILE *out, bool summary_alone, struct sink **ret_sink);

#endif
