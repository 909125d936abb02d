// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/hist_source.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "source/attached.h"
#include "source/filter_rodata.h"
#include "source/iterator.h"
#include "source/kernel_hz.h"
#include "source/libbpf_log.h"
#include "wire.h"

#include "hist.skel.h" /* after the types that it names */

struct hist_source {
	struct hist_bpf *skel;
	struct attached attached;
	struct hook_choice choice;
	bool owners; /* the owner of a socket is needed */
	bool sends;  /* the metric is about send calls */
	bool in_hash;
	int cpus;
	__u64 *per_cpu; /* a value per CPU */
};

static bool is_chosen(const struct hist_source *source, const char *program)
{
	for (int side = 0; side < HOOK_SIDE_MAX; side++)
		if (source->choice.side[side] &&
		    !strcmp(source->choice.side[side]->program, program))
			return true;
	return false;
}

/* Programs besides the hooks. */
static bool is_needed(const struct hist_source *source, const char *program)
{
	if (!strcmp(program, "seed"))
		return source->owners;
	if (!strcmp(program, "read_tracepoint"))
		return source->owners || !source->sends;
	return !strcmp(program, "state_tracepoint") && source->in_hash;
}

static void configure(struct hist_source *source, const struct hist_source_opts *opts)
{
	struct hist_bpf *skel = source->skel;
	struct bpf_program *prog;
	uint32_t mask[4];

	bpf_object__for_each_program(prog, skel->obj) {
		const char *name = bpf_program__name(prog);

		bpf_program__set_autoload(prog, is_chosen(source, name) || is_needed(source, name));
	}
	filter_rodata_fill(&opts->filter, (struct wire_filter *)&skel->rodata->cfg_filter);
	skel->rodata->cfg_metric = opts->metric;
	skel->rodata->cfg_reads = metric_row(opts->metric)->reads;
	skel->rodata->cfg_gate_jiffies = kernel_hz_gate(opts->gate_ns);
	skel->rodata->cfg_owners = source->owners;
	skel->rodata->cfg_sends = source->sends;
	skel->rodata->cfg_state_in_hash = source->in_hash;
	skel->rodata->cfg_by = opts->group.by;
	group_mask(opts->group.inet_len, mask);
	skel->rodata->cfg_inet_mask = mask[0];
	group_mask(opts->group.inet6_len, mask);
	memcpy((void *)skel->rodata->cfg_inet6_mask, mask, sizeof(mask));
}

static int attach(struct hist_source *source)
{
	struct bpf_program *prog;
	int err = 0;

	/* attach what removes a socket's state before what creates it */
	if (source->in_hash)
		err = attached_attach(&source->attached, source->skel->progs.state_tracepoint);
	bpf_object__for_each_program(prog, source->skel->obj) {
		const char *name = bpf_program__name(prog);

		if (!err && (is_chosen(source, name) ||
			     (!strcmp(name, "read_tracepoint") && is_needed(source, name))))
			err = attached_attach(&source->attached, prog);
	}
	return err;
}

static int load(struct hist_source *source, const struct hist_source_opts *opts)
{
	int err;

	source->skel = hist_bpf__open();
	if (!source->skel)
		return -errno;
	configure(source, opts);
	err = hist_bpf__load(source->skel);
	/* loaded all the same where libbpf thinks that this kernel maps no arrays */
	if (!err && (!source->skel->bss || !source->skel->rodata))
		err = -ENOMEM;
	return err ? err : attach(source);
}

static int choose(struct hist_source *source, const struct hist_source_opts *opts, char *reason,
		  size_t reason_len)
{
	const struct hook_wants wants = {
		.recv = !source->sends,
		.send = source->sends || source->owners,
		.sized = source->sends,
	};
	int err = hook_choose(opts->attach, &wants, &source->choice, reason, reason_len);

	for (int side = 0; !err && side < HOOK_SIDE_MAX; side++)
		if (source->choice.side[side] && source->choice.side[side]->kind == ATTACH_KPROBE)
			source->in_hash = true;
	return err;
}

int hist_source_new(const struct hist_source_opts *opts, struct hist_source **ret_source,
		    char *reason, size_t reason_len)
{
	struct hist_source *source = calloc(1, sizeof(*source));
	int err;

	if (!source)
		return -ENOMEM;
	libbpf_log_set(opts->debug);
	source->owners = opts->group.by == GROUP_COMM || filter_asks_owner(&opts->filter);
	source->sends = metric_row(opts->metric)->side == METRIC_AT_SEND;
	source->cpus = libbpf_num_possible_cpus();
	if (source->cpus > 0)
		source->per_cpu = calloc(source->cpus, sizeof(*source->per_cpu));
	if (!source->per_cpu) {
		err = -ENOMEM;
		goto out;
	}
	err = choose(source, opts, reason, reason_len);
	if (err)
		goto out;
	err = load(source, opts);
	if (err) {
		attached_refused(err, reason, reason_len);
		goto out;
	}
	*ret_source = source;
	return 0;
out:
	hist_source_free(source);
	return err;
}

