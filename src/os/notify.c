// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define USEC_MAX (UINT64_MAX / 1000)

/* The whole text as a number; 0 = not a number. */
static uint64_t number(const char *text)
{
	unsigned long long value;
	char *end;

	if (!text || *text < '0' || *text > '9')
		return 0;
	errno = 0;
	value = strtoull(text, &end, 10);
	return errno || *end ? 0 : value;
}

/* Notify twice per period, because one notification may be late. */
static uint64_t watchdog_ns(void)
{
	const char *pid = getenv("WATCHDOG_PID");
	uint64_t us = number(getenv("WATCHDOG_USEC"));

	if ((pid && number(pid) != (uint64_t)getpid()) || us > USEC_MAX)
		return 0;
	return us * 1000 / 2;
}

void notify_open(struct notify *notify)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	socklen_t len;

	*notify = (struct notify){ .fd = -1 };
	if (!path || (path[0] != '/' && path[0] != '@') || !path[1] ||
	    strlen(path) >= sizeof(addr.sun_path))
		return;
	len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	memcpy(addr.sun_path, path, strlen(path));
	if (path[0] == '@') /* abstract socket */
		addr.sun_path[0] = '\0';
	notify->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (notify->fd < 0)
		return;
	if (connect(notify->fd, (struct sockaddr *)&addr, len)) {
		notify_close(notify);
		return;
	}
	notify->watchdog_ns = watchdog_ns();
}

void notify_send(const struct notify *notify, const char *state)
{
	if (notify->fd >= 0)
		send(notify->fd, state, strlen(state), MSG_NOSIGNAL);
}

void notify_close(struct notify *notify)
{
	if (notify->fd >= 0)
		close(notify->fd);
	*notify = (struct notify){ .fd = -1 };
}
