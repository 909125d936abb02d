/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_DOCTOR_H
#define TCPBDP_DOCTOR_H

#include "options/cli_opts.h"

/*
 * Says what this kernel and this user allow, which hooks would be used, what is missing and how
 * to get it. Returns 0 if tracing would work, -EPERM or -EOPNOTSUPP if not (the report is the
 * message), or -errno of the output.
 */
int doctor_run(const struct cli_opts *opts);

#endif
