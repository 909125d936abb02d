// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/diagnosis.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "os/cgroup.h"
#include "os/file.h"
#include "os/kernel.h"
#include "os/process.h"
#include "os/sysctl.h"
#include "source/bpf.h"
#include "source/hist_source.h"
#include "source/sockets.h"

static bool no_privileges(const struct diagnosis *d)
{
	return !d->held.user_namespace && !privilege_is_enough(&d->held);
}

static bool in_user_namespace(const struct diagnosis *d)
{
	return d->held.user_namespace;
}

static bool no_btf(const struct diagnosis *d)
{
	return d->btf == ANSWER_NO;
}

static bool refused(const struct diagnosis *d)
{
	return d->works == ANSWER_NO && d->btf == ANSWER_YES;
}

static bool no_jit(const struct diagnosis *d)
{
	return d->jit == ANSWER_NO;
}

static bool no_send_hook(const struct diagnosis *d)
{
	return d->works == ANSWER_YES && !d->taken[HOOK_SEND];
}

static bool no_half_closed_hook(const struct diagnosis *d)
{
	return d->works == ANSWER_YES && !d->taken[HOOK_HALF_CLOSED];
}

static bool costly_hook(const struct diagnosis *d)
{
	return d->costly;
}

static bool no_iterators(const struct diagnosis *d)
{
	return d->lists == ANSWER_NO;
}

static bool unsafe_iterator(const struct diagnosis *d)
{
	return d->lists != ANSWER_NO && !kernel_tcp_iterator_is_safe(d->kernel.release);
}

static bool no_counting(const struct diagnosis *d)
{
	return d->works == ANSWER_YES && d->counts == ANSWER_NO;
}

static bool no_sized_hook(const struct diagnosis *d)
{
	return d->counts == ANSWER_YES && d->sized == ANSWER_NO;
}

static bool no_cgroup2(const struct diagnosis *d)
{
	return !d->cgroup2[0];
}

static bool foreign_pids(const struct diagnosis *d)
{
	return !d->pids_are_hosts;
}

const struct problem problems[] = {
	{ "no_privileges", true, no_privileges,
	  "needs CAP_BPF and CAP_PERFMON: without them, hooks cannot be tried",
	  "run as root: sudo tcpbdp doctor" },
	{ "user_namespace", true, in_user_namespace,
	  "runs in a user namespace, where the kernel does not allow BPF",
	  "run it on the host, or in a privileged container" },
	{ "no_btf", true, no_btf, "this kernel has no BTF: " KERNEL_BTF_PATH " does not exist",
	  "boot a kernel with CONFIG_DEBUG_INFO_BTF=y, as in Debian, Ubuntu and Fedora" },
	{ "refused", true, refused, "the kernel refuses a program that every run needs (see above)",
	  "see the reasons above; tcpbdp doctor -v prints the kernel's messages" },
	{ "jit_off", false, no_jit,
	  "the BPF JIT is off: programs are interpreted, which is several times slower",
	  "sysctl -w net.core.bpf_jit_enable=1" },
	{ "no_send_hook", false, no_send_hook,
	  "no hook on the send side: senders are sampled on ACKs, and their calls are not counted",
	  "use a kernel that allows fentry, or Linux 6.6 and newer" },
	{ "kprobe_taken", false, costly_hook,
	  "the kernel accepts only a kprobe on a side: it costs more per event than other hooks",
	  "use a kernel that allows fentry" },
	{ "no_half_closed_hook", false, no_half_closed_hook,
	  "half-closed sockets are sampled on sends, reads and close, not on segments",
	  "use a kernel that allows fentry, or --attach kprobe if it has kprobes" },
	{ "no_iterators", false, no_iterators,
	  "list cannot load its iterators: it uses inet_diag, without buffer locks, ceilings or owners",
	  "use Linux 6.1 or newer with CONFIG_PROC_FS=y" },
	{ "unsafe_tcp_iterator", false, unsafe_iterator,
	  "this kernel's TCP iterator may panic (CVE-2026-64575): list uses inet_diag, which has no "
	  "buffer locks, ceilings or owners",
	  "use Linux 6.18.42, 7.1.6, or 7.2 and newer; or accept the risk with list --via iterator" },
	{ "no_hist", false, no_counting,
	  "the kernel refuses the programs of hist; --by limit and --replay work without them",
	  "tcpbdp hist rtt -v prints the kernel's messages" },
	{ "no_sized_hook", false, no_sized_hook,
	  "no hook knows the size of a send call: hist send-size is unavailable",
	  "use a kernel that allows fentry, or Linux 6.6 and newer" },
	{ "no_cgroup2", false, no_cgroup2,
	  "cgroup2 is not mounted: --cgroup and names of control groups are unavailable",
	  "mount -t cgroup2 none /sys/fs/cgroup (or /sys/fs/cgroup/unified beside version 1)" },
	{ "pid_namespace", false, foreign_pids,
	  "runs in a PID namespace: reports and --pid use the host's PIDs",
	  "share the host's PID namespace (docker run --pid=host)" },
};

