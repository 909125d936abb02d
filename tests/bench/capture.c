// SPDX-License-Identifier: GPL-2.0-only
/*
 * What it costs to write a capture: the samples of one are written again and again into a new one,
 * as if the same had gone on happening.
 *
 *	capture CAPTURE COUNT TARGET [MAX_BYTES]	says "SAMPLES BYTES CPU_NS LONGEST_NS"
 *
 * The CPU time is this process's, writing and syncing included, reading the first capture not. The
 * longest is the time that one sample took, with the batch that it set off: for so long nothing is
 * read from the kernel.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/units.h"
#include "capture/reader.h"
#include "capture/writer.h"

#define TICK_NS (100 * UINT64_C(1000000))

struct samples {
	struct sample *all;
	size_t count, room;
};

static void die(const char *what)
{
	fprintf(stderr, "capture: %s\n", what);
	exit(1);
}

static int keep(void *ctx, const struct sample *s)
{
	struct samples *samples = ctx;

	if (samples->count == samples->room) {
		samples->room = samples->room ? 2 * samples->room : 1024;
		samples->all = reallocarray(samples->all, samples->room, sizeof(*s));
		if (!samples->all)
			die("no memory");
	}
	samples->all[samples->count++] = *s;
	return 0;
}

static int no_tick(void *ctx, const struct tick *t)
{
	(void)ctx;
	(void)t;
	return 0;
}

static void load(const char *path, struct samples *samples)
{
	const struct consumer consumer = { keep, no_tick, samples };
	char reason[READER_REASON_LEN];
	struct reader *reader;

	if (reader_new(path, &reader, reason))
		die(reason);
	if (reader_run(reader, 0, UINT64_MAX / 4, &consumer))
		die(reader_reason(reader));
	reader_free(reader);
	if (samples->count < 2)
		die("too few samples to go on with");
}

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * NSEC_PER_SEC + (uint64_t)now.tv_nsec;
}

/* A round begins where the one before ended, and its closes close nothing: the sockets go on. */
static void write_round(struct writer *w, const struct samples *samples, size_t count,
			uint64_t shift_ns, uint64_t *tick_ns, uint64_t *longest_ns)
{
	uint64_t begin_ns, ns;

	for (size_t i = 0; i < count; i++) {
		struct sample s = samples->all[i];

		s.ts_ns += shift_ns;
		s.jiffies += (uint32_t)(shift_ns / (NSEC_PER_SEC / 1000));
		if (s.reason == SAMPLE_CLOSE)
			s.reason = SAMPLE_GATE;
		begin_ns = clock_ns(CLOCK_MONOTONIC);
		if (writer_sample(w, &s))
			die(writer_reason(w));
		ns = clock_ns(CLOCK_MONOTONIC) - begin_ns;
		if (ns > *longest_ns)
			*longest_ns = ns;
		if (s.ts_ns < *tick_ns + TICK_NS)
			continue;
		*tick_ns = s.ts_ns;
		if (writer_tick(w, &(struct tick){ .ts_ns = s.ts_ns }))
			die(writer_reason(w));
	}
}

int main(int argc, char **argv)
{
	struct samples samples = { 0 };
	struct writer_opts opts = { .facts = { .program = "bench", .kernel = "", .machine = "" } };
	char reason[WRITER_REASON_LEN];
	uint64_t begin_ns, shift_ns = 0, longest_ns = 0, span_ns, tick_ns;
	size_t wanted, written = 0;
	struct writer *w;
	struct stat st;

	if (argc != 4 && argc != 5)
		die("usage: capture CAPTURE COUNT TARGET [MAX_BYTES]");
	opts.max_bytes = argc == 5 ? strtoull(argv[4], NULL, 10) : 0;
	load(argv[1], &samples);
	wanted = strtoul(argv[2], NULL, 10);
	tick_ns = opts.facts.start_ns = samples.all[0].ts_ns;
	span_ns = samples.all[samples.count - 1].ts_ns - samples.all[0].ts_ns;
	begin_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	if (writer_new(argv[3], &opts, &w, reason))
		die(reason);
	for (; written < wanted; shift_ns += span_ns) {
		size_t count = min_u64(samples.count, wanted - written);

		write_round(w, &samples, count, shift_ns, &tick_ns, &longest_ns);
		written += count;
	}
	if (writer_finish(w, tick_ns))
		die(writer_reason(w));
	writer_free(w);
	if (stat(argv[3], &st))
		die(strerror(errno));
	printf("%zu %jd %" PRIu64 " %" PRIu64 "\n", written, (intmax_t)st.st_size,
	       clock_ns(CLOCK_PROCESS_CPUTIME_ID) - begin_ns, longest_ns);
	free(samples.all);
	return 0;
}
