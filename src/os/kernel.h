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

/*
 * May iter/tcp be opened on a kernel of this release ("6.18.44-generic")? From 6.17 on a batch that
 * could not be made larger could end in a panic:
 * CVE-2026-64575, mended in 6.18.42, 7.1.6 and 7.2. A fault cannot be probed for: its kernels are
 * told by number. Goes with them.
 */
bool kernel_tcp_iterator_is_safe(const char *release);

#endif
