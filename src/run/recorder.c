// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/recorder.h"

#include <errno.h>
#include <inttypes.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "capture/writer.h"
#include "os/file.h"
#include "os/log.h"
#include "os/netns_visit.h"
#include "os/sysctl.h"
#include "sink/format.h"

#define LEDGER_NS NSEC_PER_SEC

/* The settings of TCP's buffers and windows. */
static const char *const sysctls[] = {
	"net.core.default_qdisc",
	"net.core.rmem_default",
	"net.core.rmem_max",
	"net.core.wmem_default",
	"net.core.wmem_max",
	"net.ipv4.tcp_adv_win_scale",
	"net.ipv4.tcp_app_win",
	"net.ipv4.tcp_autocorking",
	"net.ipv4.tcp_congestion_control",
	"net.ipv4.tcp_ecn",
	"net.ipv4.tcp_limit_output_bytes",
	"net.ipv4.tcp_mem",
	"net.ipv4.tcp_moderate_rcvbuf",
	"net.ipv4.tcp_mtu_probing",
	"net.ipv4.tcp_no_metrics_save",
	"net.ipv4.tcp_notsent_lowat",
	"net.ipv4.tcp_rmem",
	"net.ipv4.tcp_sack",
	"net.ipv4.tcp_shrink_window",
	"net.ipv4.tcp_slow_start_after_idle",
	"net.ipv4.tcp_timestamps",
	"net.ipv4.tcp_window_scaling",
	"net.ipv4.tcp_wmem",
};

struct recorder {
	struct writer *writer;
	struct run *run;
	char *dir;
	uint64_t ledger_ns; /* when it was last written */
};

static int told(const struct recorder *r, int err)
{
	if (!err)
		return 0;
	if (writer_reason(r->writer)[0])
		log_error("%s", writer_reason(r->writer));
	else
		log_error("cannot go on: %s", strerror(-err));
	return -ECANCELED;
}

/* ---- the run ---- */

static int write_cgroup(struct recorder *r, uint64_t id)
{
	const struct host_facts *host = &r->run->host;
	const struct workload_names *names;
	const char *path;

	if (!id || !host->cgroup_path || writer_has_cgroup(r->writer, id))
		return 0;
	names = host->workload_names ? host->workload_names(host->ctx, id) : NULL;
	path = host->cgroup_path(host->ctx, id);
	return path ? writer_cgroup(r->writer, id, path, names) : 0;
}

static int write_netns(struct recorder *r, uint32_t netns)
{
	const struct host_facts *host = &r->run->host;
	const char *name;

	if (!netns || !host->netns_name || writer_has_netns(r->writer, netns))
		return 0;
	name = host->netns_name(host->ctx, netns);
	return name ? writer_netns(r->writer, netns, name) : 0;
}

static int write_link(struct recorder *r, uint32_t netns, uint32_t ifindex)
{
	const struct host_facts *host = &r->run->host;
	uint64_t bps = ifindex && host->link_bps ? host->link_bps(host->ctx, netns, ifindex) : 0;

	if (!bps || writer_has_link(r->writer, netns, ifindex, bps))
		return 0;
	return writer_link(r->writer, netns, ifindex, bps);
}

static int on_sample(void *ctx, const struct sample *s)
{
	struct recorder *r = ctx;
	int err = write_cgroup(r, s->id.cgroup_id);

	if (!err)
		err = write_netns(r, s->id.netns);
	if (!err)
		err = write_link(r, s->id.netns, s->id.ifindex);
	if (!err)
		err = writer_sample(r->writer, s);
	return told(r, err);
}

static int on_tick(void *ctx, const struct tick *t)
{
	struct recorder *r = ctx;
	struct summary summary;
	int err = writer_tick(r->writer, t);

	if (!err && t->ts_ns >= r->ledger_ns + LEDGER_NS &&
	    !r->run->ops->summary(r->run, &summary)) {
		r->ledger_ns = t->ts_ns;
		err = writer_ledger(r->writer, t->ts_ns, &summary.ledger);
	}
	return told(r, err);
}

