/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Looks up processes. */
#ifndef TCPBDP_PROCESS_H
#define TCPBDP_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

/* Are our PIDs the host's, which the BPF programs see? Not in a container's PID namespace. */
bool process_ids_are_hosts(void);

/*
 * 0 if pid (of the host) is a process, or if a container hides that. -ESRCH if not; then
 * *ret_process is the process of the thread pid, or 0.
 */
int process_check(uint32_t pid, uint32_t *ret_process);

/*
 * The processes with this name in /proc/PID/comm (15 bytes). Writes at most room of them, and their
 * total number. 0, or -errno without /proc.
 */
int process_find(const char *name, uint32_t *ret_pids, size_t room, size_t *ret_count);

/* Raises the limit of open files to its maximum and returns it. */
rlim_t process_raise_file_limit(void);

#endif
