/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sink/json.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "sink/format.h"
#include "sink/output.h"
#include "sink/quote.h"

#define SCHEMA 1

/*
 * 16 digits are what the microseconds of an epoch time take, and one less than where 0.97 turns
 * into 0.96999999999999997. Beyond ASCII all is escaped: a terminal may be behind the pipe.
 */
#define DUMP_FLAGS (JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(16))

struct json_sink {
	struct sink sink;
	int fd;
	char *line; /* grows to the longest */
	size_t size;
};

/* Takes value. In the order of the calls; -ENOMEM also for a value that could not be made. */
static int put(json_t *object, const char *key, json_t *value)
{
	return json_object_set_new_nocheck(object, key, value) ? -ENOMEM : 0;
}

/* Rates saturate at UINT64_MAX, jansson's integers end at INT64_MAX. */
static json_t *uint_new(uint64_t value)
{
	return json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value);
}

static json_t *known_new(bool known, uint64_t value)
{
	return known ? uint_new(value) : json_null();
}

static json_t *name_new(const char *name)
{
	return name ? json_string(name) : json_null();
}

/* Text from outside, any bytes. NULL and "": not known. */
static json_t *text_new(const char *text)
{
	json_t *string = NULL;
	char *quoted;
	size_t size;

	if (!text || !*text)
		return json_null();
	size = QUOTE_LEN(strlen(text));
	quoted = malloc(size);
	if (quoted)
		string = json_string(quote_utf8(quoted, size, text));
	free(quoted);
	return string;
}

static json_t *seconds_new(uint64_t time_ns)
{
	return json_real((double)time_ns / 1e9);
}

static int put_header(json_t *o, const char *type)
{
	return put(o, "type", json_string(type)) | put(o, "schema", uint_new(SCHEMA));
}

/* What both directions begin with. */
static int put_verdict(json_t *o, const struct finding_direction *dir)
{
	bool bdp_known = dir->bdp_bound != BDP_UNKNOWN;
	int err = 0;

	err |= put(o, "limit", json_string(limit_name(dir->limit)));
	err |= put(o, "cause", name_new(cause_name(dir->cause)));
	err |= put(o, "undersized", json_boolean(dir->undersized));
	err |= put(o, "limit_share", json_real(dir->limit_share_permille / 1000.0));
	err |= put(o, "rate_bps", uint_new(dir->rate_bps));
	err |= put(o, "bdp_bytes", known_new(bdp_known, dir->bdp_bytes));
	err |= put(o, "bdp_bound", name_new(bdp_bound_name(dir->bdp_bound)));
	err |= put(o, "window_bytes", uint_new(dir->window_bytes));
	err |= put(o, "ceiling_bps", known_new(dir->ceiling_bps, dir->ceiling_bps));
	return err;
}

/* What both end with. */
static int put_buffer(json_t *o, const struct finding_direction *dir)
{
	bool needed_known = dir->needed_source != NEEDED_NONE;
	int err = 0;

	err |= put(o, "buffer_bytes", uint_new(dir->buffer_bytes));
	err |= put(o, "buffer_used_bytes", uint_new(dir->buffer_used_bytes));
	err |= put(o, "buffer_max_bytes", uint_new(dir->buffer_max_bytes));
	err |= put(o, "buffer_locked", json_boolean(dir->buffer_locked));
	err |= put(o, "needed_bytes", known_new(needed_known, dir->needed_bytes));
	err |= put(o, "needed_source", name_new(needed_source_name(dir->needed_source)));
	return err;
}

static int put_send(json_t *parent, const struct finding_send *send)
{
	json_t *o = json_object();
	int err = put_verdict(o, &send->dir);

	err |= put(o, "inflight_bytes", uint_new(send->inflight_bytes));
	err |= put(o, "cwnd_bytes", uint_new(send->cwnd_bytes));
	err |= put(o, "peer_window_bytes", uint_new(send->peer_window_bytes));
	err |= put(o, "peer_wscale", known_new(send->peer_wscale >= 0, send->peer_wscale));
	err |= put_buffer(o, &send->dir);
	return err | put(parent, "send", o);
}

static int put_recv(json_t *parent, const struct finding_recv *recv)
{
	json_t *o = json_object();
	int err = put_verdict(o, &recv->dir);

	err |= put(o, "unread_bytes", uint_new(recv->unread_bytes));
	err |= put(o, "wscale", known_new(recv->wscale >= 0, recv->wscale));
	err |= put_buffer(o, &recv->dir);
	return err | put(parent, "recv", o);
}

static int put_endpoint(json_t *o, const char *addr_key, const char *port_key,
			enum sample_family family, const struct endpoint *e)
{
	char addr[FORMAT_ENDPOINT_LEN];
	int err = put(o, addr_key, json_string(format_addr(addr, sizeof(addr), family, e)));

	return err | put(o, port_key, uint_new(e->port));
}

