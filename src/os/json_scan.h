/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* One text out of another program's JSON, without a tree of it: any bytes do no harm. */
#ifndef TCPBDP_JSON_SCAN_H
#define TCPBDP_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#define JSON_SCAN_DEPTH 3

/*
 * The string at a path of keys, which ends with NULL and has JSON_SCAN_DEPTH at most: { "a", "b" } is "c" in
 * {"a":{"b":"c"}}. Keys are compared as they are written. The first that is there counts. false, and
 * nothing in buf: it is not there, is empty, no string, not whole, or has an escape, a control or more than
 * ASCII in it, or it does not fit.
 */
bool json_scan_string(const char *text, size_t len, const char *const *path, char *buf,
		      size_t size);

#endif
