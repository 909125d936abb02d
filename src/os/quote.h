/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Names that others chose (processes, cgroups, arguments), made safe for a line of text. */
#ifndef TCPBDP_QUOTE_H
#define TCPBDP_QUOTE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The code point at text and its length in bytes (1 to 4). Returns 0 for what is not UTF-8:
 * overlong forms, surrogates, beyond U+10FFFF, a sequence cut short. text ends with NUL.
 */
size_t quote_decode(const char *text, uint32_t *ret_code);

/*
 * Copies src to dst, at most dst_len - 1 bytes and a NUL, without what could move a terminal's
 * cursor, break a line or turn its direction: C0, DEL, C1, bidi controls and line separators
 * become \n, \t, \r, \xNN or \u{NNNN}, bytes that are not UTF-8 become \xNN. Cut at a whole
 * character; returns the length written. dst_len is at least 1.
 */
size_t quote_text(char *dst, size_t dst_len, const char *src);

#endif
