// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/process.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* PROC_PID_INIT_INO in include/linux/proc_ns.h: the same on every kernel */
#define PID_NAMESPACE_INIT_INO 0xEFFFFFFCU

bool process_ids_are_hosts(void)
{
	struct stat st;

	return stat("/proc/self/ns/pid", &st) || st.st_ino == PID_NAMESPACE_INIT_INO;
}

/* 0 if it cannot be known: /proc may hide other users' processes. */
static uint32_t process_of_thread(uint32_t tid)
{
	char path[64], line[128];
	uint32_t process = 0;
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%u/status", tid);
	status = fopen(path, "re");
	if (!status)
		return 0;
	while (!process && fgets(line, sizeof(line), status)) {
		if (sscanf(line, "Tgid: %u", &process) != 1)
			process = 0;
	}
	(void)fclose(status); /* it was only read */
	return process;
}

int process_check(uint32_t pid, uint32_t *ret_process)
{
	uint32_t process;

	*ret_process = 0;
	if (!process_ids_are_hosts())
		return 0;
	/* EPERM: it exists, but is not ours */
	if (kill((pid_t)pid, 0) && errno != EPERM)
		return -ESRCH;
	process = process_of_thread(pid);
	if (process && process != pid) {
		*ret_process = process;
		return -ESRCH;
	}
	return 0;
}

rlim_t process_raise_file_limit(void)
{
	struct rlimit limit, larger;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return RLIM_INFINITY;
	larger = (struct rlimit){ limit.rlim_max, limit.rlim_max };
	return setrlimit(RLIMIT_NOFILE, &larger) ? limit.rlim_cur : larger.rlim_cur;
}
