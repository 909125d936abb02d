// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/syscalls.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>

/* The flags of a thread, not a process; the C library may set more. */
#define THREAD_FLAGS (CLONE_VM | CLONE_SIGHAND | CLONE_THREAD)

static const struct call {
	const char *name;
	unsigned use;
	/* Allowed only if argument arg & mask == value; mask 0 = always. */
	unsigned arg;
	uint64_t mask, value;
} calls[] = {
	/* Names that this architecture or libseccomp does not know are skipped. */
	{ "read", SYSCALLS_COMPUTE },
	{ "readv", SYSCALLS_COMPUTE },
	{ "pread64", SYSCALLS_COMPUTE },
	{ "write", SYSCALLS_COMPUTE },
	{ "writev", SYSCALLS_COMPUTE },
	/* to cut off a line that a full disk truncated */
	{ "ftruncate", SYSCALLS_COMPUTE },
	{ "ftruncate64", SYSCALLS_COMPUTE },
	{ "close", SYSCALLS_COMPUTE },
	{ "lseek", SYSCALLS_COMPUTE },
	{ "_llseek", SYSCALLS_COMPUTE },
	{ "dup", SYSCALLS_COMPUTE },
	{ "fcntl", SYSCALLS_COMPUTE },
	{ "fcntl64", SYSCALLS_COMPUTE },
	{ "getdents64", SYSCALLS_COMPUTE },
	/*
	 * of a path, too: that of fstat() cannot be told from it, and mktime() looks whether the
	 * zone is still the one that it read
	 */
	{ "fstat", SYSCALLS_COMPUTE },
	{ "fstat64", SYSCALLS_COMPUTE },
	{ "stat", SYSCALLS_COMPUTE },
	{ "stat64", SYSCALLS_COMPUTE },
	{ "lstat", SYSCALLS_COMPUTE },
	{ "lstat64", SYSCALLS_COMPUTE },
	{ "newfstatat", SYSCALLS_COMPUTE },
	{ "fstatat64", SYSCALLS_COMPUTE },
	{ "statx", SYSCALLS_COMPUTE },
	{ "ioctl", SYSCALLS_COMPUTE, 1, UINT32_MAX, TCGETS },
	{ "ioctl", SYSCALLS_COMPUTE, 1, UINT32_MAX, TIOCGWINSZ },
	/* the modes of a terminal that is open; not TIOCSTI, which types into it */
	{ "ioctl", SYSCALLS_COMPUTE, 1, UINT32_MAX, TCSETS },
	{ "ioctl", SYSCALLS_COMPUTE, 1, UINT32_MAX, TCSETSW },
	{ "ioctl", SYSCALLS_COMPUTE, 1, UINT32_MAX, TCSETSF },
	/* no executable memory: all bits but PROT_EXEC are allowed */
	{ "mmap", SYSCALLS_COMPUTE, 2, PROT_EXEC, 0 },
	{ "mmap2", SYSCALLS_COMPUTE, 2, PROT_EXEC, 0 },
	{ "mprotect", SYSCALLS_COMPUTE, 2, PROT_EXEC, 0 },
	{ "munmap", SYSCALLS_COMPUTE },
	{ "mremap", SYSCALLS_COMPUTE },
	{ "madvise", SYSCALLS_COMPUTE },
	{ "brk", SYSCALLS_COMPUTE },
	{ "futex", SYSCALLS_COMPUTE },
	{ "futex_time64", SYSCALLS_COMPUTE },
	{ "membarrier", SYSCALLS_COMPUTE },
	{ "sched_yield", SYSCALLS_COMPUTE },
	{ "sysinfo", SYSCALLS_COMPUTE },
	{ "uname", SYSCALLS_COMPUTE },
	{ "getrandom", SYSCALLS_COMPUTE },
	{ "getpid", SYSCALLS_COMPUTE },
	{ "gettid", SYSCALLS_COMPUTE },
	{ "getuid", SYSCALLS_COMPUTE },
	{ "getuid32", SYSCALLS_COMPUTE },
	{ "geteuid", SYSCALLS_COMPUTE },
	{ "geteuid32", SYSCALLS_COMPUTE },
	{ "getegid", SYSCALLS_COMPUTE },
	{ "getegid32", SYSCALLS_COMPUTE },
	{ "getgid", SYSCALLS_COMPUTE },
	{ "getgid32", SYSCALLS_COMPUTE },
	{ "clock_gettime", SYSCALLS_COMPUTE },
	{ "clock_gettime64", SYSCALLS_COMPUTE },
	{ "clock_getres", SYSCALLS_COMPUTE },
	{ "clock_getres_time64", SYSCALLS_COMPUTE },
	{ "gettimeofday", SYSCALLS_COMPUTE },
	{ "time", SYSCALLS_COMPUTE },
	{ "nanosleep", SYSCALLS_COMPUTE },
	{ "clock_nanosleep", SYSCALLS_COMPUTE },
	{ "clock_nanosleep_time64", SYSCALLS_COMPUTE },
	{ "timerfd_create", SYSCALLS_COMPUTE },
	{ "timerfd_settime", SYSCALLS_COMPUTE },
	{ "timerfd_settime64", SYSCALLS_COMPUTE },
	{ "epoll_create1", SYSCALLS_COMPUTE },
	{ "epoll_ctl", SYSCALLS_COMPUTE },
	{ "epoll_wait", SYSCALLS_COMPUTE },
	{ "epoll_pwait", SYSCALLS_COMPUTE },
	{ "epoll_pwait2", SYSCALLS_COMPUTE },
	{ "poll", SYSCALLS_COMPUTE },
	{ "ppoll", SYSCALLS_COMPUTE },
	{ "ppoll_time64", SYSCALLS_COMPUTE },
	{ "signalfd4", SYSCALLS_COMPUTE },
	{ "rt_sigaction", SYSCALLS_COMPUTE },
	{ "rt_sigprocmask", SYSCALLS_COMPUTE },
	{ "rt_sigreturn", SYSCALLS_COMPUTE },
	{ "sigreturn", SYSCALLS_COMPUTE },
	{ "sigaltstack", SYSCALLS_COMPUTE }, /* sanitizers */
	{ "restart_syscall", SYSCALLS_COMPUTE },
	{ "tgkill",
	  SYSCALLS_COMPUTE }, /* abort(); Landlock and missing capabilities protect others */
	{ "exit", SYSCALLS_COMPUTE },
	{ "exit_group", SYSCALLS_COMPUTE },

	{ "open", SYSCALLS_OPEN },
	{ "openat", SYSCALLS_OPEN },
	{ "access", SYSCALLS_OPEN },
	{ "faccessat", SYSCALLS_OPEN },
	{ "faccessat2", SYSCALLS_OPEN },
	{ "readlink", SYSCALLS_OPEN },
	{ "readlinkat", SYSCALLS_OPEN },
	{ "getcwd", SYSCALLS_OPEN },
	{ "statfs", SYSCALLS_OPEN },
	{ "statfs64", SYSCALLS_OPEN },
	{ "fstatfs", SYSCALLS_OPEN },
	{ "fstatfs64", SYSCALLS_OPEN },

	{ "pwrite64", SYSCALLS_CHANGE },
	{ "fallocate", SYSCALLS_CHANGE },
	{ "fsync", SYSCALLS_CHANGE },
	{ "fdatasync", SYSCALLS_CHANGE },
	{ "fchmod", SYSCALLS_CHANGE },
	{ "fchown", SYSCALLS_CHANGE },
	{ "fchown32", SYSCALLS_CHANGE },
	{ "flock", SYSCALLS_CHANGE },
	{ "unlink", SYSCALLS_CHANGE },
	{ "unlinkat", SYSCALLS_CHANGE },
	{ "rename", SYSCALLS_CHANGE },
	{ "renameat", SYSCALLS_CHANGE },
	{ "renameat2", SYSCALLS_CHANGE },

	{ "bpf", SYSCALLS_KERNEL },
	{ "ioctl", SYSCALLS_KERNEL, 1, UINT32_MAX, PERF_EVENT_IOC_DISABLE },
	{ "send", SYSCALLS_KERNEL },
	{ "sendto", SYSCALLS_KERNEL },
	{ "sendmsg", SYSCALLS_KERNEL },
	{ "recv", SYSCALLS_KERNEL },
	{ "recvfrom", SYSCALLS_KERNEL },
	{ "recvmsg", SYSCALLS_KERNEL },
	{ "setsockopt", SYSCALLS_KERNEL },
	{ "getsockname", SYSCALLS_KERNEL },
	{ "pipe2", SYSCALLS_KERNEL },
	{ "clone", SYSCALLS_KERNEL, 0, THREAD_FLAGS, THREAD_FLAGS },
	{ "set_robust_list", SYSCALLS_KERNEL },
	{ "rseq", SYSCALLS_KERNEL },
	{ "prlimit64", SYSCALLS_KERNEL },
	{ "sched_getaffinity", SYSCALLS_KERNEL },
};

