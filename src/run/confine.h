/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A capture is untrusted: the process drops its privileges before it reads one. */
#ifndef TCPBDP_CONFINE_H
#define TCPBDP_CONFINE_H

#include "options/cli_opts.h"

/*
 * Opens opts->replay as opts->capture and enters the sandbox. Then the process can open only files that it
 * writes. Does nothing without opts->replay. 0, or -errno after a line on stderr.
 */
int confine_replay(struct cli_opts *opts);

/* Closes the capture if confine() opened one. */
void confine_end(struct cli_opts *opts);

#endif
