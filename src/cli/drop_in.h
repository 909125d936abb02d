/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The drop-in for /etc/sysctl.d that advise keeps: only one that it wrote itself is replaced. */
#ifndef TCPBDP_DROP_IN_H
#define TCPBDP_DROP_IN_H

#include "sink/advice_report.h"

struct drop_in;

/*
 * Before anything is watched: what is wrong with the path is known by now. Reads what stands in it,
 * if it is there. -errno after a line on stderr.
 */
int drop_in_open(const char *path, struct drop_in **ret_drop_in);

/* The directory that it will be made in. */
const char *drop_in_dir(const struct drop_in *drop_in);

/* Writes it whole, or leaves it as it is, where nothing is proposed. -ECANCELED after a line on stderr. */
int drop_in_write(const struct drop_in *drop_in, const struct advice_report *report);

/* NULL is fine. */
void drop_in_free(struct drop_in *drop_in);

#endif
