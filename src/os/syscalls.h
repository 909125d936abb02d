/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Restricts the system calls of this process (seccomp). */
#ifndef TCPBDP_SYSCALLS_H
#define TCPBDP_SYSCALLS_H

/* The uses of system calls. */
enum syscalls_use {
	SYSCALLS_COMPUTE = 1 << 0, /* memory, time, signals, reading and writing open files */
	SYSCALLS_OPEN = 1 << 1,    /* opening files and directories */
	SYSCALLS_CHANGE = 1 << 2,  /* creating, writing, renaming and removing files */
	SYSCALLS_KERNEL = 1 << 3,  /* bpf(), open netlink and other sockets, threads */
};

/*
 * Allows the system calls of these uses; all others fail with EPERM. Cannot be undone. Sets
 * no_new_privs. 0, also if the kernel has no seccomp filters; -errno.
 */
int syscalls_allow(unsigned uses);

#endif
