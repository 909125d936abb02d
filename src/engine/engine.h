/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Samples in, findings out. Its only clock is the samples' own time, so the same samples give the
 * same output, live or replayed; the timer of a live run only says that no older sample will come.
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
 * A flow is 1.5 KiB: these are 400 MiB, which the shipped service has room for (MemoryMax=1G). Where
 * there are more sockets, the one that was silent for longest is judged and forgotten. It is known
 * again by its next sample.
 */
#define ENGINE_FLOWS_MAX (1 << 18)

/*
 * Sockets that close in an interval wait for its end, as what other sockets meet on the same path may
 * explain what they met. So many of them: 6 MiB. Any more are judged when they close.
 */
#define ENGINE_CLOSING_MAX 4096

struct engine_opts {
	uint64_t interval_ns;
	uint64_t start_ns;           /* of the first interval, on the samples' clock */
	uint64_t realtime_offset_ns; /* what the samples' clock lacks to CLOCK_REALTIME */
	struct filter filter;
	struct finding_filter findings;
	uint64_t bandwidth_bps; /* 0 = not given */
	bool flagged;           /* only undersized sockets */
	struct host_facts host;
	size_t flows_max;   /* sockets that are known at a time; 0 = ENGINE_FLOWS_MAX */
	size_t closing_max; /* see ENGINE_CLOSING_MAX; 0 = that many */
};

/* The sink stays the caller's. -ENOMEM. */
int engine_new(const struct engine_opts *opts, struct sink *sink, struct engine **ret_engine);

/* 0, -ENOMEM, or what the sink says. */
int engine_sample(struct engine *engine, const struct sample *sample);

/* Ends the intervals that lie before the tick. Returns as engine_sample() does. */
int engine_tick(struct engine *engine, const struct tick *tick);

/* The highest rate of a socket in an interval that ended; 0 = there was none. */
uint64_t engine_fastest_bps(const struct engine *engine);

/* Ends the last, perhaps partial, interval; adds sockets and causes to the summary. */
int engine_finish(struct engine *engine, struct summary *summary);

void engine_free(struct engine *engine);

#endif
