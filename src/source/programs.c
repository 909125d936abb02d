// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/programs.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/membarrier.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "source/configure.h"
#include "tcpbdp.skel.h"

/* In user space's words, what bpf/tcpbdp.bpf.c's clock() fills. */
struct clock_reading {
	uint64_t jiffies;
	uint64_t ktime_ns;
};

static int read_clock(int fd, struct clock_reading *now)
{
	LIBBPF_OPTS(bpf_test_run_opts, run, .ctx_in = now, .ctx_size_in = sizeof(*now));

	return bpf_prog_test_run_opts(fd, &run);
}

/* Spins (with naps) to the next tick, at most 50 ms away (HZ >= 100, and room for noise). */
static int wait_tick(int fd, struct clock_reading *now)
{
	const struct timespec nap = { .tv_nsec = 100 * 1000 };
	uint64_t before;
	int err = read_clock(fd, now);

	before = now->jiffies;
	for (int i = 0; !err && now->jiffies == before && i < 500; i++) {
		nanosleep(&nap, NULL);
		err = read_clock(fd, now);
	}
	return err;
}

/*
 * How long is a jiffy? CONFIG_HZ is in no place that every kernel shows. Two ticks are timed to
 * a nap's precision, several jiffies apart.
 */
static int measure_jiffy(struct tcpbdp_bpf *skel, uint64_t *ret_ns)
{
	const struct timespec apart = { .tv_nsec = 20 * 1000 * 1000 };
	int fd = bpf_program__fd(skel->progs.clock);
	struct clock_reading first, last;
	int err;

	err = wait_tick(fd, &first);
	if (err)
		return err;
	nanosleep(&apart, NULL);
	err = wait_tick(fd, &last);
	if (err)
		return err;
	if (last.jiffies <= first.jiffies)
		return -ETIME;
	*ret_ns = (last.ktime_ns - first.ktime_ns) / (last.jiffies - first.jiffies);
	return 0;
}

static void configure_programs(struct programs *programs, bool whole)
{
	struct tcpbdp_bpf *skel = programs->skel;
	struct bpf_program *prog;

	bpf_object__for_each_program(prog, skel->obj) {
		const char *name = bpf_program__name(prog);
		bool wanted = whole && (!strcmp(name, "read_tracepoint") ||
					!strcmp(name, "state_tracepoint") ||
					!strcmp(name, "seed") || !strcmp(name, "clock"));

		for (size_t i = 0; i < programs->hooks_count; i++)
			wanted |= !strcmp(name, programs->hooks[i]->program);
		bpf_program__set_autoload(prog, wanted);
	}
	skel->rodata->cfg_unlocked_sends = false;
	for (size_t i = 0; i < programs->hooks_count; i++) {
		const struct hook *hook = programs->hooks[i];

		if (hook->kind == ATTACH_KPROBE)
			skel->rodata->cfg_state_in_hash = true;
		if (hook->side == HOOK_SEND && !hook->locked)
			skel->rodata->cfg_unlocked_sends = true;
	}
}

static int configure_gate(struct tcpbdp_bpf *skel, uint32_t interval_ms)
{
	uint64_t ns = 1;
	int err;

	if (!interval_ms)
		return 0;
	err = measure_jiffy(skel, &ns);
	if (err)
		return err;
	/* to the nearest; at least one, for 0 means every event */
	skel->bss->gate_jiffies = (interval_ms * UINT64_C(1000000) + ns / 2) / ns ?: 1;
	return 0;
}

int programs_load(const struct hook *const *hook, size_t count, const struct programs_opts *opts,
		  struct programs **ret_programs)
{
	struct programs *p = calloc(1, sizeof(*p));
	int err;

	if (!p)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		p->hooks[p->hooks_count++] = hook[i];
	p->whole = opts;
	p->skel = tcpbdp_bpf__open();
	if (!p->skel) {
		err = -errno;
		goto out;
	}
	configure_programs(p, opts);
	if (opts)
		configure_filter(opts->filter, (struct wire_filter *)&p->skel->rodata->cfg_filter);
	p->skel->rodata->cfg_wake_bytes = bpf_map__max_entries(p->skel->maps.samples) / 4;
	err = tcpbdp_bpf__load(p->skel);
	if (!err && opts)
		err = configure_gate(p->skel, opts->sample_interval_ms);
	if (err)
		goto out;
	*ret_programs = p;
	return 0;
out:
	programs_free(p);
	return err;
}

static int attach(struct programs *p, struct bpf_program *prog)
{
	struct bpf_link *link = bpf_program__attach(prog);

	if (!link)
		return -errno;
	p->links[p->links_count++] = link;
	return 0;
}

int programs_attach(struct programs *p)
{
	int err = 0;

	/* what ends a socket's state comes before what begins it */
	if (p->whole) {
		err = attach(p, p->skel->progs.state_tracepoint);
		if (!err)
			err = attach(p, p->skel->progs.read_tracepoint);
	}
	for (size_t i = 0; i < p->hooks_count && !err; i++)
		err = attach(p,
			     bpf_object__find_program_by_name(p->skel->obj, p->hooks[i]->program));
	if (err)
		programs_detach(p);
	return err;
}

void programs_detach(struct programs *p)
{
	const struct timespec grace = { .tv_nsec = 50 * 1000 * 1000 };

	while (p->links_count)
		bpf_link__destroy(p->links[--p->links_count]);
	/* A grace period of RCU: what was running has ended. A nohz_full kernel refuses; there a
	 * program has long ended after 50 ms. */
	if (syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0))
		nanosleep(&grace, NULL);
}

void programs_free(struct programs *p)
{
	if (!p)
		return;
	while (p->links_count)
		bpf_link__destroy(p->links[--p->links_count]);
	tcpbdp_bpf__destroy(p->skel);
	free(p);
}
