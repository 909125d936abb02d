// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/socket_json.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "sink/format.h"
#include "sink/workload_json.h"
#include "verdict/explain.h"

/* What of a finding is known: inet_diag tells less than the kernel's own structures. */
struct known {
	bool whole;
	bool full;     /* a full socket at all */
	bool interval; /* rates and shares */
	bool listens;  /* it has no peer */
};

static void write_fact(struct json_writer *w, const struct fact *fact)
{
	char key[PREDICATE_NAME_LEN];

	predicate_key(key, fact->predicate);
	if (fact->unit == FACT_FLAG) {
		json_bool(w, key, fact->holds);
		return;
	}
	json_array_begin(w, key);
	json_uint(w, NULL, fact->seen);
	json_uint(w, NULL, fact->asked);
	json_array_end(w);
}

static void write_row(struct json_writer *w, const struct rule *rule, const struct fact *facts,
		      unsigned count)
{
	json_text(w, "rule", rule->name);
	json_object_begin(w, "facts");
	for (unsigned i = 0; i < count; i++)
		write_fact(w, &facts[i]);
	json_object_end(w);
}

/* The row that decided last; the limit's, where another names the cause; and the one that came
 * nearest, with the figure that it failed by. */
static void write_because(struct json_writer *w, const struct because *because)
{
	const struct reason *deciding = explain_deciding(because), *limit;

	if (!deciding) {
		json_text(w, "because", NULL);
		return;
	}
	limit = &because->limit;
	json_object_begin(w, "because");
	write_row(w, deciding->rule, deciding->facts, deciding->facts_count);
	if (deciding != limit) {
		json_object_begin(w, "limit");
		write_row(w, limit->rule, limit->facts, limit->facts_count);
		json_object_end(w);
	}
	if (deciding->nearest) {
		json_object_begin(w, "nearest");
		write_row(w, deciding->nearest, &deciding->failed, 1);
		json_object_end(w);
	}
	json_object_end(w);
}

/* What both directions begin with. */
static void write_verdict(struct json_writer *w, const struct finding_direction *dir,
			  const struct known *known)
{
	json_text(w, "limit", limit_name(dir->limit));
	json_text(w, "cause", cause_name(dir->cause));
	json_bool(w, "undersized", dir->undersized);
	if (known->interval)
		write_because(w, finding_because(dir));
	if (known->interval || (dir->limit != LIMIT_IDLE && dir->limit != LIMIT_UNKNOWN))
		json_decimal(w, "limit_share", dir->limit_share_permille, 3);
	else
		json_text(w, "limit_share", NULL);
	json_known(w, "rate_bps", known->interval, dir->rate_bps);
	json_known(w, "bdp_bytes", dir->bdp_bound != BDP_UNKNOWN, dir->bdp_bytes);
	json_text(w, "bdp_bound", bdp_bound_name(dir->bdp_bound));
	json_known(w, "window_bytes",
		   known->full && (dir->window_bytes || (known->whole && !known->listens)),
		   dir->window_bytes);
	json_known(w, "ceiling_bps", known->whole && dir->ceiling_bps, dir->ceiling_bps);
	if (!known->interval)
		json_text(w, "ceiling_bound",
			  !known->whole || !dir->ceiling_bps ? NULL
			  : dir->ceiling_is_lower            ? "lower"
							     : "exact");
}

/* What both end with. */
static void write_buffer(struct json_writer *w, const struct finding_direction *dir,
			 const struct known *known)
{
	json_known(w, "buffer_bytes", known->full, dir->buffer_bytes);
	json_known(w, "buffer_used_bytes", known->full, dir->buffer_used_bytes);
	json_known(w, "buffer_max_bytes", known->whole, dir->buffer_max_bytes);
	if (known->whole)
		json_bool(w, "buffer_locked", dir->buffer_locked);
	else
		json_text(w, "buffer_locked", NULL);
	json_known(w, "needed_bytes", dir->needed_source != NEEDED_NONE, dir->needed_bytes);
	json_text(w, "needed_source", needed_source_name(dir->needed_source));
}

static void write_share(struct json_writer *w, const char *key, bool known, uint16_t permille)
{
	if (known)
		json_decimal(w, key, permille, 3);
	else
		json_text(w, key, NULL);
}

/* Of a moment, and where nothing was judged, there are none. */
static void write_shares(struct json_writer *w, const struct send_shares *shares)
{
	bool known = shares->app + shares->cwnd + shares->rwnd + shares->sndbuf;

	write_share(w, "app_share", known, shares->app);
	write_share(w, "cwnd_share", known, shares->cwnd);
	write_share(w, "rwnd_share", known, shares->rwnd);
	write_share(w, "sndbuf_share", known, shares->sndbuf);
}

