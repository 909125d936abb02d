/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The namespace of another process' socket, whatever that process does with its descriptor meanwhile. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "fuse_trap.h"
#include "os/netns_socket.h"
#include "skip.h"

#define LIMIT_S 20 /* what hangs is ended by a signal */

/* What the other process holds. */
enum held {
	HELD_SOCKET, /* of another namespace */
	HELD_PIPE,
	HELD_TRAP,
	HELD_NOTHING,
};

#define HELD_FD 100
#define GONE_FD 101

struct held_by {
	uint32_t inode; /* of its namespace; 0 = there is no such thing to hold here */
	pid_t server;   /* of the trap; 0 = none */
};

struct holder {
	pid_t pid;
	struct held_by by;
};

static bool take(enum held held, pid_t *ret_server)
{
	int ends[2], fd = -1;

	switch (held) {
	case HELD_SOCKET:
		if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
			return false;
		fd = socket(AF_INET, SOCK_STREAM, 0);
		break;
	case HELD_PIPE:
		fd = pipe(ends) ? -1 : ends[0];
		break;
	case HELD_TRAP:
		fd = fuse_trap_mount();
		if (fd < 0)
			return false;
		*ret_server = fork();
		if (!*ret_server)
			fuse_trap_serve(fd);
		close(fd);
		fd = open("/mnt/file", O_RDONLY);
		break;
	case HELD_NOTHING:
		return true;
	}
	return dup2(fd, HELD_FD) == HELD_FD;
}

static void hold(enum held held, int ready_fd)
{
	struct held_by by = { 0 };
	struct stat st;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (take(held, &by.server) && !stat("/proc/self/ns/net", &st))
		by.inode = (uint32_t)st.st_ino;
	if (write(ready_fd, &by, sizeof(by)) == sizeof(by))
		for (;;)
			pause();
	_exit(1);
}

static struct holder holder_of(enum held held)
{
	struct holder h = { 0 };
	int ready[2];

	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	h.pid = fork();
	if (!h.pid)
		hold(held, ready[1]);
	close(ready[1]);
	assert_int_equal(read(ready[0], &h.by, sizeof(h.by)), sizeof(h.by));
	close(ready[0]);
	return h;
}

/* What waits for the server goes on when it has gone. */
static void end(const struct holder *h)
{
	if (h->by.server)
		kill(h->by.server, SIGKILL);
	kill(h->pid, SIGKILL);
	assert_int_equal(waitpid(h->pid, NULL, 0), h->pid);
}

static void socket_of_another(void **state)
{
	struct holder h = holder_of(HELD_SOCKET);
	struct stat st;
	int fd;

	(void)state;
	if (!h.by.inode) {
		end(&h);
		skip_because("no user namespace can be made here");
	}
	fd = netns_of_socket((uint32_t)h.pid, HELD_FD);
	end(&h);
	if (fd == -EPERM)
		skip_because("SIOCGSKNS or setns() needs root");
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_ino, h.by.inode);
	close(fd);
}

static void what_has_gone(void **state)
{
	struct holder h = holder_of(HELD_NOTHING);

	(void)state;
	assert_int_equal(netns_of_socket((uint32_t)h.pid, GONE_FD), -EBADF);
	end(&h);
	assert_int_equal(netns_of_socket((uint32_t)h.pid, GONE_FD), -ESRCH);
}

static void no_socket(void **state)
{
	struct holder h = holder_of(HELD_PIPE);

	(void)state;
	assert_int_equal(netns_of_socket((uint32_t)h.pid, HELD_FD), -EBADF);
	end(&h);
}

/* Neither an ioctl() nor a close() of it returns. */
static void trap(void **state)
{
	struct holder h = holder_of(HELD_TRAP);
	int ret;

	(void)state;
	if (!h.by.inode) {
		end(&h);
		skip_because("mounting FUSE needs root and /dev/fuse");
	}
	alarm(LIMIT_S);
	ret = netns_of_socket((uint32_t)h.pid, HELD_FD);
	alarm(0);
	end(&h); /* first: what it blocks would stay */
	assert_int_equal(ret, -ETIMEDOUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(socket_of_another),
		cmocka_unit_test(what_has_gone),
		cmocka_unit_test(no_socket),
		cmocka_unit_test(trap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
