/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef TCPBDP_LIBBPF_LOG_H
#define TCPBDP_LIBBPF_LOG_H

#include <stdbool.h>

/* Turns libbpf's messages on stderr on or off. */
void libbpf_log_set(bool speak);

#endif
