/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* From the kernel's raw record to a sample. The only reader of struct wire_sample. */
#ifndef TCPBDP_DECODE_H
#define TCPBDP_DECODE_H

#include <stddef.h>

#include "sample/sample.h"
#include "sample/snapshot.h"

/* 0, or -EPROTO: the bytes are no record (a size, a family or a cookie that cannot be). */
int decode_sample(const void *data, size_t len, struct sample *ret_sample);

/* The same for struct wire_socket, of a kernel with so long a jiffy (0 = not known). */
int decode_snapshot(const void *data, size_t len, uint64_t jiffy_ns, struct snapshot *ret_seen);

#endif
