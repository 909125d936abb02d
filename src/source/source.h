/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The interface between a source of samples and its consumer. */
#ifndef TCPBDP_SOURCE_H
#define TCPBDP_SOURCE_H

#include "sample/sample.h"
#include "sample/tick.h"

/*
 * A negative return value stops the reading and is returned. The sample is valid during the call.
 */
typedef int (*sample_fn)(void *ctx, const struct sample *sample);

/* Takes the samples and ticks of a run, in order. */
struct consumer {
	sample_fn sample;
	int (*tick)(void *ctx, const struct tick *tick);
	void *ctx;
};

#endif