static int allow(scmp_filter_ctx filter, const struct call *call)
{
	const struct scmp_arg_cmp condition = SCMP_CMP64(call->arg, SCMP_CMP_MASKED_EQ, call->mask,
							 call->value);
	int number = seccomp_syscall_resolve_name(call->name);
	int err;

	if (number == __NR_SCMP_ERROR)
		return 0;
	err = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, number, call->mask ? 1 : 0,
				     &condition);
	return err == -EDOM ? 0 : err; /* not on this architecture */
}

static int load(scmp_filter_ctx filter, unsigned uses)
{
	int clone3 = seccomp_syscall_resolve_name("clone3");
	int err = 0;

	/* the errno of the kernel, not libseccomp's own; an older one has no such attribute */
	seccomp_attr_set(filter, SCMP_FLTATR_API_SYSRAWRC, 1);
	for (size_t i = 0; !err && i < sizeof(calls) / sizeof(calls[0]); i++)
		if (calls[i].use & uses)
			err = allow(filter, &calls[i]);
	/* a filter cannot see clone3()'s flags; with ENOSYS the C library calls clone() */
	if (!err && clone3 != __NR_SCMP_ERROR)
		err = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), clone3, 0);
	return err ? err : seccomp_load(filter);
}

/* EINVAL, ENOSYS: not built in; EACCES, EPERM: another sandbox forbids the call */
static bool is_absent(int err)
{
	return err == -EINVAL || err == -ENOSYS || err == -EACCES || err == -EPERM;
}

int syscalls_allow(unsigned uses)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int err;

	if (!filter)
		return -ENOMEM;
	err = load(filter, uses);
	seccomp_release(filter);
	return is_absent(err) ? 0 : err;
}
