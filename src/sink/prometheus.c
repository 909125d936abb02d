// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/prometheus.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/units.h"
#include "sink/exposition.h"

#define NAME_LEN 80

/* ---- sockets of the last interval ---- */

static const char *family_name(enum sample_family family)
{
	return family == FAMILY_INET ? "inet" : "inet6";
}

static void write_sockets(FILE *out, const struct tally_interval *last)
{
	static const char name[] = "tcpbdp_sockets";

	exposition_family(out, name, "gauge",
			  "Sockets that were active in the last interval, by what limited each "
			  "direction.");
	for (int family = 0; family < FAMILY_MAX; family++)
		for (int dir = 0; dir < DIRECTION_MAX; dir++)
			for (int limit = 0; limit < LIMIT_MAX; limit++)
				if (limit_of_direction(limit, dir))
					exposition_uint(out, name, "",
							LABELS({ "family", family_name(family) },
							       { "direction", direction_name(dir) },
							       { "limit", limit_name(limit) }),
							last->sockets[family][dir][limit]);
}

/* By cause: those that flag a socket, or the others. */
static void write_causes(FILE *out, const char *name, const char *type, const char *help,
			 bool undersized, const uint64_t values[DIRECTION_MAX][CAUSE_MAX])
{
	exposition_family(out, name, type, help);
	for (int dir = 0; dir < DIRECTION_MAX; dir++)
		for (int cause = 0; cause < CAUSE_MAX; cause++)
			if (cause_of_direction(cause, dir) && cause_undersized(cause) == undersized)
				exposition_uint(out, name, "",
						LABELS({ "direction", direction_name(dir) },
						       { "cause", cause_name(cause) }),
						values[dir][cause]);
}

static void write_undersized(FILE *out, const struct tally_interval *last)
{
	write_causes(out, "tcpbdp_undersized_sockets", "gauge",
		     "Sockets that were slower than their path allows, by the setting to blame.",
		     true, last->causes);
	write_causes(out, "tcpbdp_excused_sockets", "gauge",
		     "Sockets at the end of a buffer or window where a larger one would not help, "
		     "by the reason.",
		     false, last->causes);
}

static void write_unknown(FILE *out, const struct tally_interval *last)
{
	static const char name[] = "tcpbdp_unknown_sockets";

	exposition_family(
		out, name, "gauge",
		"Sockets whose limit is unknown, by the rule that left it open: see tcpbdp "
		"help limits.");
	for (int dir = 0; dir < DIRECTION_MAX; dir++) {
		size_t count;
		const struct rule *rows = rules_of(tally_limit_rules(dir), &count);

		for (size_t i = 0; i < count; i++)
			if (rows[i].result == LIMIT_UNKNOWN)
				exposition_uint(out, name, "",
						LABELS({ "direction", direction_name(dir) },
						       { "rule", rows[i].name }),
						last->unknown[dir][i]);
	}
}

/* Bytes, from bits per second; NaN where there is no such socket. */
static void write_ceiling(FILE *out, const char *name, const char *help,
			  const uint64_t bps[DIRECTION_MAX])
{
	exposition_family(out, name, "gauge", help);
	for (int dir = 0; dir < DIRECTION_MAX; dir++) {
		const struct label *labels = LABELS({ "direction", direction_name(dir) });

		if (bps[dir])
			exposition_fraction(out, name, "", labels, bps[dir], 8);
		else
			exposition_nan(out, name, labels);
	}
}

static void write_ceilings(FILE *out, const struct tally_interval *last)
{
	write_ceiling(out, "tcpbdp_undersized_ceiling_min_bytes_per_second",
		      "The rate that the slowest of the undersized sockets cannot pass.",
		      last->ceiling_min_bps);
	write_ceiling(out, "tcpbdp_undersized_ceiling_median_bytes_per_second",
		      "The rate that half of the undersized sockets cannot pass.",
		      last->ceiling_median_bps);
}

