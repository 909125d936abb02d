/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The members of an object that tell what a socket's process is a part of. */
#ifndef TCPBDP_WORKLOAD_JSON_H
#define TCPBDP_WORKLOAD_JSON_H

#include "sample/workload.h"
#include "sink/json_writer.h"

/* names may be NULL. */
void workload_json_write(struct json_writer *w, const struct workload *workload,
			 const struct workload_names *names);

#endif
