/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The file for /etc/sysctl.d that advise writes. It replaces only files that it wrote itself. */
#ifndef TCPBDP_SYSCTL_FILE_H
#define TCPBDP_SYSCTL_FILE_H

#include "sink/advice_report.h"

struct sysctl_file;

/*
 * Checks the path before the run starts, and reads the old file if there is one. -errno after a line on
 * stderr.
 */
int sysctl_file_open(const char *path, struct sysctl_file **ret_file);

/* The directory of the new file. */
const char *sysctl_file_dir(const struct sysctl_file *file);

/* Replaces the file atomically, if there are proposals. -ECANCELED after a line on stderr. */
int sysctl_file_write(const struct sysctl_file *file, const struct advice_report *report);

/* NULL is fine. */
void sysctl_file_free(struct sysctl_file *file);

#endif
