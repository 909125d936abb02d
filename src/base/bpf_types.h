/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The types of a header that the kernel side includes too: it has no libc, but vmlinux.h. */
#ifndef TCPBDP_BPF_TYPES_H
#define TCPBDP_BPF_TYPES_H

#ifdef __bpf__
typedef __u8 uint8_t;
typedef __u32 uint32_t;
typedef __u64 uint64_t;
#define UINT32_MAX (~(uint32_t)0)
#define UINT64_MAX (~(uint64_t)0)
#else
#include <stdbool.h>
#include <stdint.h>
#endif

#endif
