/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The text of a drop-in for /etc/sysctl.d: each setting as it was advised last, run after run. */
#ifndef TCPBDP_SYSCTL_D_H
#define TCPBDP_SYSCTL_D_H

#include "sink/advice_report.h"

/* What a drop-in begins with: a file that does not is another's. */
#define SYSCTL_D_START "# By tcpbdp advise."

/*
 * What the report proposes for the host, and for the network namespace that sysctl.d is for, behind
 * what stands in before ("" = nothing does; else it begins with SYSCTL_D_START), less the settings
 * that are proposed anew. To be freed. NULL when memory is out; *ret_count settings are proposed.
 */
char *sysctl_d_text(const struct advice_report *r, const char *before, size_t *ret_count);

#endif
