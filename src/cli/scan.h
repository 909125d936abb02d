/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* All sockets of this host, as they are now: every namespace, each socket once, judged. */
#ifndef TCPBDP_SCAN_H
#define TCPBDP_SCAN_H

#include "cli/cli_opts.h"
#include "model/finding.h"

struct scan;

/* -ECANCELED or -EPERM after a line on stderr, else -errno. */
int scan_new(const struct cli_opts *opts, struct scan **ret_scan);

/*
 * Gives every socket that the options ask for, namespace by namespace, as it is read. Its cgroup is
 * good until the next one. 0, what fn says, or as above.
 */
int scan_go(struct scan *scan, int (*fn)(void *ctx, const struct finding *f), void *ctx);

/* The path of a group; NULL = not known. Good until the next call. */
const char *scan_cgroup(struct scan *scan, uint64_t cgroup_id);

/* NULL is fine. */
void scan_free(struct scan *scan);

#endif
