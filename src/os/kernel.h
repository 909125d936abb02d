/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What tracing requires of the kernel. */
#ifndef TCPBDP_KERNEL_H
#define TCPBDP_KERNEL_H

#include <stdbool.h>

#define KERNEL_BTF_PATH "/sys/kernel/btf/vmlinux"

/* Does the kernel have BTF? Typed programs (tp_btf, fentry) are checked against it. */
bool kernel_has_btf(void);

/* 0, or -EOPNOTSUPP after an error message. */
int kernel_require_btf(void);

/*
 * May iter/tcp be opened on a kernel of this release ("6.18.44-generic")? From 6.17 on, the
 * iterator can panic when it cannot enlarge its batch: CVE-2026-64575, fixed in 6.18.42, 7.1.6 and
 * 7.2. A bug cannot be probed for, so this goes by version. Remove it when these kernels are gone.
 */
bool kernel_tcp_iterator_is_safe(const char *release);

#endif