/* The iterator writes no data; reading makes it run. */
static int on_nothing(void *ctx, const void *record)
{
	(void)ctx;
	(void)record;
	return 0;
}

int hist_source_seed(struct hist_source *source)
{
	if (!source->owners)
		return 0;
	return iterator_walk(bpf_program__fd(source->skel->progs.seed), 1, on_nothing, NULL);
}

/* The sum over the CPUs of a map's number. */
static int read_count(struct hist_source *source, const struct bpf_map *map, const void *key,
		      uint64_t *ret_count)
{
	uint64_t sum = 0;

	if (bpf_map_lookup_elem(bpf_map__fd(map), key, source->per_cpu))
		return -errno;
	for (int cpu = 0; cpu < source->cpus; cpu++)
		sum += source->per_cpu[cpu];
	*ret_count = sum;
	return 0;
}

static int read_rest(struct hist_source *source, struct hist_set *set)
{
	uint64_t *const tallies[] = {
		[WIRE_WITHOUT_SAMPLE] = &set->tally.without_sample,
		[WIRE_WITHOUT_OWNER] = &set->tally.without_owner,
		[WIRE_CROWDED] = &set->tally.crowded,
		[WIRE_UNCOUNTED] = &set->tally.lost,
	};
	uint64_t count;
	int err = 0;

	_Static_assert(sizeof(tallies) / sizeof(tallies[0]) == WIRE_TALLY_MAX,
		       "a tally has no place");
	for (__u32 i = 0; !err && i < WIRE_TALLY_MAX; i++)
		err = read_count(source, source->skel->maps.tallies, &i, tallies[i]);
	for (__u32 bucket = 0; !err && bucket < HIST_BUCKETS; bucket++) {
		err = read_count(source, source->skel->maps.rest, &bucket, &count);
		if (!err)
			hist_add_bucket(&set->rest, bucket, count);
	}
	return err;
}

/* Groups by number. If two CPUs added the same group, one number stays unused. */
struct group_list {
	__u32 room;
	struct group_key *keys;
	bool *known;
};

static int read_groups(struct hist_source *source, struct group_list *list)
{
	int fd = bpf_map__fd(source->skel->maps.groups);
	struct group_key key, *before = NULL;
	__u32 number;

	list->room = source->skel->bss->last_group + 1;
	list->keys = calloc(list->room, sizeof(*list->keys));
	list->known = calloc(list->room, sizeof(*list->known));
	if (!list->keys || !list->known)
		return -ENOMEM;
	for (; !bpf_map_get_next_key(fd, before, &key); before = &key) {
		if (bpf_map_lookup_elem(fd, &key, &number) || number >= list->room)
			continue; /* a new group: counted in the next read */
		list->keys[number] = key;
		list->known[number] = true;
	}
	return errno == ENOENT ? 0 : -errno;
}

static int read_counts(struct hist_source *source, const struct group_list *list,
		       struct hist_set *set)
{
	int fd = bpf_map__fd(source->skel->maps.counts);
	struct wire_bucket key, *before = NULL;

	for (; !bpf_map_get_next_key(fd, before, &key); before = &key) {
		struct hist *hist;
		uint64_t count;

		if (key.group >= list->room || !list->known[key.group] ||
		    key.bucket >= HIST_BUCKETS ||
		    read_count(source, source->skel->maps.counts, &key, &count))
			continue;
		hist = hist_set_get(set, &list->keys[key.group]);
		if (!hist)
			return -ENOMEM;
		hist_add_bucket(hist, key.bucket, count);
	}
	return errno == ENOENT ? 0 : -errno;
}

int hist_source_read(struct hist_source *source, struct hist_set *set)
{
	struct group_list list = { 0 };
	int err = read_rest(source, set);

	if (!err && source->skel->rodata->cfg_by) {
		err = read_groups(source, &list);
		if (!err)
			err = read_counts(source, &list, set);
	}
	free(list.keys);
	free(list.known);
	return err;
}

void hist_source_detach(struct hist_source *source)
{
	attached_detach(&source->attached);
}

void hist_source_free(struct hist_source *source)
{
	if (!source)
		return;
	attached_free(&source->attached);
	hist_bpf__destroy(source->skel);
	free(source->per_cpu);
	free(source);
}
