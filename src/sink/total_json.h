/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a run showed of one socket, as a line of NDJSON: "socket_summary". */
#ifndef TCPBDP_TOTAL_JSON_H
#define TCPBDP_TOTAL_JSON_H

#include "finding/socket_total.h"
#include "sink/json_writer.h"

/* closed: it ended, and no more will be said of it. */
void total_json_write(struct json_writer *w, const struct socket_total *total, bool closed);

#endif