const size_t problems_count = sizeof(problems) / sizeof(problems[0]);

static enum answer answer(bool yes)
{
	return yes ? ANSWER_YES : ANSWER_NO;
}

/* "[none] integrity confidentiality" */
static void read_lockdown(struct diagnosis *d)
{
	char text[128], *start, *end;

	if (file_text("", "/sys/kernel/security/lockdown", text, sizeof(text)))
		return;
	start = strchr(text, '[');
	end = start ? strchr(start, ']') : NULL;
	if (end)
		snprintf(d->lockdown, sizeof(d->lockdown), "%.*s", (int)(end - start - 1),
			 start + 1);
}

static void ask_without_privileges(struct diagnosis *d)
{
	int64_t jit;

	d->btf = answer(kernel_has_btf());
	if (sysctl_read("", "net.core.bpf_jit_enable", &jit, 1) == 0)
		d->jit = answer(jit > 0);
	read_lockdown(d);
	if (cgroup_mount("/proc/self/mounts", d->cgroup2, sizeof(d->cgroup2)))
		d->cgroup2[0] = '\0';
	d->pids_are_hosts = process_ids_are_hosts();
}

/* Loads and attaches the hooks of "tcpbdp trace", then detaches them. Also sets what libbpf logs. */
static const struct hook_choice *try_all(struct diagnosis *d, bool debug,
					 struct bpf_source **ret_source)
{
	const struct bpf_source_opts opts = {
		.attach = ATTACH_AUTO,
		.sample_interval_ms = 100,
		.debug = debug,
	};
	int ret = bpf_source_new(&opts, ret_source, d->reason, sizeof(d->reason));

	d->works = answer(ret == 0);
	if (!ret)
		d->reason[0] = '\0'; /* of a kind that --attach auto skipped */
	return ret ? NULL : bpf_source_hooks(*ret_source);
}

static void take(struct diagnosis *d, const struct hook_choice *choice)
{
	for (int side = 0; side < HOOK_SIDE_MAX; side++) {
		const struct hook *hook = choice->side[side];

		if (!hook)
			continue;
		d->taken[side] = true;
		d->costly |= hook->kind == ATTACH_KPROBE;
		d->hooks[hook - hooks].taken = true;
	}
}

/* Loads the programs of the other commands, then unloads them. */
static void try_others(struct diagnosis *d, bool debug)
{
	const struct filter all = { 0 };
	const struct sockets_opts list = { .filter = &all, .states = SOCKETS_CONNECTED };
	const struct hist_source_opts hist = {
		.metric = METRIC_RTT,
		.gate_ns = NSEC_PER_SEC,
		.debug = debug,
	};
	struct sockets *sockets = NULL;
	struct hist_source *source = NULL;
	char reason[DIAGNOSIS_REASON_LEN];

	d->lists = answer(sockets_new(&list, &sockets) == 0);
	sockets_free(sockets);
	d->counts = answer(hist_source_new(&hist, &source, reason, sizeof(reason)) == 0);
	hist_source_free(source);
}

static void ask_kernel(struct diagnosis *d, bool debug)
{
	struct bpf_source *source = NULL;
	const struct hook_choice *choice = try_all(d, debug, &source);

	if (choice)
		take(d, choice);
	bpf_source_free(source);
	try_others(d, debug);
	d->sized = ANSWER_NO;
	for (size_t i = 0; i < hooks_count; i++) {
		struct hook_answer *hook = &d->hooks[i];

		hook->accepted = answer(hook_probe(&hooks[i], hook->reason, sizeof(hook->reason)) ==
					0);
		if (hooks[i].sized && hook->accepted == ANSWER_YES)
			d->sized = ANSWER_YES;
	}
	for (int i = 0; i < FEATURE_MAX; i++) {
		int ret = feature_probe(i);

		if (ret == 0 || ret == -EOPNOTSUPP)
			d->features[i] = answer(ret == 0);
	}
}

int diagnosis_make(bool debug, struct diagnosis *ret_diagnosis)
{
	struct diagnosis d = { 0 };
	int ret;

	if (hooks_count > DIAGNOSIS_HOOKS_MAX)
		return -E2BIG;
	if (uname(&d.kernel))
		return -errno;
	ret = privilege_read(&d.held);
	if (ret)
		return ret;
	ask_without_privileges(&d);
	if (privilege_is_enough(&d.held) && d.btf == ANSWER_YES)
		ask_kernel(&d, debug);
	*ret_diagnosis = d;
	return 0;
}