static void write_needs(FILE *out, const struct tally_interval *last)
{
	static const char needed[] = "tcpbdp_buffer_needed_bytes";
	static const char configured[] = "tcpbdp_buffer_configured_bytes";

	exposition_family(out, needed, "gauge",
			  "The largest value that a socket held back by this setting needs it to "
			  "have; 0 if there is none.");
	for (int i = 0; i < TALLY_SYSCTL_MAX; i++)
		exposition_uint(out, needed, "", LABELS({ "sysctl", tally_sysctl_name(i) }),
				last->needs[i].needed_bytes);
	exposition_family(out, configured, "gauge",
			  "The maximum that this setting has in that socket's network namespace, "
			  "else in our own.");
	for (int i = 0; i < TALLY_SYSCTL_MAX; i++) {
		const struct label *labels = LABELS({ "sysctl", tally_sysctl_name(i) });

		if (last->needs[i].configured_bytes)
			exposition_uint(out, configured, "", labels,
					last->needs[i].configured_bytes);
		else
			exposition_nan(out, configured, labels);
	}
}

/* ---- what grows ---- */

/* tcpbdp_bytes_total, or once: tcpbdp_interval_bytes. */
static const char *counter_name(char buf[NAME_LEN], const char *stem, bool once)
{
	snprintf(buf, NAME_LEN, once ? "tcpbdp_interval_%s" : "tcpbdp_%s_total", stem);
	return buf;
}

static const char *counter_type(bool once)
{
	return once ? "gauge" : "counter";
}

static void write_bytes(FILE *out, const struct tally_totals *totals, bool once)
{
	char name[NAME_LEN];

	counter_name(name, "bytes", once);
	exposition_family(out, name, counter_type(once),
			  "Payload that was acknowledged or received, by what limited it.");
	for (int dir = 0; dir < DIRECTION_MAX; dir++)
		for (int limit = 0; limit < LIMIT_MAX; limit++)
			if (limit_of_direction(limit, dir))
				exposition_uint(out, name, "",
						LABELS({ "direction", direction_name(dir) },
						       { "limit", limit_name(limit) }),
						totals->bytes[dir][limit]);
	write_causes(out, counter_name(name, "undersized_bytes", once), counter_type(once),
		     "Payload of undersized sockets, by the setting to blame: the traffic that the "
		     "fault touches.",
		     true, totals->undersized_bytes);
}

static void write_counter(FILE *out, const char *stem, const char *help, uint64_t value, bool once)
{
	char name[NAME_LEN];

	counter_name(name, stem, once);
	exposition_family(out, name, counter_type(once), help);
	exposition_uint(out, name, "", NULL, value);
}

static void write_sent(FILE *out, const struct tally_totals *totals, bool once)
{
	write_counter(out, "sent_bytes", "Payload that was sent, what was sent again included.",
		      totals->sent_bytes, once);
	write_counter(out, "retransmitted_bytes", "Of it, what was sent again.",
		      totals->retrans_bytes, once);
	write_counter(out, "zero_windows", "Times that peers closed their windows.",
		      totals->zero_windows, once);
}

static void write_skipped(FILE *out, const struct ledger *l, bool once)
{
	char name[NAME_LEN];

	counter_name(name, "events_skipped", once);
	exposition_family(out, name, counter_type(once),
			  "Events that no hook saw, since the kernel does not let a program "
			  "interrupt itself.");
	if (l->skipped_known)
		exposition_uint(out, name, "", NULL, l->skipped);
	else
		exposition_nan(out, name, NULL);
}

