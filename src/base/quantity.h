/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Quantities with their units, for a person. All functions write at most size bytes (> 0) with the
 * final NUL, cut what does not fit, and return buf, so that they can be arguments of a printf. They
 * do not use snprintf(), which is too slow for the list of a host's sockets.
 */
#ifndef TCPBDP_QUANTITY_H
#define TCPBDP_QUANTITY_H

#include <stddef.h>
#include <stdint.h>

#define QUANTITY_LEN 16

/* "-": what is not known */
#define QUANTITY_UNKNOWN "-"

/* Decimal bits: "0b/s", "9.9Mb/s", "94.3Mb/s", "941Mb/s" */
char *quantity_rate(char *buf, size_t size, uint64_t rate_bps);

/* Binary bytes: "0B", "62KiB", "4.0MiB" */
char *quantity_size(char *buf, size_t size, uint64_t size_bytes);

/* "310us", "50.1ms", "1.2s"; 0 is not known */
char *quantity_rtt(char *buf, size_t size, uint32_t rtt_us);

/* Copies len bytes of text, cut as snprintf() cuts. */
char *quantity_put(char *buf, size_t size, const char *text, size_t len);

/* Writes the digits so that they end before end; returns where they begin. */
char *quantity_digits(char *end, uint64_t value);

#endif
