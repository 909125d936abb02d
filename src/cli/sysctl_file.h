/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The drop-in for /etc/sysctl.d that advise keeps: only one that it wrote itself is replaced. */
#ifndef TCPBDP_SYSCTL_FILE_H
#define TCPBDP_SYSCTL_FILE_H

#include "sink/advice_report.h"

struct sysctl_file;

/*
 * Before anything is watched: what is wrong with the path is known by now. Reads what stands in it,
 * if it is there. -errno after a line on stderr.
 */
int sysctl_file_open(const char *path, struct sysctl_file **ret_file);

/* The directory that it will be made in. */
const char *sysctl_file_dir(const struct sysctl_file *file);

/* Writes it whole, or leaves it as it is, where nothing is proposed. -ECANCELED after a line on stderr. */
int sysctl_file_write(const struct sysctl_file *file, const struct advice_report *report);

/* NULL is fine. */
void sysctl_file_free(struct sysctl_file *file);

#endif
