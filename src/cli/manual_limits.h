/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* tcpbdp-limits(7): the text of help_limits.h as a manual page. */
#ifndef TCPBDP_MANUAL_LIMITS_H
#define TCPBDP_MANUAL_LIMITS_H

#include <stdio.h>

void manual_limits(FILE *out);

#endif
