/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A snapshot of all sockets of this host or of a capture, in every namespace, each judged once. */
#ifndef TCPBDP_SOCKET_SCAN_H
#define TCPBDP_SOCKET_SCAN_H

#include "finding/finding.h"
#include "options/cli_opts.h"

struct socket_scan;

/* -ECANCELED or -EPERM after a line on stderr, else -errno. */
int socket_scan_new(const struct cli_opts *opts, struct socket_scan **ret_scan);

/*
 * Passes every socket that matches the options to fn, one namespace after the other. The cgroup's name is
 * valid until the next socket. 0, what fn returns, or as above.
 */
int socket_scan_go(struct socket_scan *scan, int (*fn)(void *ctx, const struct finding *f),
		   void *ctx);

/* Network namespaces that were not read completely, as a line on stderr said. */
size_t socket_scan_missed(const struct socket_scan *scan);

/* Was every socket listed? Otherwise a line on stderr said which are missing. */
bool socket_scan_is_whole(const struct socket_scan *scan);

/* Names control group and namespace of a finding, as finding_name(). Valid until the next call. */
void socket_scan_name(struct socket_scan *scan, struct finding *f);

/* NULL is fine. */
void socket_scan_free(struct socket_scan *scan);

#endif
