/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Text with line breaks for a terminal. */
#ifndef TCPBDP_WRAPPED_H
#define TCPBDP_WRAPPED_H

#include <stddef.h>
#include <stdio.h>

#define WRAPPED_WIDTH 80 /* of a terminal */

/* Prints text from this column on; all lines but the first are indented. */
void wrapped(const char *text, size_t column, size_t indent, FILE *out);

#endif
