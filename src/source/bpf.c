// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/bpf.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "source/attached.h"
#include "source/decode.h"
#include "source/iterator.h"
#include "source/libbpf_log.h"
#include "source/programs.h"
#include "wire.h" /* which the next needs */
#include "tcpbdp.skel.h"

/* bpf/ledger.bpf.h: a row per program, in this order */
static const enum event event_of_row[] = {
	EVENT_SEGMENTS, EVENT_SEGMENTS, EVENT_SENDS, EVENT_READS, EVENT_CLOSES,
};

/* about the capacity of the ring buffer */
#define RECORDS_PER_DRAIN 8192

struct bpf_source {
	struct programs *programs;
	struct hook_choice choice;
	struct ring_buffer *ring;
	uint64_t consumed;
	size_t left; /* records left for this drain */
	bool owners_wanted;
	sample_fn fn;
	void *ctx;
};

static int consume(struct bpf_source *source, const void *data, size_t len)
{
	struct sample sample;

	source->consumed++;
	/*
	 * Count invalid records too, or the event counters would not add up. A kprobe may report a
	 * socket without a cookie; any other invalid record is a bug in this program.
	 */
	if (decode_sample(data, len, &sample))
		return 0;
	if (!sample.id.pid && sample.reason != SAMPLE_CLOSE)
		source->owners_wanted = true;
	return source->fn(source->ctx, &sample);
}

static int on_record(void *ctx, void *data, size_t len)
{
	struct bpf_source *source = ctx;
	int err = consume(source, data, len);

	if (err < 0)
		return err;
	return --source->left ? 0 : -EAGAIN;
}

static int load(struct bpf_source *source, const struct bpf_source_opts *opts)
{
	const struct programs_opts programs_opts = {
		.filter = &opts->filter,
		.sample_interval_ms = opts->sample_interval_ms,
	};
	const struct hook *chosen[HOOK_SIDE_MAX];
	size_t count = 0;

	for (int side = 0; side < HOOK_SIDE_MAX; side++)
		if (source->choice.side[side])
			chosen[count++] = source->choice.side[side];
	return programs_load(chosen, count, &programs_opts, &source->programs);
}

int bpf_source_new(const struct bpf_source_opts *opts, struct bpf_source **ret_source, char *reason,
		   size_t reason_len)
{
	const struct hook_wants wants = { .recv = true, .send = true };
	struct bpf_source *source = calloc(1, sizeof(*source));
	int err;

	if (!source)
		return -ENOMEM;
	libbpf_log_set(opts->debug);
	err = hook_choose(opts->attach, &wants, &source->choice, reason, reason_len);
	if (err)
		goto out;
	err = load(source, opts);
	if (!err) {
		source->ring = ring_buffer__new(bpf_map__fd(source->programs->skel->maps.samples),
						on_record, source, NULL);
		err = source->ring ? programs_attach(source->programs) : -errno;
	}
	if (err) {
		attached_refused(err, reason, reason_len);
		goto out;
	}
	*ret_source = source;
	return 0;
out:
	bpf_source_free(source);
	return err;
}

const struct hook_choice *bpf_source_hooks(const struct bpf_source *source)
{
	return &source->choice;
}

struct seeding {
	sample_fn fn;
	void *ctx;
};

static int on_seed(void *ctx, const void *record)
{
	const struct seeding *seeding = ctx;
	struct sample sample;

	if (decode_sample(record, sizeof(struct wire_sample), &sample))
		return 0;
	return seeding->fn(seeding->ctx, &sample);
}

int bpf_source_seed(struct bpf_source *source, sample_fn fn, void *ctx)
{
	struct seeding seeding = { fn, ctx };

	return iterator_walk(bpf_program__fd(source->programs->skel->progs.seed),
			     sizeof(struct wire_sample), on_seed, &seeding);
}

bool bpf_source_wants_owners(struct bpf_source *source)
{
	bool wanted = source->owners_wanted;

	source->owners_wanted = false;
	return wanted;
}

int bpf_source_fd(const struct bpf_source *source)
{
	return ring_buffer__epoll_fd(source->ring);
}

int bpf_source_drain(struct bpf_source *source, sample_fn fn, void *ctx)
{
	int count;

	source->fn = fn;
	source->ctx = ctx;
	source->left = RECORDS_PER_DRAIN;
	count = ring_buffer__consume(source->ring);
	if (count == -EAGAIN && !source->left)
		return 1;
	return count < 0 ? count : 0;
}

int bpf_source_follow_readers(struct bpf_source *source, bool look)
{
	return programs_follow_readers(source->programs, look);
}

void bpf_source_detach(struct bpf_source *source)
{
	programs_detach(source->programs);
}

/* The kernel counts them or not: for all programs alike. */
static int count_skipped(const struct bpf_source *source, struct ledger *sum)
{
	int err = programs_skipped(source->programs, &sum->skipped);

	sum->skipped_known = !err;
	return err == -EOPNOTSUPP ? 0 : err;
}

int bpf_source_ledger(const struct bpf_source *source, struct ledger *ret_ledger)
{
	int fd = bpf_map__fd(source->programs->skel->maps.ledger);
	int cpus = libbpf_num_possible_cpus();
	struct ledger sum = { .consumed = source->consumed };
	struct wire_ledger *rows;
	int err = 0;

	if (cpus < 0)
		return cpus;
	rows = calloc(cpus, sizeof(*rows));
	if (!rows)
		return -ENOMEM;
	for (uint32_t row = 0; row < sizeof(event_of_row) / sizeof(event_of_row[0]); row++) {
		err = bpf_map_lookup_elem(fd, &row, rows);
		if (err)
			break;
		for (int cpu = 0; cpu < cpus; cpu++) {
			const __u64 *count = rows[cpu].count;

			sum.emitted += count[WIRE_EMITTED];
			sum.suppressed += count[WIRE_SUPPRESSED];
			sum.dropped += count[WIRE_DROPPED];
			sum.filtered += count[WIRE_FILTERED];
			sum.by_event[event_of_row[row]] += count[WIRE_EMITTED] +
							   count[WIRE_SUPPRESSED] +
							   count[WIRE_DROPPED] +
							   count[WIRE_FILTERED];
		}
	}
	free(rows);
	if (!err)
		err = count_skipped(source, &sum);
	if (!err)
		*ret_ledger = sum;
	return err;
}

void bpf_source_free(struct bpf_source *source)
{
	if (!source)
		return;
	ring_buffer__free(source->ring);
	programs_free(source->programs);
	free(source);
}
