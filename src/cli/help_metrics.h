/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* tcpbdp help metrics: every metric of hist from its table, and every family of export from its
 * output. */
#ifndef TCPBDP_HELP_METRICS_H
#define TCPBDP_HELP_METRICS_H

#include <stdio.h>

void help_metrics(FILE *out);

#endif
