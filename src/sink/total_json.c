// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/total_json.h"

#include "sink/json.h"
#include "sink/socket_json.h"
#include "verdict/rules.h"

static void write_limits(struct json_writer *w, const struct direction_total *d)
{
	enum limit limit;

	json_object_begin(w, "limit_shares");
	for (unsigned n = 0; (limit = direction_total_limit(d, n)) != LIMIT_IDLE; n++)
		json_decimal(w, limit_name(limit), direction_total_share(d, limit), 3);
	json_object_end(w);
}

static void write_flagged(struct json_writer *w, const struct direction_total *d)
{
	json_object_begin(w, "flagged_intervals");
	for (int i = CAUSE_NONE + 1; i < CAUSE_MAX; i++)
		if (d->flagged[i])
			json_uint(w, cause_name(i), d->flagged[i]);
	json_object_end(w);
}

static void write_direction(struct json_writer *w, enum direction direction,
			    const struct direction_total *d)
{
	enum limit limit = direction_total_limit(d, 0);
	enum cause cause = direction_total_cause(d);

	if (!d->intervals) {
		json_text(w, direction_name(direction), NULL);
		return;
	}
	json_object_begin(w, direction_name(direction));
	json_uint(w, "intervals", d->intervals);
	json_decimal(w, "active_s", d->active_ns, 9);
	json_uint(w, "bytes", d->bytes);
	json_uint(w, "rate_bps", direction_total_rate_bps(d));
	json_known(w, "ceiling_bps", d->ceiling_bps, d->ceiling_bps);
	json_text(w, "limit", limit == LIMIT_IDLE ? NULL : limit_name(limit));
	write_limits(w, d);
	json_text(w, "cause", cause_name(cause));
	write_flagged(w, d);
	json_decimal(w, "held_s", d->held_ns, 9);
	json_text(w, "change", cause == CAUSE_NONE ? NULL : advice_change(cause_advice(cause)));
	json_known(w, "needed_bytes", d->needed_bytes, d->needed_bytes);
	json_text(w, "needed_source", needed_source_name(d->needed_source));
	json_text(w, "unknown_rule", d->unknown_rule ? d->unknown_rule->name : NULL);
	if (direction == DIRECTION_SEND) {
		json_uint(w, "sent_bytes", d->sent_bytes);
		json_uint(w, "retrans_bytes", d->retrans_bytes);
	}
	json_object_end(w);
}

void total_json_write(struct json_writer *w, const struct socket_total *total, bool closed)
{
	json_object_begin(w, NULL);
	json_text(w, "type", "socket_summary");
	json_uint(w, "schema", JSON_SCHEMA);
	socket_json_id(w, &total->id);
	json_bool(w, "closed", closed);
	json_known(w, "pid", total->id.pid, total->id.pid);
	json_text(w, "comm", total->id.comm[0] ? total->id.comm : NULL);
	json_known(w, "rtt_min_us", total->rtt_min_us, total->rtt_min_us);
	for (int i = 0; i < DIRECTION_MAX; i++)
		write_direction(w, i, &total->of[i]);
	json_object_end(w);
}
