/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Quantities for a person. All functions write at most size bytes (> 0) with the final NUL, cut
 * what does not fit, and return buf, so that they can stand among the arguments of a printf.
 */
#ifndef TCPBDP_FORMAT_H
#define TCPBDP_FORMAT_H

#include <stddef.h>

#include "base/quantity.h"
#include "finding/finding.h"

#define FORMAT_ENDPOINT_LEN 56 /* "[" INET6_ADDRSTRLEN "]:65535" */
#define FORMAT_REASON_LEN 160
#define FORMAT_SEEN_LEN 128

/* "62KiB", ">=62KiB" for a lower bound: what was carried, "-" where it is not known */
char *format_bdp(char *buf, size_t size, const struct finding_direction *dir);

/* "10.9.0.1", "fe80::1", "::ffff:10.9.0.1" */
char *format_addr(char *buf, size_t size, enum sample_family family, const struct endpoint *e);

/* As ss: "10.9.0.1:40522", "[fe80::1]:22", "[::ffff:10.9.0.1]:5201" */
char *format_endpoint(char *buf, size_t size, enum sample_family family, const struct endpoint *e);

/* What a needed size is needed for: "the given bandwidth" */
const char *format_needed_for(enum needed_source source);

/* Why this limit, and what buffer it takes: "" where the limit is no buffer. */
char *format_reason(char *buf, size_t size, const struct finding_direction *dir);

/* What was seen beside the limit and explains it: "cubic: 2.1% retransmitted", "window closed 3 times";
 * "" where there was nothing. */
char *format_seen(char *buf, size_t size, const struct finding *f, enum direction direction);

#endif
