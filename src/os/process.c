// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/process.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* PROC_PID_INIT_INO in include/linux/proc_ns.h: the same on every kernel */
#define PID_NAMESPACE_INIT_INO 0xEFFFFFFCU

#define COMM_LEN 15 /* TASK_COMM_LEN, without its NUL */

bool process_ids_are_hosts(void)
{
	struct stat st;

	return stat("/proc/self/ns/pid", &st) || st.st_ino == PID_NAMESPACE_INIT_INO;
}

/* 0 = not known: /proc may hide other users' processes. */
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
	/* EPERM: it exists, but belongs to another user */
	if (kill((pid_t)pid, 0) && errno != EPERM)
		return -ESRCH;
	process = process_of_thread(pid);
	if (process && process != pid) {
		*ret_process = process;
		return -ESRCH;
	}
	return 0;
}

static bool is_named(const char *pid, const char *name)
{
	char path[64], comm[COMM_LEN + 2]; /* with its newline */
	size_t len = strnlen(name, COMM_LEN);
	bool is;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%.20s/comm", pid);
	file = fopen(path, "re");
	if (!file)
		return false;
	is = fgets(comm, sizeof(comm), file) && strncmp(comm, name, len) == 0 &&
	     (comm[len] == '\n' || !comm[len]);
	(void)fclose(file); /* it was only read */
	return is;
}

int process_find(const char *name, uint32_t *ret_pids, size_t room, size_t *ret_count)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	size_t count = 0;

	if (!proc)
		return -errno;
	while ((entry = readdir(proc))) {
		if (entry->d_name[strspn(entry->d_name, "0123456789")] ||
		    !is_named(entry->d_name, name))
			continue;
		if (count < room)
			ret_pids[count] = (uint32_t)strtoul(entry->d_name, NULL, 10);
		count++;
	}
	closedir(proc);
	*ret_count = count;
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