static void write_ledger(FILE *out, const struct prometheus_facts *facts)
{
	const struct ledger *l = &facts->summary->ledger;
	char name[NAME_LEN];

	counter_name(name, "events", facts->once);
	exposition_family(
		out, name, counter_type(facts->once),
		"What the hooks saw in the kernel: events = samples emitted + suppressed + "
		"dropped + events filtered.");
	for (int i = 0; i < EVENT_MAX; i++)
		exposition_uint(out, name, "", LABELS({ "event", event_name(i) }), l->by_event[i]);
	write_counter(out, "events_filtered", "Events of sockets that were not asked for.",
		      l->filtered, facts->once);
	write_counter(out, "samples_emitted", "Samples that the kernel handed out.", l->emitted,
		      facts->once);
	write_counter(out, "samples_suppressed",
		      "Events that became part of a later sample: nothing of them is lost.",
		      l->suppressed, facts->once);
	write_counter(out, "samples_dropped",
		      "Samples that found the buffer full: what they had is lost.", l->dropped,
		      facts->once);
	write_counter(out, "samples_consumed", "Samples that were taken from the buffer.",
		      l->consumed, facts->once);
	write_skipped(out, l, facts->once);
}

/* ---- distributions ---- */

struct distribution {
	enum metric metric;
	const char *name;
	const char *once_name;
	const char *help;
};

static const struct distribution distributions[] = {
	{ METRIC_RTT_MIN, "tcpbdp_rtt_min_seconds", "tcpbdp_interval_rtt_min_sockets",
	  "Minimum RTT of each active socket and interval: the path without its queues." },
	{ METRIC_QUEUE, "tcpbdp_queue_delay_seconds", "tcpbdp_interval_queue_delay_sockets",
	  "Mean RTT less the minimum, of each active socket and interval." },
	{ METRIC_BDP, "tcpbdp_bdp_bytes", "tcpbdp_interval_bdp_sockets",
	  "Bandwidth-delay product of each socket that moves data and interval; where no queue was "
	  "seen, a lower bound." },
	{ METRIC_HEADROOM, "tcpbdp_window_headroom_ratio",
	  "tcpbdp_interval_window_headroom_sockets",
	  "Window / BDP of each socket that moves data and interval: about 1, the window is what "
	  "binds." },
	{ METRIC_RATE, "tcpbdp_rate_bytes_per_second", "tcpbdp_interval_rate_sockets",
	  "Payload rate of each socket that moves data and interval." },
};

/* Cumulative, the last is all of them. */
static void write_buckets(FILE *out, const struct distribution *d, enum direction dir,
			  const struct buckets *b, bool once)
{
	const struct buckets_scale *scale = tally_scale(d->metric);
	const char *name = once ? d->once_name : d->name;
	bool own = !metric_of_path(d->metric);

	for (unsigned i = 0; i <= scale->bounds; i++) {
		char bound[EXPOSITION_NUMBER_LEN] = "+Inf";
		struct label labels[] = {
			/* le means something in a histogram alone */
			{ once ? "upto" : "le", bound },
			{ own ? "direction" : NULL, direction_name(dir) },
			{ NULL, NULL },
		};

		if (i < scale->bounds)
			exposition_number(bound, buckets_bound(scale, i), scale->per_unit);
		exposition_uint(out, name, once ? "" : "_bucket", labels, buckets_upto(b, i));
	}
	if (once)
		return;
	const struct label labels[] = {
		{ own ? "direction" : NULL, direction_name(dir) },
		{ NULL, NULL },
	};
	exposition_fraction(out, name, "_sum", labels, b->sum, scale->per_unit);
	exposition_uint(out, name, "_count", labels, buckets_upto(b, scale->bounds));
}

static void write_distributions(FILE *out, const struct tally_totals *totals, bool once)
{
	for (size_t i = 0; i < sizeof(distributions) / sizeof(distributions[0]); i++) {
		const struct distribution *d = &distributions[i];
		bool own = !metric_of_path(d->metric);

		exposition_family(out, once ? d->once_name : d->name, once ? "gauge" : "histogram",
				  d->help);
		for (int dir = 0; dir < (own ? DIRECTION_MAX : 1); dir++)
			write_buckets(out, d, dir, &totals->metrics[d->metric][dir], once);
	}
}

/* ---- groups ---- */

