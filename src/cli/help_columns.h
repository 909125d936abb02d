/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* tcpbdp help columns: every column of trace and of list, from the tables that print them. */
#ifndef TCPBDP_HELP_COLUMNS_H
#define TCPBDP_HELP_COLUMNS_H

#include <stdio.h>

void help_columns(FILE *out);

#endif
