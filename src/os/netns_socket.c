// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The owner of a descriptor chooses which file it is. An ioctl() or close() on a FUSE file waits
 * for the owner's server, and no signal ends the close(). So a child process takes the risk: it
 * enters the namespace, and the parent opens that through /proc.
 */
#include "os/netns_socket.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* The child needs less than 1 ms; on a busy host perhaps a thousand times that. */
#define ANSWER_MS 1000
#define END_MS 1000

/*
 * getsockopt() fails for a file that is not a socket, so ioctl() reaches only the kernel's socket
 * code.
 */
static int enter(uint32_t pid, uint32_t fd)
{
	int process = (int)syscall(SYS_pidfd_open, pid, 0);
	int sock = process < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, process, fd, 0);
	int netns, type;
	socklen_t len = sizeof(type);

	if (sock < 0)
		return -errno;
	if (getsockopt(sock, SOL_SOCKET, SO_TYPE, &type, &len))
		return -EBADF;
	netns = ioctl(sock, SIOCGSKNS);
	return netns < 0 || setns(netns, CLONE_NEWNET) ? -errno : 0;
}

/* Does not close what it opened, which may block; exit does. */
static void run_child(uint32_t pid, uint32_t fd, int answer_fd)
{
	int err;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	err = enter(pid, fd);
	if (write(answer_fd, &err, sizeof(err)) == sizeof(err))
		for (;;)
			pause(); /* until killed */
	_exit(1);
}

/* -EIO: it died. */
static int wait_for_answer(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int err, n;

	do
		n = poll(&p, 1, ANSWER_MS);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return n ? -errno : -ETIMEDOUT;
	return read(fd, &err, sizeof(err)) == sizeof(err) ? err : -EIO;
}

/* false: a file that it opened blocks its exit; it is left to the first process. */
static bool end_child(pid_t child)
{
	struct pollfd p = { .fd = (int)syscall(SYS_pidfd_open, child, 0), .events = POLLIN };
	bool ended;

	kill(child, SIGKILL);
	ended = p.fd >= 0 && poll(&p, 1, END_MS) > 0;
	waitpid(child, NULL, ended ? 0 : WNOHANG);
	if (p.fd >= 0)
		close(p.fd);
	return ended;
}

static int open_netns_of(pid_t child)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/ns/net", (int)child);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int netns_of_socket(uint32_t pid, uint32_t fd)
{
	int answer[2], ret;
	pid_t child;

	if (pipe2(answer, O_CLOEXEC))
		return -errno;
	child = fork();
	if (!child)
		run_child(pid, fd, answer[1]);
	ret = child < 0 ? -errno : 0;
	close(answer[1]);
	if (!ret) {
		ret = wait_for_answer(answer[0]);
		if (!ret)
			ret = open_netns_of(child);
		if (!end_child(child) && ret < 0)
			ret = -ETIMEDOUT;
	}
	close(answer[0]);
	return ret;
}
