/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A finding as an object of JSON, schema 1: of an interval, or of a moment, which has no rates. */
#ifndef TCPBDP_SOCKET_JSON_H
#define TCPBDP_SOCKET_JSON_H

#include "finding/finding.h"
#include "sink/json_writer.h"

#define JSON_SCHEMA 1

/* An outermost object. */
void socket_json_write(struct json_writer *w, const struct finding *f);

/* Its members that say which socket it is: cookie, namespace, family, addresses and ports. */
void socket_json_id(struct json_writer *w, const struct sample_id *id);

#endif