static uint64_t group_value(const struct top_group *g, unsigned what, uint64_t duration_ns)
{
	switch (what) {
	case 0:
		return g->sockets;
	case 1:
		return g->undersized;
	case 2:
		return rate_bps(g->bytes, duration_ns);
	default:
		return rate_bps(g->undersized_bytes, duration_ns);
	}
}

static void write_groups(FILE *out, const struct prometheus_facts *facts, uint64_t duration_ns)
{
	static const struct {
		const char *name, *help;
		uint64_t per_unit;
	} families[] = {
		{ "tcpbdp_group_sockets", "Active sockets of the last interval, by group.", 1 },
		{ "tcpbdp_group_undersized_sockets",
		  "Of them, those slower than their path allows.", 1 },
		{ "tcpbdp_group_rate_bytes_per_second",
		  "Payload of the last interval, both directions, by group.", 8 },
		{ "tcpbdp_group_undersized_rate_bytes_per_second",
		  "Of it, what undersized sockets moved.", 8 },
	};
	const struct top_group *groups;
	size_t count;

	if (!facts->groups)
		return;
	groups = top_groups_last(facts->groups, &count);
	for (unsigned i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		exposition_family(out, families[i].name, "gauge", families[i].help);
		for (size_t k = 0; k < count; k++)
			exposition_fraction(out, families[i].name, "",
					    LABELS({ facts->group_label, groups[k].label }),
					    group_value(&groups[k], i, duration_ns),
					    families[i].per_unit);
	}
}

/* ---- the exporter itself ---- */

static void write_gauge(FILE *out, const char *name, const char *help, uint64_t value,
			uint64_t per_unit)
{
	exposition_family(out, name, "gauge", help);
	exposition_fraction(out, name, "", NULL, value, per_unit);
}

static void write_about(FILE *out, const struct prometheus_facts *facts)
{
	const struct summary *s = facts->summary;

	exposition_family(out, "tcpbdp_build_info", "gauge", "Always 1: which tcpbdp wrote this.");
	exposition_uint(out, "tcpbdp_build_info", "",
			LABELS({ "version", facts->version },
			       { "mode", facts->once ? "once" : "daemon" }),
			1);
	exposition_family(out, "tcpbdp_kernel_info", "gauge", "Always 1: which kernel was seen.");
	exposition_uint(out, "tcpbdp_kernel_info", "",
			LABELS({ "release", facts->kernel }, { "machine", facts->machine }), 1);
	exposition_family(out, "tcpbdp_hook_info", "gauge",
			  "Always 1: how each side of the kernel is hooked.");
	exposition_uint(
		out, "tcpbdp_hook_info", "",
		LABELS({ "side", "recv" }, { "kind", s->hook_recv ? s->hook_recv : "none" }), 1);
	exposition_uint(
		out, "tcpbdp_hook_info", "",
		LABELS({ "side", "send" }, { "kind", s->hook_send ? s->hook_send : "none" }), 1);
	write_gauge(out, "tcpbdp_interval_seconds",
		    "Time between two writes of this file; with --once, that was looked at.",
		    facts->interval_ns, NSEC_PER_SEC);
	write_gauge(out, "tcpbdp_last_run_timestamp_seconds", "When this file was written.",
		    facts->realtime_ns / 1000000, 1000);
	if (!facts->once)
		write_counter(out, "write_failures",
			      "Times that this file could not be written, and stayed as it was.",
			      facts->write_failures, false);
}

int prometheus_write(FILE *out, const struct tally *tally, const struct prometheus_facts *facts)
{
	const struct tally_interval *last = tally_last(tally);
	const struct tally_totals *totals = tally_totals(tally);

	write_sockets(out, last);
	write_undersized(out, last);
	write_unknown(out, last);
	write_ceilings(out, last);
	write_needs(out, last);
	write_bytes(out, totals, facts->once);
	write_sent(out, totals, facts->once);
	write_distributions(out, totals, facts->once);
	write_groups(out, facts, last->duration_ns);
	write_ledger(out, facts);
	write_about(out, facts);
	if (fflush(out) || ferror(out))
		return -EIO;
	return 0;
}
