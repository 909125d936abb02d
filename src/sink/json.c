/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sink/json.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "finding/standings.h"
#include "sink/json_writer.h"
#include "sink/output.h"
#include "sink/socket_json.h"
#include "sink/total_json.h"

struct json_sink {
	struct sink sink;
	int fd;
	bool summary_alone;
	struct json_writer writer;
	struct standings *standings; /* of the sockets that live */
};

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
	json_known(w, "events_skipped", l->skipped_known, l->skipped);
	json_object_end(w);
}

static void write_summary(struct json_writer *w, const struct summary *s, uint64_t left_out)
{
	json_object_begin(w, NULL);
	json_text(w, "type", "summary");
	json_uint(w, "schema", JSON_SCHEMA);
	json_decimal(w, "duration_s", s->duration_ns, 9);
	json_uint(w, "sockets", s->sockets);
	if (s->forgotten)
		json_uint(w, "sockets_forgotten", s->forgotten);
	if (left_out)
		json_uint(w, "sockets_left_out", left_out);
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
	int err = standings_add(js->standings, f);

	if (err || js->summary_alone)
		return err;
	json_writer_begin(&js->writer);
	socket_json_write(&js->writer, f);
	return write_line(js);
}

static int json_interval_end(struct sink *sink)
{
	(void)sink; /* every line is written at once */
	return 0;
}

static int write_total(struct json_sink *js, const struct socket_total *total, bool closed)
{
	json_writer_begin(&js->writer);
	total_json_write(&js->writer, total, closed);
	return write_line(js);
}

static int json_socket_end(struct sink *sink, uint64_t cookie)
{
	struct json_sink *js = (struct json_sink *)sink;
	struct socket_total *total = standings_take(js->standings, cookie);
	int err = total ? write_total(js, total, true) : 0;

	free(total);
	return err;
}

static int json_summary(struct sink *sink, const struct summary *s)
{
	struct json_sink *js = (struct json_sink *)sink;
	const struct socket_total *const *totals;
	size_t count = standings_sort(js->standings, &totals);
	int err = 0;

	for (size_t i = 0; !err && i < count; i++)
		err = write_total(js, totals[i], false);
	if (err)
		return err;
	json_writer_begin(&js->writer);
	write_summary(&js->writer, s, standings_left_out(js->standings));
	return write_line(js);
}

static void json_free(struct sink *sink)
{
	struct json_sink *js = (struct json_sink *)sink;

	if (!js)
		return;
	json_writer_free(&js->writer);
	standings_free(js->standings);
	free(js);
}

static const struct sink_ops json_ops = {
	.finding = json_finding,
	.interval_end = json_interval_end,
	.socket_end = json_socket_end,
	.summary = json_summary,
	.free = json_free,
};

int json_sink_new(FILE *out, bool summary_alone, struct sink **ret_sink)
{
	struct json_sink *js = calloc(1, sizeof(*js));

	if (!js)
		return -ENOMEM;
	js->standings = standings_new(STANDINGS_MAX);
	if (!js->standings) {
		free(js);
		return -ENOMEM;
	}
	js->sink.ops = &json_ops;
	js->summary_alone = summary_alone;
	js->fd = fileno(out);
	*ret_sink = &js->sink;
	return 0;
}
