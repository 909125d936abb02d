/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* tcpbdp help limits: every limit, cause and rule, from the tables that decide. */
#ifndef TCPBDP_HELP_LIMITS_H
#define TCPBDP_HELP_LIMITS_H

#include <stdio.h>

void help_limits(FILE *out);

#endif
