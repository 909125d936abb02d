// SPDX-License-Identifier: GPL-2.0-only
/*
 * Connections over loopback, one after another, that any user may make.
 *
 *	churn short 20000		each sends, is answered, and closes
 *	churn reset 20000		each is reset by the server, and reads what had come before
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "process.h"

#define BYTES 1000
/* Of each source address: those in TIME_WAIT keep their ports. */
#define PER_ADDRESS 10000
#define CONNECTIONS_MAX 1000000

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
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + number / PER_ADDRESS),
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

int main(int argc, char **argv)
{
	struct sockaddr_in addr;
	bool reset = argc == 3 && !strcmp(argv[1], "reset");
	unsigned connections;
	int listener;

	if (argc != 3 || (!reset && strcmp(argv[1], "short")))
		die(2, "usage: churn short|reset NUMBER");
	connections = (unsigned)arg_count("number", argv[2], CONNECTIONS_MAX);
	listener = listen_on(&addr);
	for (unsigned i = 0; i < connections; i++) {
		int client = connect_to(&addr, i), server = accept(listener, NULL, NULL);

		if (server < 0)
			die(1, "accept: %m");
		(reset ? be_reset : be_short)(client, server);
	}
	return 0;
}
