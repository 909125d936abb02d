// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/programs.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "source/features.h"
#include "source/filter_rodata.h"
#include "source/kernel_hz.h"
#include "source/skipped.h"
#include "tcpbdp.skel.h"

static void configure_programs(struct programs *programs, bool whole)
{
	struct tcpbdp_bpf *skel = programs->skel;
	struct bpf_program *prog;

	bpf_object__for_each_program(prog, skel->obj) {
		const char *name = bpf_program__name(prog);
		bool wanted = whole && (!strcmp(name, "read_tracepoint") ||
					!strcmp(name, "state_tracepoint") || !strcmp(name, "seed"));

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
	if (opts) {
		filter_rodata_fill(opts->filter,
				   (struct wire_filter *)&p->skel->rodata->cfg_filter);
		p->skel->rodata->cfg_jiffy_us = (__u32)(kernel_hz_jiffy_ns() / 1000);
		p->skel->rodata->cfg_gate_jiffies = kernel_hz_gate(opts->sample_interval_ms *
								   UINT64_C(1000000));
	}
	p->skel->rodata->cfg_probe_reads = feature_probe_reads();
	p->skel->rodata->cfg_wake_bytes = bpf_map__max_entries(p->skel->maps.samples) / 4;
	err = tcpbdp_bpf__load(p->skel);
	/* loaded all the same where libbpf thinks that this kernel maps no arrays */
	if (!err && !p->skel->bss)
		err = -ENOMEM;
	if (err)
		goto out;
	*ret_programs = p;
	return 0;
out:
	programs_free(p);
	return err;
}

int programs_attach(struct programs *p)
{
	int err = 0;

	/* attach what removes a socket's state before what creates it */
	if (p->whole) {
		err = attached_attach(&p->attached, p->skel->progs.state_tracepoint);
	}
	for (size_t i = 0; i < p->hooks_count && !err; i++)
		err = attached_attach(&p->attached, bpf_object__find_program_by_name(
							    p->skel->obj, p->hooks[i]->program));
	if (err)
		programs_detach(p);
	return err;
}

int programs_follow_readers(struct programs *p, bool look)
{
	bool any = look || p->skel->bss->half_closed_readers;

	if (any == !!p->reads.count)
		return 0;
	if (any)
		return attached_attach(&p->reads, p->skel->progs.read_tracepoint);
	attached_free(&p->reads);
	return 0;
}

int programs_skipped(const struct programs *p, uint64_t *ret_runs)
{
	uint64_t runs, sum = 0;
	struct bpf_program *prog;

	bpf_object__for_each_program(prog, p->skel->obj) {
		int fd = bpf_program__fd(prog), err;

		if (fd < 0) /* it was not loaded */
			continue;
		err = skipped_of_program(fd, &runs);
		if (err)
			return err;
		sum += runs;
	}
	*ret_runs = sum;
	return 0;
}

void programs_detach(struct programs *p)
{
	attached_free(&p->reads);
	attached_detach(&p->attached);
}

void programs_free(struct programs *p)
{
	if (!p)
		return;
	attached_free(&p->reads);
	attached_free(&p->attached);
	tcpbdp_bpf__destroy(p->skel);
	free(p);
}
