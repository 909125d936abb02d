/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Messages on stderr. Each call writes one line at once, with a prefix. Control bytes are escaped,
 * so a message may contain any name. There is no log level here; callers decide. Keeps errno.
 */
#ifndef TCPBDP_LOG_H
#define TCPBDP_LOG_H

#include <stdarg.h>

/* "tcpbdp: ..." : what failed, and what to do. */
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* "tcpbdp: ..." : the program continues with less; the message says what is missing. */
void log_warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* "tcpbdp: ..." : what was done, if stdout does not show it. */
void log_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* "tcpbdp COMMAND: ..." : an argument is wrong. command may be NULL. */
void log_usage(const char *command, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* "tcpbdp: ...", only with -v. */
void log_verbose(unsigned verbose, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * Text of a library, of any length: logs each of its lines that is not empty. For libbpf's print
 * function, which is only installed with -v.
 */
void log_lines(const char *fmt, va_list args) __attribute__((format(printf, 1, 0)));

#endif
