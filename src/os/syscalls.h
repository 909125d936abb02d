/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which system calls this process may still make (seccomp). */
#ifndef TCPBDP_SYSCALLS_H
#define TCPBDP_SYSCALLS_H

/* What they are for. */
enum syscalls_use {
	SYSCALLS_COMPUTE = 1 << 0, /* memory, time, signals, and to read and write what is open */
	SYSCALLS_OPEN = 1 << 1,    /* to open files and directories */
	SYSCALLS_CHANGE = 1 << 2,  /* to make, write, rename and remove files */
	SYSCALLS_KERNEL = 1 << 3,  /* bpf(), netlink and sockets that are open, threads */
};

/*
 * Allows those of the uses; all others fail with EPERM. For good. no_new_privs is set. 0 also where
 * the kernel has no seccomp filters; -errno.
 */
int syscalls_allow(unsigned uses);

#endif
