/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which processes there are. */
#ifndef TCPBDP_PROCESS_H
#define TCPBDP_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

/* In a container's PID namespace numbers differ from the host's, which the kernel side sees. */
bool process_ids_are_hosts(void);

/*
 * 0 if pid, as the host counts, is a process, or if that cannot be known from inside a container.
 * -ESRCH if not; if it is a thread, *ret_process is its process, else 0.
 */
int process_check(uint32_t pid, uint32_t *ret_process);

/*
 * The processes that have this name, as /proc/PID/comm tells it: its first 15 bytes count. Writes no
 * more than room of them, and how many there are. 0, or -errno where there is no /proc.
 */
int process_find(const char *name, uint32_t *ret_pids, size_t room, size_t *ret_count);

/* To as many open files as it may have, where it needs one of each of many things: how many. */
rlim_t process_raise_file_limit(void);

#endif
