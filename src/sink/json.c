/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sink/json.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "sink/format.h"
#include "sink/json_writer.h"
#include "sink/output.h"

#define SCHEMA 1

struct json_sink {
	struct sink sink;
	int fd;
	struct json_writer writer;
};

/* What both directions begin with. */
static void write_verdict(struct json_writer *w, const struct finding_direction *dir)
{
	json_text(w, "limit", limit_name(dir->limit));
	json_text(w, "cause", cause_name(dir->cause));
	json_bool(w, "undersized", dir->undersized);
	json_decimal(w, "limit_share", dir->limit_share_permille, 3);
	json_uint(w, "rate_bps", dir->rate_bps);
	json_known(w, "bdp_bytes", dir->bdp_bound != BDP_UNKNOWN, dir->bdp_bytes);
	json_text(w, "bdp_bound", bdp_bound_name(dir->bdp_bound));
	json_uint(w, "window_bytes", dir->window_bytes);
	json_known(w, "ceiling_bps", dir->ceiling_bps, dir->ceiling_bps);
}

/* What both end with. */
static void write_buffer(struct json_writer *w, const struct finding_direction *dir)
{
	json_uint(w, "buffer_bytes", dir->buffer_bytes);
	json_uint(w, "buffer_used_bytes", dir->buffer_used_bytes);
	json_uint(w, "buffer_max_bytes", dir->buffer_max_bytes);
	json_bool(w, "buffer_locked", dir->buffer_locked);
	json_known(w, "needed_bytes", dir->needed_source != NEEDED_NONE, dir->needed_bytes);
	json_text(w, "needed_source", needed_source_name(dir->needed_source));
}

static void write_shares(struct json_writer *w, const struct send_shares *shares)
{
	json_object_begin(w, "shares");
	json_decimal(w, "app", shares->app, 3);
	json_decimal(w, "cwnd", shares->cwnd, 3);
	json_decimal(w, "rwnd", shares->rwnd, 3);
	json_decimal(w, "sndbuf", shares->sndbuf, 3);
	json_object_end(w);
}

static void write_send(struct json_writer *w, const struct finding_send *send)
{
	json_object_begin(w, "send");
	write_verdict(w, &send->dir);
	json_uint(w, "inflight_bytes", send->inflight_bytes);
	json_uint(w, "cwnd_bytes", send->cwnd_bytes);
	json_uint(w, "peer_window_bytes", send->peer_window_bytes);
	json_known(w, "peer_wscale", send->peer_wscale >= 0, (uint64_t)send->peer_wscale);
	write_buffer(w, &send->dir);
	write_shares(w, &send->shares);
	json_object_end(w);
}

static void write_recv(struct json_writer *w, const struct finding_recv *recv)
{
	json_object_begin(w, "recv");
	write_verdict(w, &recv->dir);
	json_uint(w, "unread_bytes", recv->unread_bytes);
	json_known(w, "wscale", recv->wscale >= 0, (uint64_t)recv->wscale);
	write_buffer(w, &recv->dir);
	json_object_end(w);
}

static void write_id(struct json_writer *w, const struct sample_id *id)
{
	static const char *const families[] = {
		[FAMILY_INET] = "inet",
		[FAMILY_INET6] = "inet6",
	};
	char cookie[24], addr[FORMAT_ENDPOINT_LEN];

	static_assert(sizeof(families) / sizeof(families[0]) == FAMILY_MAX, "a family has no name");
	snprintf(cookie, sizeof(cookie), "%" PRIu64, id->cookie);
	json_text(w, "cookie", cookie);
	json_known(w, "netns", id->netns, id->netns);
	json_text(w, "family", families[id->family]);
	json_text(w, "laddr", format_addr(addr, sizeof(addr), id->family, &id->local));
	json_uint(w, "lport", id->local.port);
	json_text(w, "raddr", format_addr(addr, sizeof(addr), id->family, &id->remote));
	json_uint(w, "rport", id->remote.port);
}

static const char *known_text(const char *text)
{
	return text && *text ? text : NULL;
}

