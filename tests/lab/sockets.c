// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sockets that are there and do nothing: both ends of connections over loopback.
 *
 *	sockets inet 2			two connections, and the listener
 *	sockets mapped 1 --half-close	an IPv4 client of an IPv6 listener; the client sends no more
 *
 * Prints "ready" when all of them have sent and received 100 bytes each way, and stays until its stdin
 * ends, or a signal or its parent ends it. Many connections are held by a child per thousand.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <getopt.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "process.h"

#define PER_CHILD 1000
#define BYTES 100
#define CONNECTIONS_MAX 100000

struct kind {
	const char *name;
	int listener, client; /* families */
};

static const struct kind kinds[] = {
	{ "inet", AF_INET, AF_INET },
	{ "inet6", AF_INET6, AF_INET6 },
	{ "mapped", AF_INET6, AF_INET },
};

struct plan {
	const struct kind *kind;
	unsigned connections;
	bool half_close;    /* the client shuts down writing */
	bool own_netns;     /* in a namespace that nobody is in afterwards */
	bool close;         /* the client closes: the kernel goes on alone with it */
	int sndbuf, rcvbuf; /* of the client, before it connects; 0 = as they come */
};

static struct sockaddr_storage loopback(int family, in_port_t port, bool any)
{
	struct sockaddr_storage addr = { .ss_family = (sa_family_t)family };
	struct sockaddr_in *in = (void *)&addr;
	struct sockaddr_in6 *in6 = (void *)&addr;

	if (family == AF_INET) {
		in->sin_addr.s_addr = htonl(any ? INADDR_ANY : INADDR_LOOPBACK);
		in->sin_port = port;
	} else {
		in6->sin6_addr = any ? in6addr_any : in6addr_loopback;
		in6->sin6_port = port;
	}
	return addr;
}

static int listen_on(const struct plan *plan, in_port_t *ret_port)
{
	struct sockaddr_storage addr = loopback(plan->kind->listener, 0, true);
	struct sockaddr_in *in = (void *)&addr; /* both families have the port there */
	socklen_t len = sizeof(addr);
	int fd = socket(plan->kind->listener, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (void *)&addr, sizeof(addr)) || listen(fd, 1024) ||
	    getsockname(fd, (void *)&addr, &len))
		die(1, "listen: %m");
	*ret_port = in->sin_port;
	return fd;
}

static void set_buffer(int fd, int option, int bytes)
{
	if (bytes && setsockopt(fd, SOL_SOCKET, option, &bytes, sizeof(bytes)))
		die(1, "setsockopt: %m");
}

/* Source addresses 127.0.0.2 and on: one address has too few ports for tens of thousands. */
static int connect_to(const struct plan *plan, in_port_t port, unsigned child)
{
	struct sockaddr_storage addr = loopback(plan->kind->client, port, false);
	struct sockaddr_in from = { .sin_family = AF_INET,
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK + child) };
	int fd = socket(plan->kind->client, SOCK_STREAM, 0);

	if (fd < 0)
		die(1, "socket: %m");
	set_buffer(fd, SO_SNDBUF, plan->sndbuf);
	set_buffer(fd, SO_RCVBUF, plan->rcvbuf);
	if (plan->kind->client == AF_INET && child && bind(fd, (void *)&from, sizeof(from)))
		die(1, "bind: %m");
	if (connect(fd, (void *)&addr, sizeof(addr)))
		die(1, "connect: %m");
	return fd;
}

static void pass(int from, int to)
{
	char bytes[BYTES] = { 0 };

	if (send(from, bytes, BYTES, 0) != BYTES || recv(to, bytes, BYTES, MSG_WAITALL) != BYTES)
		die(1, "no bytes: %m");
}

static void open_pair(const struct plan *plan, int listener, in_port_t port, unsigned child)
{
	int client = connect_to(plan, port, child);
	int server = accept(listener, NULL, NULL);
	char end;

	if (server < 0)
		die(1, "accept: %m");
	pass(client, server);
	pass(server, client);
	if (plan->half_close)
		shutdown(client, SHUT_WR);
	if (plan->close)
		close(client);
	if ((plan->half_close || plan->close) && recv(server, &end, 1, 0) != 0)
		die(1, "the end did not arrive: %m");
}

static void wait_for_end(void)
{
	char byte;

	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
}

/* In a child of its own, which tells by closing ready that it is done. */
static void hold(const struct plan *plan, int listener, in_port_t port, unsigned child,
		 unsigned connections)
{
	int ready[2];
	pid_t parent = getpid(), pid;
	char byte;

	if (pipe(ready))
		die(1, "pipe: %m");
	pid = fork();
	if (pid < 0)
		die(1, "fork: %m");
	if (!pid) {
		die_with_parent(parent);
		for (unsigned i = 0; i < connections; i++)
			open_pair(plan, listener, port, child);
		if (write(ready[1], "", 1) != 1)
			die(1, "write: %m");
		wait_for_end();
		_exit(0);
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		die(1, "a child failed");
	close(ready[0]);
}

/* Returns the way back. */
static int enter_own_netns(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), fd;

	if (home < 0 || unshare(CLONE_NEWNET))
		die(1, "unshare: %m");
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &lo))
		die(1, "lo: %m");
	close(fd);
	return home;
}

static void read_line(int argc, char **argv, struct plan *plan)
{
	static const struct option options[] = {
		{ "half-close", no_argument, NULL, 'h' },
		{ "close", no_argument, NULL, 'c' },
		{ "own-netns", no_argument, NULL, 'n' },
		{ "sndbuf", required_argument, NULL, 's' },
		{ "rcvbuf", required_argument, NULL, 'r' },
		{ NULL, 0, NULL, 0 },
	};
	int opt;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		plan->half_close |= opt == 'h';
		plan->close |= opt == 'c';
		plan->own_netns |= opt == 'n';
		if (opt == 's')
			plan->sndbuf = (int)arg_bytes("--sndbuf", optarg);
		else if (opt == 'r')
			plan->rcvbuf = (int)arg_bytes("--rcvbuf", optarg);
		else if (opt == '?')
			exit(2);
	}
	if (argc - optind != 2)
		die(2, "needs inet, inet6 or mapped, and a number");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(argv[optind], kinds[i].name))
			plan->kind = &kinds[i];
	if (!plan->kind)
		die(2, "%s: none of inet, inet6, mapped", argv[optind]);
	plan->connections = (unsigned)arg_count("number", argv[optind + 1], CONNECTIONS_MAX);
}

int main(int argc, char **argv)
{
	struct rlimit files;
	struct plan plan = { 0 };
	in_port_t port;
	int listener, home;

	read_line(argc, argv, &plan);
	if (!getrlimit(RLIMIT_NOFILE, &files)) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	home = plan.own_netns ? enter_own_netns() : -1;
	listener = listen_on(&plan, &port);
	/* a single one is held by this very process: the caller knows whose it is */
	if (plan.connections <= PER_CHILD) {
		for (unsigned i = 0; i < plan.connections; i++)
			open_pair(&plan, listener, port, 0);
	} else {
		for (unsigned child = 0; child * PER_CHILD < plan.connections; child++) {
			unsigned left = plan.connections - child * PER_CHILD;

			hold(&plan, listener, port, 1 + child, left < PER_CHILD ? left : PER_CHILD);
		}
	}
	if (home >= 0 && setns(home, CLONE_NEWNET))
		die(1, "setns: %m");
	puts("ready");
	fflush(stdout);
	wait_for_end();
	return 0;
}
