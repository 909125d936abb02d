/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_TONGUE_H
#define TCPBDP_TONGUE_H

#include <stdbool.h>

/* Lets libbpf say what it does, on stderr, or nothing. */
void tongue_set(bool speak);

#endif
