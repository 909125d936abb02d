/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Is there such a process? */
#ifndef TCPBDP_PROCESS_H
#define TCPBDP_PROCESS_H

#include <stdint.h>

/*
 * 0 if pid is a process. -ESRCH if not; if it is a thread, *ret_process is its process, else 0.
 */
int process_check(uint32_t pid, uint32_t *ret_process);

#endif
