/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What this kernel must have for any tracing. */
#ifndef TCPBDP_KERNEL_H
#define TCPBDP_KERNEL_H

#include <stdbool.h>

#define KERNEL_BTF_PATH "/sys/kernel/btf/vmlinux"

/* Does it describe its own types? Typed programs (tp_btf, fentry) are checked against that. */
bool kernel_has_btf(void);

/* 0, or -EOPNOTSUPP after one line on stderr that says what to do. */
int kernel_require_btf(void);

#endif
