/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Is there such a process? */
#ifndef TCPBDP_PROCESS_H
#define TCPBDP_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>

/* In a container's PID namespace numbers differ from the host's, which the kernel side sees. */
bool process_ids_are_hosts(void);

/*
 * 0 if pid, as the host counts, is a process, or if that cannot be known from inside a container.
 * -ESRCH if not; if it is a thread, *ret_process is its process, else 0.
 */
int process_check(uint32_t pid, uint32_t *ret_process);

/* To as many open files as it may have, where it needs one of each of many things: how many. */
rlim_t process_raise_file_limit(void);

#endif
