/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How every command that attaches begins. */
#ifndef TCPBDP_BEGIN_H
#define TCPBDP_BEGIN_H

#include "cli/host.h"
#include "os/loop.h"

/*
 * Are we allowed to, and can this kernel? A loop and the host's facts then, which the caller frees
 * whatever is returned. -ECANCELED, -EPERM or -errno after a line on stderr.
 */
int begin(struct loop **ret_loop, struct host **ret_host);

#endif
