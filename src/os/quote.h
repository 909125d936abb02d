/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Text that others wrote (names of processes, of cgroups), made fit to print. The one place for
 * it: no sink and no log line gives such text in any other way.
 *
 * Both functions write at most size bytes (> 0) with the final NUL, cut between characters and
 * escapes, never inside one, and return buf.
 */
#ifndef TCPBDP_QUOTE_H
#define TCPBDP_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

/* Room for n bytes of input, none of it cut. */
#define QUOTE_TERMINAL_LEN(n) (4 * (n) + 1)
#define QUOTE_UTF8_LEN(n) (4 * (n) + 1)

/*
 * For a terminal: controls (C0, DEL, C1, of text direction), invisible characters, invalid UTF-8
 * and the backslash itself are escaped, as \x1b, \u202e, \\. Without utf8, all but ASCII is: to
 * a terminal that does not decode UTF-8, parts of a harmless letter are controls.
 */
char *quote_terminal(char *buf, size_t size, const char *text, bool utf8);

/*
 * Valid UTF-8, which a JSON string must be: bytes that are not become \xff, all else is left as it
 * is, controls too. Not for a terminal.
 */
char *quote_utf8(char *buf, size_t size, const char *text);

/* Does a shell take this name as it is, in a command to paste: letters, digits and "._@:-", no dash first? */
bool quote_is_plain(const char *name);

/* Columns that valid UTF-8 takes on a terminal. */
unsigned int text_columns(const char *text);

#endif