struct consumer recorder_consumer(struct recorder *r)
{
	return (struct consumer){ on_sample, on_tick, r };
}

int recorder_finish(struct recorder *r, const struct summary *summary)
{
	uint64_t end_ns = r->run->start_ns + summary->duration_ns;
	int err = writer_ledger(r->writer, end_ns, &summary->ledger);

	return told(r, err ? err : writer_finish(r->writer, end_ns));
}

void recorder_say(const struct recorder *r, const struct summary *summary)
{
	struct writer_totals totals;
	char size[32];

	writer_totals(r->writer, &totals);
	log_note("%s: %" PRIu64 " samples of %" PRIu64 " sockets in %.1f s, %" PRIu64 " lost: %s",
		 writer_path(r->writer), totals.samples, totals.sockets,
		 (double)summary->duration_ns / NSEC_PER_SEC, summary->ledger.dropped,
		 quantity_size(size, sizeof(size), totals.bytes));
}

/* ---- the beginning ---- */

/* Called with the namespace entered. */
static int write_sysctls(void *ctx, uint32_t netns)
{
	struct recorder *r = ctx;
	char value[FILE_TEXT_MAX];
	int err = 0;

	for (size_t i = 0; !err && i < sizeof(sysctls) / sizeof(sysctls[0]); i++) {
		/* some kernels and namespaces lack some */
		if (!sysctl_text("", sysctls[i], value, sizeof(value)))
			err = writer_sysctl(r->writer, netns, sysctls[i], value);
	}
	return err;
}

static int open_writer(struct recorder *r, const char *path, const struct cli_opts *opts)
{
	char reason[WRITER_REASON_LEN];
	char hostname[HOST_NAME_MAX + 1] = "";
	struct summary summary = { 0 };
	struct writer_opts w = {
		.force = opts->force,
		.anonymize = opts->anonymize,
		.max_bytes = opts->max_size_bytes,
		.max_age_ns = opts->max_age_ns,
	};
	int err;

	gethostname(hostname, sizeof(hostname) - 1);
	r->run->ops->summary(r->run, &summary); /* for the names of its hooks */
	w.facts = (struct writer_facts){
		.program = "tcpbdp " TCPBDP_VERSION,
		.hostname = hostname,
		.kernel = r->run->kernel,
		.machine = r->run->machine,
		.cpus = (uint32_t)sysconf(_SC_NPROCESSORS_ONLN),
		.memory_bytes = r->run->memory_bytes,
		.page_bytes = r->run->page_bytes,
		.start_ns = r->run->start_ns,
		.start_realtime_ns = r->run->start_ns + r->run->realtime_offset_ns,
		.hook_recv = summary.hook_recv,
		.hook_send = summary.hook_send,
		.sample_interval_ms = opts->sample_interval_ms,
	};
	err = writer_new(path, &w, &r->writer, reason);
	if (err)
		log_error("%s", reason);
	return err;
}

int recorder_new(const char *path, const struct cli_opts *opts, struct run *run,
		 struct recorder **ret_recorder)
{
	struct recorder *r = calloc(1, sizeof(*r));
	struct netns_missed missed = { 0 };
	int err;

	if (!r) {
		log_error("cannot start: %s", strerror(ENOMEM));
		return -ENOMEM;
	}
	r->run = run;
	err = open_writer(r, path, opts);
	if (!err)
		err = told(r, netns_visit(write_sysctls, r, &missed));
	if (!err && missed.count)
		log_warning("the settings of %zu network namespaces are not in the capture: %s",
			    missed.count, strerror(-missed.err));
	if (err && r->writer)
		unlink(writer_path(r->writer));
	if (!err) {
		r->dir = strdup(writer_path(r->writer));
		run->place.dir = r->dir ? dirname(r->dir) : NULL;
		*ret_recorder = r;
		return 0;
	}
	recorder_free(r);
	return err;
}

void recorder_free(struct recorder *r)
{
	if (!r)
		return;
	writer_free(r->writer);
	free(r->dir);
	free(r);
}
