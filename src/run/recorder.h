/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Writes a run to a capture: its samples, ticks and facts of the host. */
#ifndef TCPBDP_RECORDER_H
#define TCPBDP_RECORDER_H

#include "run/run.h"

struct recorder;

/* Creates the capture at path, and allows the run to write there. -errno after a line on stderr. */
int recorder_new(const char *path, const struct cli_opts *opts, struct run *run,
		 struct recorder **ret_recorder);

/* The consumer of the run: it returns 0, or -ECANCELED after a line on stderr. Valid as long as r. */
struct consumer recorder_consumer(struct recorder *r);

/* Completes the capture at the end of the run. 0, or -ECANCELED after a line on stderr. */
int recorder_finish(struct recorder *r, const struct summary *summary);

/* Prints a line about the capture on stderr. */
void recorder_say(const struct recorder *r, const struct summary *summary);

/* NULL is fine. An unfinished capture keeps what was written until its last batch. */
void recorder_free(struct recorder *r);

#endif
