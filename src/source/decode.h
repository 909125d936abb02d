/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Converts the kernel side's raw record to a sample. The only reader of struct wire_sample. */
#ifndef TCPBDP_DECODE_H
#define TCPBDP_DECODE_H

#include <stddef.h>

#include "sample/sample.h"
#include "sample/snapshot.h"

/* 0, or -EPROTO: not a valid record (wrong size, family or cookie). */
int decode_sample(const void *data, size_t len, struct sample *ret_sample);

/* The same for struct wire_socket. jiffy_ns: length of a jiffy (0 = not known). */
int decode_snapshot(const void *data, size_t len, uint64_t jiffy_ns, struct snapshot *ret_seen);

#endif
