/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Strict parsers of arguments: the whole text must be the value.
 *
 * Each returns 0, -EINVAL for wrong syntax, or -ERANGE for values that are too small or too large. On errors,
 * ret_x is untouched. They refuse white space, signs, exponents, hexadecimal, inf and nan.
 */
#ifndef TCPBDP_PARSE_H
#define TCPBDP_PARSE_H

#include <stdint.h>

#include "finding/finding_filter.h"
#include "sample/filter.h"

/* The largest values: sums of a few of them with any clock do not overflow. */
#define PARSE_SECONDS_MAX 1000000000ULL
#define PARSE_PID_MAX 4194304U /* PID_MAX_LIMIT of 64-bit kernels */

/* A number in decimal digits, 0 to max. */
int parse_number(const char *text, uint64_t max, uint64_t *ret_value);

/*
 * "500us", "500ms", "10s", "1.5m" (or min), "1h", "2d"; without a unit "1", "0.5", ".5" are seconds. 0 to
 * PARSE_SECONDS_MAX. Digits beyond the nanosecond are cut off.
 */
int parse_time(const char *text, uint64_t *ret_ns);

/* ">20ms", "<500us", "5ms-20ms": -ENODATA without a unit. */
int parse_rtt_range(const char *text, struct rtt_range *ret_range);

/* 1 to 65535, or the name of a TCP service, as /etc/services has them: "https". */
int parse_port(const char *text, uint16_t *ret_port);

/*
 * Bits per second, decimal, as tc and iperf3 take them: "9600bit", "100M", "1.5gbit", "10g"; also
 * as we print them: "9.9Mb/s". Not "mbps", which is bytes to tc and bits to others. At least 1.
 * -ENODATA: a number without a unit, by which some mean Mbit/s and others Gbit/s.
 */
int parse_rate(const char *text, uint64_t *ret_bps);

/*
 * Bytes: "1048576", "64M", "1.5G", "64MiB", "64MB", each letter a power of 1024, as in our reports.
 * 0 to UINT64_MAX, rounded down.
 */
int parse_size(const char *text, uint64_t *ret_bytes);

/*
 * "10.0.0.0/8", "fd00::/8"; an address alone is a prefix of its full length. Host bits are masked,
 * as ss does. A prefix inside ::ffff:0:0/96 becomes the IPv4 one: that is what is on the wire.
 */
int parse_cidr(const char *text, struct cidr *ret_cidr);

#endif
