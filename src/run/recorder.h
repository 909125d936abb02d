/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Keeps a run in a capture: its samples and ticks, and what the host knows beside them. */
#ifndef TCPBDP_RECORDER_H
#define TCPBDP_RECORDER_H

#include "run/run.h"

struct recorder;

/* Makes the capture at path, and lets the run write there. -errno after a line on stderr. */
int recorder_new(const char *path, const struct cli_opts *opts, struct run *run,
		 struct recorder **ret_recorder);

/* What takes all that the run gives: 0, or -ECANCELED after a line on stderr. Good as long as r. */
struct consumer recorder_consumer(struct recorder *r);

/* The run has come to its end: the capture is whole. 0, or -ECANCELED after a line on stderr. */
int recorder_finish(struct recorder *r, const struct summary *summary);

/* What is in the capture, as a line on stderr. */
void recorder_say(const struct recorder *r, const struct summary *summary);

/* NULL is fine. What was not finished is kept up to its last batch. */
void recorder_free(struct recorder *r);

#endif