static void write_finding(struct json_writer *w, const struct finding *f)
{
	json_object_begin(w, NULL);
	json_text(w, "type", "socket");
	json_uint(w, "schema", SCHEMA);
	json_decimal(w, "ts", f->ts_ns / 1000, 6);
	write_id(w, &f->id);
	json_text(w, "state", tcp_state_name(f->state));
	json_known(w, "pid", f->id.pid, f->id.pid);
	json_text(w, "comm", known_text(f->id.comm));
	json_text(w, "cgroup", known_text(f->cgroup));
	json_decimal(w, "interval_s", f->interval_ns, 9);
	json_known(w, "rtt_min_us", f->rtt_min_us, f->rtt_min_us);
	json_known(w, "srtt_us", f->srtt_us, f->srtt_us);
	json_known(w, "mss", f->mss_bytes, f->mss_bytes);
	json_text(w, "congestion_control", known_text(f->id.congestion_control));
	write_send(w, &f->send);
	write_recv(w, &f->recv);
	json_object_end(w);
}

static void write_undersized(struct json_writer *w, const uint64_t undersized[CAUSE_MAX])
{
	json_object_begin(w, "undersized");
	for (int i = CAUSE_NONE + 1; i < CAUSE_MAX; i++) {
		if (undersized[i])
			json_uint(w, cause_name(i), undersized[i]);
	}
	json_object_end(w);
}

static void write_ledger(struct json_writer *w, const struct ledger *l)
{
	json_object_begin(w, "ledger");
	json_uint(w, "events_seen", ledger_events_seen(l));
	json_object_begin(w, "by_event");
	for (int i = 0; i < EVENT_MAX; i++)
		json_uint(w, event_name(i), l->by_event[i]);
	json_object_end(w);
	json_uint(w, "samples_emitted", l->emitted);
	json_uint(w, "samples_suppressed", l->suppressed);
	json_uint(w, "samples_dropped", l->dropped);
	json_uint(w, "events_filtered", l->filtered);
	json_uint(w, "samples_consumed", l->consumed);
	json_object_end(w);
}

static void write_summary(struct json_writer *w, const struct summary *s)
{
	json_object_begin(w, NULL);
	json_text(w, "type", "summary");
	json_uint(w, "schema", SCHEMA);
	json_decimal(w, "duration_s", s->duration_ns, 9);
	json_uint(w, "sockets", s->sockets);
	write_undersized(w, s->undersized);
	json_object_begin(w, "hooks");
	json_text(w, "recv", s->hook_recv);
	json_text(w, "send", s->hook_send);
	json_object_end(w);
	write_ledger(w, &s->ledger);
	json_bool(w, "partial", s->partial);
	json_object_end(w);
}

static int write_line(struct json_sink *js)
{
	int err = json_writer_end(&js->writer);

	return err ? err : output_write(js->fd, js->writer.data, js->writer.len);
}

static int json_finding(struct sink *sink, const struct finding *f)
{
	struct json_sink *js = (struct json_sink *)sink;

	json_writer_begin(&js->writer);
	write_finding(&js->writer, f);
	return write_line(js);
}

static int json_interval_end(struct sink *sink)
{
	(void)sink; /* every line is written at once */
	return 0;
}

static int json_summary(struct sink *sink, const struct summary *s)
{
	struct json_sink *js = (struct json_sink *)sink;

	json_writer_begin(&js->writer);
	write_summary(&js->writer, s);
	return write_line(js);
}

static void json_free(struct sink *sink)
{
	struct json_sink *js = (struct json_sink *)sink;

	if (!js)
		return;
	json_writer_free(&js->writer);
	free(js);
}

static const struct sink_ops json_ops = {
	.finding = json_finding,
	.interval_end = json_interval_end,
	.summary = json_summary,
	.free = json_free,
};

int json_sink_new(FILE *out, struct sink **ret_sink)
{
	struct json_sink *js = calloc(1, sizeof(*js));

	if (!js)
		return -ENOMEM;
	js->sink.ops = &json_ops;
	js->fd = fileno(out);
	*ret_sink = &js->sink;
	return 0;
}
