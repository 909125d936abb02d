/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Notifications of a service to systemd, or to another NOTIFY_SOCKET: sd_notify(3). */
#ifndef TCPBDP_NOTIFY_H
#define TCPBDP_NOTIFY_H

#include <stdint.h>

/* Without a socket, these functions do nothing. */
struct notify {
	int fd;               /* -1 = no socket */
	uint64_t watchdog_ns; /* time between watchdog notifications; 0 = no watchdog */
};

/*
 * From NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID; ignores invalid values. Connects now, so that
 * it works after privileges are dropped.
 */
void notify_open(struct notify *notify);

/* "READY=1", "WATCHDOG=1", "STOPPING=1". Never blocks; dropped if the socket is full. */
void notify_send(const struct notify *notify, const char *state);

void notify_close(struct notify *notify);

#endif
