/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Makes untrusted text (names of processes and cgroups) safe to print. All sinks and log lines use
 * it.
 *
 * Both functions write at most size bytes (> 0) with the final NUL, cut between characters and
 * escapes, never inside one, and return buf.
 */
#ifndef TCPBDP_QUOTE_H
#define TCPBDP_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

/* Room for n bytes of input without truncation. */
#define QUOTE_TERMINAL_LEN(n) (4 * (n) + 1)
#define QUOTE_UTF8_LEN(n) (4 * (n) + 1)

/*
 * For a terminal: escapes controls (C0, DEL, C1, text direction), invisible characters, invalid
 * UTF-8 and the backslash, as \x1b, \u202e, \\. Without utf8, escapes all but ASCII: a terminal
 * that does not decode UTF-8 may take a part of a letter for a control.
 */
char *quote_terminal(char *buf, size_t size, const char *text, bool utf8);

/* As quote_terminal(), and blanks too (\x20), for what takes lines apart at blanks; "-" of no text. */
char *quote_field(char *buf, size_t size, const char *text, bool utf8);

/*
 * Valid UTF-8 for a JSON string: escapes invalid bytes as \xff and leaves the rest unchanged,
 * controls too. Not for a terminal.
 */
char *quote_utf8(char *buf, size_t size, const char *text);

/* Does a shell take this name as it is, in a command to paste: letters, digits and "._@:-", no dash first? */
bool quote_is_plain(const char *name);

/* Columns that valid UTF-8 takes on a terminal. */
unsigned int text_columns(const char *text);

/* Valid UTF-8 as it fits into so many columns: what is longer is cut, and ends with "..." where that fits. */
char *text_cut(char *buf, size_t size, const char *text, unsigned int columns);

#endif
