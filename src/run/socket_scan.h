/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* All sockets of this host, as they are now: every namespace, each socket once, judged. */
#ifndef TCPBDP_SOCKET_SCAN_H
#define TCPBDP_SOCKET_SCAN_H

#include "finding/finding.h"
#include "options/cli_opts.h"

struct socket_scan;

/* -ECANCELED or -EPERM after a line on stderr, else -errno. */
int socket_scan_new(const struct cli_opts *opts, struct socket_scan **ret_scan);

/*
 * Gives every socket that the options ask for, namespace by namespace, as it is read. Its cgroup is
 * good until the next one. 0, what fn says, or as above.
 */
int socket_scan_go(struct socket_scan *scan, int (*fn)(void *ctx, const struct finding *f),
		   void *ctx);

/* Network namespaces of which not every socket was given, as a line on stderr said. */
size_t socket_scan_missed(const struct socket_scan *scan);

/* Was every socket given? Else a line on stderr said which were not. */
bool socket_scan_is_whole(const struct socket_scan *scan);

/* Names the places that a finding was made in, as finding_name(). Good until the next call. */
void socket_scan_name(struct socket_scan *scan, struct finding *f);

/* NULL is fine. */
void socket_scan_free(struct socket_scan *scan);

#endif