static int put_id(json_t *o, const struct sample_id *id)
{
	static const char *const families[] = {
		[FAMILY_INET] = "inet",
		[FAMILY_INET6] = "inet6",
	};
	char cookie[24];
	int err = 0;

	static_assert(sizeof(families) / sizeof(families[0]) == FAMILY_MAX, "a family has no name");
	snprintf(cookie, sizeof(cookie), "%" PRIu64, id->cookie);
	err |= put(o, "cookie", json_string(cookie));
	err |= put(o, "netns", known_new(id->netns, id->netns));
	err |= put(o, "family", json_string(families[id->family]));
	err |= put_endpoint(o, "laddr", "lport", id->family, &id->local);
	err |= put_endpoint(o, "raddr", "rport", id->family, &id->remote);
	return err;
}

static int put_finding(json_t *o, const struct finding *f)
{
	int err = put_header(o, "socket");

	err |= put(o, "ts", json_real((double)(f->ts_ns / 1000) / 1e6));
	err |= put_id(o, &f->id);
	err |= put(o, "state", json_string(tcp_state_name(f->state)));
	err |= put(o, "pid", known_new(f->id.pid, f->id.pid));
	err |= put(o, "comm", text_new(f->id.comm));
	err |= put(o, "cgroup", text_new(f->cgroup));
	err |= put(o, "interval_s", seconds_new(f->interval_ns));
	err |= put(o, "rtt_min_us", known_new(f->rtt_min_us, f->rtt_min_us));
	err |= put(o, "srtt_us", known_new(f->srtt_us, f->srtt_us));
	err |= put(o, "mss", known_new(f->mss_bytes, f->mss_bytes));
	err |= put(o, "congestion_control", text_new(f->id.congestion_control));
	err |= put_send(o, &f->send);
	err |= put_recv(o, &f->recv);
	return err;
}

static int put_undersized(json_t *parent, const uint64_t undersized[CAUSE_MAX])
{
	json_t *o = json_object();
	int err = 0;

	for (int i = CAUSE_NONE + 1; i < CAUSE_MAX; i++) {
		if (undersized[i])
			err |= put(o, cause_name(i), uint_new(undersized[i]));
	}
	return err | put(parent, "undersized", o);
}

static int put_hooks(json_t *parent, const struct summary *s)
{
	json_t *o = json_object();
	int err = put(o, "recv", name_new(s->hook_recv));

	err |= put(o, "send", name_new(s->hook_send));
	return err | put(parent, "hooks", o);
}

static int put_ledger(json_t *parent, const struct ledger *l)
{
	json_t *o = json_object(), *by_event = json_object();
	int err = put(o, "events_seen", uint_new(ledger_events_seen(l)));

	for (int i = 0; i < EVENT_MAX; i++)
		err |= put(by_event, event_name(i), uint_new(l->by_event[i]));
	err |= put(o, "by_event", by_event);
	err |= put(o, "samples_emitted", uint_new(l->emitted));
	err |= put(o, "samples_suppressed", uint_new(l->suppressed));
	err |= put(o, "samples_dropped", uint_new(l->dropped));
	err |= put(o, "events_filtered", uint_new(l->filtered));
	err |= put(o, "samples_consumed", uint_new(l->consumed));
	return err | put(parent, "ledger", o);
}

static int put_summary(json_t *o, const struct summary *s)
{
	int err = put_header(o, "summary");

	err |= put(o, "duration_s", seconds_new(s->duration_ns));
	err |= put(o, "sockets", uint_new(s->sockets));
	err |= put_undersized(o, s->undersized);
	err |= put_hooks(o, s);
	err |= put_ledger(o, &s->ledger);
	return err;
}

/* The object and its newline, in the sink's buffer, which grows to the longest line. */
static int dump_line(struct json_sink *js, const json_t *object, size_t *ret_len)
{
	size_t len = json_dumpb(object, js->line, js->size, DUMP_FLAGS);

	if (len == 0)
		return -ENOMEM; /* what it dumps is always a valid object */
	if (len + 1 > js->size) {
		char *line = realloc(js->line, len + 1);

		if (!line)
			return -ENOMEM;
		js->line = line;
		js->size = len + 1;
		json_dumpb(object, js->line, js->size, DUMP_FLAGS);
	}
	js->line[len] = '\n';
	*ret_len = len + 1;
	return 0;
}

/* Takes object. err: what making it came to. */
static int write_line(struct json_sink *js, json_t *object, int err)
{
	size_t len;

	if (!err)
		err = dump_line(js, object, &len);
	if (!err)
		err = output_write(js->fd, js->line, len);
	json_decref(object);
	return err;
}

static int json_finding(struct sink *sink, const struct finding *f)
{
	json_t *object = json_object();

	return write_line((struct json_sink *)sink, object, put_finding(object, f));
}

static int json_interval_end(struct sink *sink)
{
	(void)sink; /* every line is written at once */
	return 0;
}

static int json_summary(struct sink *sink, const struct summary *s)
{
	json_t *object = json_object();

	return write_line((struct json_sink *)sink, object, put_summary(object, s));
}

static void json_free(struct sink *sink)
{
	struct json_sink *js = (struct json_sink *)sink;

	if (!js)
		return;
	free(js->line);
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
