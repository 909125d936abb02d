/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Samples in, findings out. The only clock is the samples' own time, so live and replayed samples
 * give the same output. The timer of a live run only says that no older sample will come.
 */
#ifndef TCPBDP_ENGINE_H
#define TCPBDP_ENGINE_H

#include <stddef.h>

#include "finding/finding_filter.h"
#include "finding/summary.h"
#include "sample/filter.h"
#include "sample/host_facts.h"
#include "sample/sample.h"
#include "sample/tick.h"
#include "sink/sink.h"

struct engine;

/*
 * A flow takes 1.5 KiB, so these take 400 MiB, which fits into the shipped service (MemoryMax=1G).
 * With more sockets, the one that was silent for longest is judged and forgotten until its next
 * sample.
 */
#define ENGINE_FLOWS_MAX (1 << 18)

/*
 * Sockets that close in an interval are judged at its end, because later samples of other sockets
 * on the same path may explain theirs. This many take 6 MiB; any more are judged when they close.
 */
#define ENGINE_CLOSING_MAX 4096

struct engine_opts {
	uint64_t interval_ns;
	uint64_t start_ns;           /* of the first interval, on the samples' clock */
	uint64_t realtime_offset_ns; /* CLOCK_REALTIME minus the samples' clock */
	struct filter filter;
	struct finding_filter findings;
	uint64_t bandwidth_bps; /* 0 = not given */
	bool flagged;           /* only undersized sockets */
	struct host_facts host;
	size_t flows_max;   /* 0 = ENGINE_FLOWS_MAX */
	size_t closing_max; /* 0 = ENGINE_CLOSING_MAX */
};

/* The caller keeps the sink. -ENOMEM. */
int engine_new(const struct engine_opts *opts, struct sink *sink, struct engine **ret_engine);

/* 0, -ENOMEM, or the sink's error. */
int engine_sample(struct engine *engine, const struct sample *sample);

/* Ends the intervals before the tick. Returns as engine_sample() does. */
int engine_tick(struct engine *engine, const struct tick *tick);

/* The highest rate of a socket in an interval that ended; 0 = there was none. */
uint64_t engine_fastest_bps(const struct engine *engine);

/* Sockets that were active in the last interval that ended, and those of them that were flagged. */
void engine_active(const struct engine *engine, uint64_t *ret_active, uint64_t *ret_flagged);

/* Ends the last, perhaps partial, interval; adds sockets and causes to the summary. */
int engine_finish(struct engine *engine, struct summary *summary);

void engine_free(struct engine *engine);

#endif