static void write_send(struct json_writer *w, const struct finding_send *send,
		       const struct known *known)
{
	json_object_begin(w, "send");
	write_verdict(w, &send->dir, known);
	json_known(w, "inflight_bytes", known->full && !known->listens, send->inflight_bytes);
	json_known(w, "cwnd_bytes", known->full && !known->listens, send->cwnd_bytes);
	json_known(w, "peer_window_bytes", known->full && !known->listens, send->peer_window_bytes);
	json_known(w, "peer_wscale", send->peer_wscale >= 0, (uint64_t)send->peer_wscale);
	json_known(w, "pacing_bps", known->whole && send->pacing_bps, send->pacing_bps);
	json_known(w, "sent_bytes", known->interval, send->sent_bytes);
	json_known(w, "retrans_bytes", known->interval, send->retrans_bytes);
	json_known(w, "zero_windows", known->interval, send->zero_windows);
	write_buffer(w, &send->dir, known);
	write_shares(w, &send->shares);
	json_object_end(w);
}

static void write_recv(struct json_writer *w, const struct finding_recv *recv,
		       const struct known *known)
{
	json_object_begin(w, "recv");
	write_verdict(w, &recv->dir, known);
	json_known(w, "unread_bytes", known->full && !known->listens, recv->unread_bytes);
	json_known(w, "wscale", recv->wscale >= 0, (uint64_t)recv->wscale);
	write_buffer(w, &recv->dir, known);
	json_object_end(w);
}

static void write_ends(struct json_writer *w, const struct sample_id *id)
{
	static const char *const families[] = {
		[FAMILY_INET] = "inet",
		[FAMILY_INET6] = "inet6",
	};
	char addr[FORMAT_ENDPOINT_LEN];

	static_assert(sizeof(families) / sizeof(families[0]) == FAMILY_MAX, "a family has no name");
	json_text(w, "family", families[id->family]);
	json_text(w, "laddr", format_addr(addr, sizeof(addr), id->family, &id->local));
	json_uint(w, "lport", id->local.port);
	json_text(w, "raddr", format_addr(addr, sizeof(addr), id->family, &id->remote));
	json_uint(w, "rport", id->remote.port);
}

static void write_cookie(struct json_writer *w, const struct sample_id *id)
{
	char cookie[24];

	snprintf(cookie, sizeof(cookie), "%" PRIu64, id->cookie);
	json_text(w, "cookie", cookie);
	json_known(w, "netns", id->netns, id->netns);
}

void socket_json_id(struct json_writer *w, const struct sample_id *id)
{
	write_cookie(w, id);
	write_ends(w, id);
}

static const char *known_text(const char *text)
{
	return text && *text ? text : NULL;
}

static void write_holders(struct json_writer *w, enum holders holders)
{
	if (holders == HOLDERS_UNKNOWN)
		json_text(w, "held_by_others", NULL);
	else
		json_bool(w, "held_by_others", holders == HOLDERS_MORE);
}

void socket_json_write(struct json_writer *w, const struct finding *f)
{
	const struct known known = {
		.whole = f->detail == DETAIL_WHOLE,
		.full = f->detail != DETAIL_MINI,
		.interval = f->interval_ns,
		.listens = f->state == TCP_STATE_LISTEN,
	};
	struct workload workload;

	json_object_begin(w, NULL);
	json_text(w, "type", "socket");
	json_uint(w, "schema", JSON_SCHEMA);
	json_decimal(w, "ts", f->ts_ns / 1000, 6);
	write_cookie(w, &f->id);
	json_text(w, "netns_name", f->netns_name);
	write_ends(w, &f->id);
	json_text(w, "state", tcp_state_name(f->state));
	json_known(w, "pid", f->id.pid, f->id.pid);
	json_text(w, "comm", known_text(f->id.comm));
	json_text(w, "cgroup", known_text(f->cgroup));
	workload_of_path(f->cgroup, &workload);
	workload_json_write(w, &workload, f->names);
	if (known.interval)
		json_decimal(w, "interval_s", f->interval_ns, 9);
	else
		write_holders(w, f->holders);
	json_known(w, "rtt_min_us", f->rtt_min_us, f->rtt_min_us);
	json_known(w, "srtt_us", f->srtt_us, f->srtt_us);
	json_known(w, "mss", f->mss_bytes, f->mss_bytes);
	json_text(w, "congestion_control", known_text(f->id.congestion_control));
	write_send(w, &f->send, &known);
	write_recv(w, &f->recv, &known);
	json_object_end(w);
}
