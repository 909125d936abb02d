// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sends, to the netlink socket of a process that reads inet_diag in this namespace, what the kernel
 * never said.
 *
 *	forge 4711 99			to port 4711: a socket with the cookie 99, and broken messages
 *
 * Root of a user namespace may do so in the network namespaces that belong to it. Prints "sent", or
 * "refused" where the kernel did not deliver it.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"

/* 5 bytes in an attribute that ends where the message ends, and not where it would be aligned */
#define NAME_BYTES 5

struct forged {
	struct nlmsghdr header;
	struct inet_diag_msg body;
	struct rtattr attr;
	char name[NAME_BYTES + 3];
};

static struct forged invent(unsigned cookie)
{
	struct forged m = {
		.header = { .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_MULTI },
		.body = { .idiag_family = AF_INET, .idiag_state = TCP_ESTABLISHED },
		.attr = { .rta_len = RTA_LENGTH(NAME_BYTES), .rta_type = INET_DIAG_CONG },
		.name = "forged",
	};

	m.header.nlmsg_len = sizeof(m) - sizeof(m.name) + NAME_BYTES;
	m.body.id.idiag_cookie[0] = cookie;
	m.body.id.idiag_src[0] = m.body.id.idiag_dst[0] = htonl(INADDR_LOOPBACK);
	m.body.id.idiag_sport = m.body.id.idiag_dport = htons(7);
	return m;
}

/* 0 = the kernel delivered it */
static int give(int fd, unsigned port, const void *message, size_t len)
{
	struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_pid = port };

	if (sendto(fd, message, len, 0, (struct sockaddr *)&to, sizeof(to)) >= 0)
		return 0;
	if (errno != ECONNREFUSED)
		die(1, "sendto %u: %m", port);
	return 1;
}

int main(int argc, char **argv)
{
	struct nlmsghdr end = { .nlmsg_len = sizeof(end), .nlmsg_type = NLMSG_DONE };
	struct forged m;
	unsigned port, delivered = 0;
	int fd;

	if (argc != 3)
		die(2, "usage: forge PORT COOKIE");
	port = (unsigned)strtoul(argv[1], NULL, 10);
	m = invent((unsigned)strtoul(argv[2], NULL, 10));
	fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
	if (fd < 0)
		die(1, "socket: %m");
	delivered += !give(fd, port, &m, m.header.nlmsg_len);
	delivered += !give(fd, port, &end, sizeof(end));
	puts(delivered ? "sent" : "refused");
	return 0;
}
