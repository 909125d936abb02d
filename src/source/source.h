/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What every source of samples gives, and to whom. */
#ifndef TCPBDP_SOURCE_H
#define TCPBDP_SOURCE_H

#include "sample/sample.h"
#include "sample/tick.h"

/* A negative return ends the reading and is returned. What is pointed to is the source's. */
typedef int (*sample_fn)(void *ctx, const struct sample *sample);

/* Who takes a run's samples and ticks, in the order in which they come. */
struct consumer {
	sample_fn sample;
	int (*tick)(void *ctx, const struct tick *tick);
	void *ctx;
};

#endif
