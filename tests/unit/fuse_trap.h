/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A file whose server answers what it takes to open it, and never an ioctl() or a close(): what any user
 * may give to others in a descriptor. Needs root and FUSE.
 */
#ifndef TCPBDP_TEST_FUSE_TRAP_H
#define TCPBDP_TEST_FUSE_TRAP_H

#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define FUSE_TRAP_NODE 2
#define FUSE_TRAP_REQUEST_BYTES (1 << 18)

static inline void fuse_trap_reply(int fd, uint64_t unique, int err, const void *body, size_t len)
{
	char message[1024];
	struct fuse_out_header head = { .len = (uint32_t)(sizeof(head) + len),
					.error = err,
					.unique = unique };

	memcpy(message, &head, sizeof(head));
	memcpy(message + sizeof(head), body, len);
	if (write(fd, message, head.len) < 0)
		_exit(1);
}

static inline struct fuse_attr fuse_trap_attr(uint64_t node)
{
	return (struct fuse_attr){
		.ino = node,
		.mode = node == FUSE_TRAP_NODE ? S_IFREG | 0644 : S_IFDIR | 0755,
		.nlink = 1,
	};
}

static inline void fuse_trap_answer(int fd, const struct fuse_in_header *in)
{
	struct fuse_init_out init = { .major = FUSE_KERNEL_VERSION,
				      .minor = 31,
				      .max_write = 4096 };
	struct fuse_attr_out attr = { .attr = fuse_trap_attr(in->nodeid) };
	struct fuse_entry_out entry = { .nodeid = FUSE_TRAP_NODE,
					.attr = fuse_trap_attr(FUSE_TRAP_NODE) };
	struct fuse_open_out open = { .fh = 1 };

	switch (in->opcode) {
	case FUSE_INIT:
		fuse_trap_reply(fd, in->unique, 0, &init, sizeof(init));
		break;
	case FUSE_GETATTR:
		fuse_trap_reply(fd, in->unique, 0, &attr, sizeof(attr));
		break;
	case FUSE_LOOKUP:
		fuse_trap_reply(fd, in->unique, 0, &entry, sizeof(entry));
		break;
	case FUSE_OPEN:
		fuse_trap_reply(fd, in->unique, 0, &open, sizeof(open));
		break;
	case FUSE_IOCTL:
	case FUSE_FLUSH:
	case FUSE_RELEASE:
	case FUSE_FORGET:
	case FUSE_INTERRUPT:
		break; /* the trap */
	default:
		fuse_trap_reply(fd, in->unique, -ENOSYS, "", 0);
	}
}

/* The server of what is mounted: until it is killed. */
static inline void fuse_trap_serve(int fd)
{
	static char request[FUSE_TRAP_REQUEST_BYTES] __attribute__((aligned(8)));

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (read(fd, request, sizeof(request)) > 0)
		fuse_trap_answer(fd, (const void *)request);
	_exit(0);
}

/* Mounts it in a namespace of mounts of this process' own, on /mnt. The descriptor of /dev/fuse, which
 * the server reads, or -1 where there is no FUSE. */
static inline int fuse_trap_mount(void)
{
	char options[64];
	int fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);

	snprintf(options, sizeof(options), "fd=%d,rootmode=40000,user_id=0,group_id=0", fd);
	if (fd < 0 || unshare(CLONE_NEWNS) || mount("", "/", "", MS_REC | MS_PRIVATE, NULL) ||
	    mount("trap", "/mnt", "fuse", MS_NOSUID | MS_NODEV, options))
		return -1;
	return fd;
}

#endif
