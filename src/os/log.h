/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What goes to stderr. Every call writes one line, at once, with a prefix and no newline inside;
 * bytes that could upset a terminal are escaped, so messages may contain any name.
 * How much is said is the caller's: there is no state here. errno is kept.
 */
#ifndef TCPBDP_LOG_H
#define TCPBDP_LOG_H

#include <stdarg.h>

/* "tcpbdp: ..." : something failed, and what to do. */
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* "tcpbdp: ..." : it goes on, with less. The message says with what. */
void log_warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* "tcpbdp: ..." : what was done, where stdout does not say it. */
void log_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* "tcpbdp COMMAND: ..." : an argument is wrong. command may be NULL. */
void log_usage(const char *command, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* "tcpbdp: ...", only with -v. */
void log_verbose(unsigned verbose, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * Text of a library, of any length: each of its lines becomes a line here, empty ones are left
 * out. For libbpf's print function, which is only installed with -v.
 */
void log_lines(const char *fmt, va_list args) __attribute__((format(printf, 1, 0)));

#endif
