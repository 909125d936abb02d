/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a service tells systemd, or whoever started it with NOTIFY_SOCKET: sd_notify(3). */
#ifndef TCPBDP_NOTIFY_H
#define TCPBDP_NOTIFY_H

#include <stdint.h>

/* Without a socket all of this does nothing. */
struct notify {
	int fd;               /* -1 = nobody wants to know */
	uint64_t watchdog_ns; /* tell it to the watchdog as often; 0 = there is none */
};

/*
 * From NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID. It connects, so that it can be used when
 * privileges are gone. What is wrong with them is as if they were not there.
 */
void notify_open(struct notify *notify);

/* "READY=1", "WATCHDOG=1", "STOPPING=1". Never blocks; one that finds no room is lost. */
void notify_send(const struct notify *notify, const char *state);

void notify_close(struct notify *notify);

#endif
