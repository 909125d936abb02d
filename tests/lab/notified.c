// SPDX-License-Identifier: GPL-2.0-only
/* notified SOCKET: stands for systemd; prints the messages of sd_notify(3) that come, a line each. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(int argc, char **argv)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	char message[1024];
	ssize_t len;

	if (argc != 2 || strlen(argv[1]) >= sizeof(addr.sun_path)) {
		fprintf(stderr, "usage: notified SOCKET\n");
		return 2;
	}
	strcpy(addr.sun_path, argv[1]);
	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr))) {
		perror(argv[1]);
		return 1;
	}
	while ((len = recv(fd, message, sizeof(message) - 1, 0)) >= 0) {
		message[len] = '\0';
		puts(message);
		fflush(stdout);
	}
	return 1;
}
