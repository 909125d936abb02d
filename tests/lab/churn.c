// SPDX-License-Identifier: GPL-2.0-only
/*
 * Connections over loopback, one after another, that any user may make.
 *
 *	churn short 20000		each sends, is answered, and closes
 *	churn short 20000 1000		of these, so many a second
 *	churn reset 20000		each is reset by the server, and reads what had come before
 *	churn hold 5000 1000		they stay open, all together, and of these so many a second pass
 *					bytes, until it is killed
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "process.h"

#define BYTES 1000
/* Of each source address: those in TIME_WAIT keep their ports. */
#define PER_ADDRESS 10000
#define ADDRESSES 1000
#define CONNECTIONS_MAX 1000000000
#define HELD_MAX 100000

static int listen_on(struct sockaddr_in *ret_addr)
{
	struct sockaddr_in addr = { .sin_family = AF_INET,
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(addr);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (void *)&addr, sizeof(addr)) || listen(fd, 16) ||
	    getsockname(fd, (void *)&addr, &len))
		die(1, "listen: %m");
	*ret_addr = addr;
	return fd;
}

static int connect_to(const struct sockaddr_in *to, unsigned number)
{
	struct sockaddr_in from = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + number / PER_ADDRESS % ADDRESSES),
	};
	const int late = 1; /* a port of its own for this listener alone, not for all */
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &late, sizeof(late)) ||
	    bind(fd, (void *)&from, sizeof(from)) || connect(fd, (const void *)to, sizeof(*to)))
		die(1, "connect %u: %m", number);
	return fd;
}

static void pass(int from, int to)
{
	char bytes[BYTES] = { 0 };

	if (send(from, bytes, BYTES, 0) != BYTES || recv(to, bytes, BYTES, MSG_WAITALL) != BYTES)
		die(1, "no bytes: %m");
}

static void be_short(int client, int server)
{
	char end;

	pass(client, server);
	pass(server, client);
	close(client);
	if (recv(server, &end, 1, 0))
		die(1, "no end: %m");
	close(server);
}

static void be_reset(int client, int server)
{
	const struct linger at_once = { .l_onoff = 1 };
	char bytes[BYTES] = { 0 };

	pass(client, server);
	if (send(server, bytes, BYTES, 0) != BYTES ||
	    setsockopt(server, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)))
		die(1, "send: %m");
	close(server);
	if (recv(client, bytes, BYTES, MSG_WAITALL) != BYTES)
		die(1, "the bytes before the reset: %m");
	close(client);
}

static int accept_from(int listener)
{
	int fd = accept(listener, NULL, NULL);

	if (fd < 0)
		die(1, "accept: %m");
	return fd;
}

/* The moment of the turn'th of so many a second; 0 = at once. What was late is made up for. */
static void wait_for_turn(const struct timespec *start, uint64_t turn, unsigned per_second)
{
	struct timespec due = *start;

	if (!per_second)
		return;
	due.tv_sec += (time_t)(turn / per_second);
	due.tv_nsec += (long)(turn % per_second * 1000000000 / per_second);
	if (due.tv_nsec >= 1000000000) {
		due.tv_sec++;
		due.tv_nsec -= 1000000000;
	}
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
}

static void hold(int listener, const struct sockaddr_in *addr, unsigned count, unsigned per_second)
{
	struct rlimit files;
	int(*pair)[2] = calloc(count, sizeof(*pair));
	struct timespec start;

	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	if (!pair || setrlimit(RLIMIT_NOFILE, &files))
		die(1, "cannot hold %u connections: %m", count);
	for (unsigned i = 0; i < count; i++) {
		pair[i][0] = connect_to(addr, i);
		pair[i][1] = accept_from(listener);
	}
	puts("ready");
	fflush(stdout);
	clock_gettime(CLOCK_MONOTONIC, &start);
	for (uint64_t turn = 0;; turn++) {
		wait_for_turn(&start, turn, per_second);
		pass(pair[turn % count][0], pair[turn % count][1]);
	}
}

int main(int argc, char **argv)
{
	struct sockaddr_in addr;
	const char *kind = argc == 3 || argc == 4 ? argv[1] : "";
	bool reset = !strcmp(kind, "reset"), held = !strcmp(kind, "hold");
	unsigned connections, per_second;
	struct timespec start;
	int listener;

	if (!reset && !held && strcmp(kind, "short"))
		die(2, "usage: churn short|reset|hold NUMBER [PER-SECOND]");
	connections = (unsigned)arg_count("number", argv[2], held ? HELD_MAX : CONNECTIONS_MAX);
	per_second = argc == 4 ? (unsigned)arg_count("per second", argv[3], 1000000) : 0;
	listener = listen_on(&addr);
	if (held && connections)
		hold(listener, &addr, connections, per_second);
	clock_gettime(CLOCK_MONOTONIC, &start);
	for (unsigned i = 0; i < connections; i++) {
		int client, server;

		wait_for_turn(&start, i, per_second);
		client = connect_to(&addr, i);
		server = accept_from(listener);
		(reset ? be_reset : be_short)(client, server);
	}
	return 0;
}
