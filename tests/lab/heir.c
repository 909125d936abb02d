// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A server that accepts a connection, greets, and leaves the rest to a child, which only reads; it keeps
 * the socket, as servers do that fork. After each byte on stdin the child takes its next name.
 *
 *	heir	prints "ready PORT PARENT CHILD", and ends with its stdin
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAUSE_MS 5

static void need(int ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	exit(1);
}

/* Both ends of a connection over loopback. */
static void connect_both(int ret_fds[2], int *ret_port)
{
	struct sockaddr_in addr = { .sin_family = AF_INET };
	socklen_t len = sizeof(addr);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	need(!bind(listener, (struct sockaddr *)&addr, sizeof(addr)), "bind");
	need(!listen(listener, 1), "listen");
	need(!getsockname(listener, (struct sockaddr *)&addr, &len), "getsockname");
	ret_fds[0] = socket(AF_INET, SOCK_STREAM, 0);
	need(!connect(ret_fds[0], (struct sockaddr *)&addr, sizeof(addr)), "connect");
	ret_fds[1] = accept(listener, NULL, NULL);
	need(ret_fds[1] >= 0, "accept");
	close(listener);
	*ret_port = ntohs(addr.sin_port);
}

static void client(int fd)
{
	char data[4096] = { 0 };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (write(fd, data, sizeof(data)) > 0)
		poll(NULL, 0, PAUSE_MS);
	_exit(0);
}

static volatile sig_atomic_t names;

static void on_signal(int number)
{
	(void)number;
	names++;
}

static void child(int fd)
{
	char data[4096], name[16];
	int named = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, "heir-0");
	while (read(fd, data, sizeof(data)) > 0) {
		if (named == names)
			continue;
		named = names;
		snprintf(name, sizeof(name), "heir-%d", named);
		prctl(PR_SET_NAME, name);
	}
	_exit(0);
}

int main(void)
{
	const struct sigaction next = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	pid_t client_pid, heir_pid;
	int fds[2], port;
	char byte;

	sigaction(SIGUSR1, &next, NULL);
	connect_both(fds, &port);
	need(write(fds[1], "hello", 5) == 5, "write");
	heir_pid = fork();
	if (!heir_pid) {
		close(fds[0]);
		child(fds[1]);
	}
	client_pid = fork();
	if (!client_pid) {
		close(fds[1]);
		client(fds[0]);
	}
	close(fds[0]);
	printf("ready %d %d %d\n", port, getpid(), heir_pid);
	fflush(stdout);
	while (read(STDIN_FILENO, &byte, 1) > 0)
		kill(heir_pid, SIGUSR1);
	kill(heir_pid, SIGKILL);
	kill(client_pid, SIGKILL);
	while (wait(NULL) > 0)
		;
	return 0;
}
