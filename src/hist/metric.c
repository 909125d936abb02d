// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "hist/metric.h"

#include <assert.h>
#include <string.h>

#include "base/units.h"

/* clang-format off */
static const struct metric_row rows[] = {
	[METRIC_RTT] = {
		"rtt", QUANTITY_USEC, METRIC_AT_SEGMENT, METRIC_BOTH, READS_RTT, true,
		"srtt_us >> 3",
		"smoothed round-trip time, queues included" },
	[METRIC_RTT_MIN] = {
		"rtt-min", QUANTITY_USEC, METRIC_AT_SEGMENT, METRIC_BOTH, READS_RTT, true,
		"rtt_min",
		"minimum round-trip time: the path without its queues" },
	[METRIC_RTT_VAR] = {
		"rtt-var", QUANTITY_USEC, METRIC_AT_SEGMENT, METRIC_BOTH, READS_RTT, false,
		"mdev_us >> 2",
		"mean deviation of the round-trip time" },
	[METRIC_QUEUE] = {
		"queue", QUANTITY_USEC, METRIC_AT_SEGMENT, METRIC_BOTH, READS_RTT, true,
		"(srtt_us >> 3) - rtt_min",
		"time spent in queues: smoothed less minimum round-trip time" },
	[METRIC_BDP] = {
		"bdp", QUANTITY_BYTES, METRIC_AT_SEGMENT, METRIC_SENDS, READS_RTT | READS_RATE, true,
		"delivery-rate * rtt_min, unless rate_app_limited",
		"bandwidth-delay product, as far as the delivery rate has shown the path" },
	[METRIC_RATE] = {
		"delivery-rate", QUANTITY_BITS_PER_SECOND, METRIC_AT_SEGMENT, METRIC_SENDS, READS_RATE, true,
		"rate_delivered * mss_cache / rate_interval_us",
		"rate at which the last ACKs report delivery: that of a burst, unlike RATE of trace" },
	[METRIC_WINDOW] = {
		"window", QUANTITY_BYTES, METRIC_AT_SEGMENT, METRIC_SENDS, READS_SEND | READS_SNDBUF, true,
		"min(snd_wnd, sk_sndbuf as payload)",
		"effective send window: the peer's, or what the send buffer holds" },
	[METRIC_PEER_WINDOW] = {
		"peer-window", QUANTITY_BYTES, METRIC_AT_SEGMENT, METRIC_SENDS, READS_SEND, true,
		"snd_wnd",
		"the window that the peer advertises" },
	[METRIC_RECV_WINDOW] = {
		"recv-window", QUANTITY_BYTES, METRIC_AT_SEGMENT, METRIC_RECEIVES, READS_RECV, true,
		"min(rcv_wnd, 65535 << rcv_wscale)",
		"the window that we advertise, as the peer sees it" },
	[METRIC_INFLIGHT] = {
		"inflight", QUANTITY_BYTES, METRIC_AT_SEGMENT, METRIC_SENDS, READS_SEND, true,
		"snd_nxt - snd_una",
		"sent and not acknowledged, before this ACK" },
	[METRIC_CWND] = {
		"cwnd", QUANTITY_BYTES, METRIC_AT_SEGMENT, METRIC_SENDS, READS_SEND, true,
		"snd_cwnd * mss_cache",
		"congestion window" },
	[METRIC_PACING] = {
		"pacing", QUANTITY_BITS_PER_SECOND, METRIC_AT_SEGMENT, METRIC_SENDS, READS_PACING, true,
		"sk_pacing_rate",
		"pacing rate: of congestion control, at most SO_MAX_PACING_RATE" },
	[METRIC_RETRANS] = {
		"retrans", QUANTITY_PERMILLE, METRIC_AT_SEGMENT, METRIC_SENDS, READS_RETRANS, true,
		"bytes_retrans / bytes_sent",
		"share that was sent again, of all that the connection ever sent" },
	[METRIC_SNDBUF_USE] = {
		"sndbuf-use", QUANTITY_PERCENT, METRIC_AT_SEGMENT, METRIC_SENDS, READS_SNDBUF, true,
		"sk_wmem_queued / sk_sndbuf",
		"share of the send buffer in use" },
	[METRIC_RCVBUF_USE] = {
		"rcvbuf-use", QUANTITY_PERCENT, METRIC_AT_SEGMENT, METRIC_RECEIVES, READS_RCVBUF, true,
		"sk_rmem_alloc / sk_rcvbuf",
		"share of the receive buffer in use" },
	[METRIC_SEND_SIZE] = {
		"send-size", QUANTITY_BYTES, METRIC_AT_SEND, METRIC_SENDS, 0, false,
		"size of tcp_sendmsg, or length of sock_send_length",
		"bytes that a send call hands over" },
	[METRIC_HEADROOM] = {
		"headroom", QUANTITY_PERCENT, METRIC_AT_SEGMENT, METRIC_SENDS,
		READS_RTT | READS_RATE | READS_SEND | READS_SNDBUF, true,
		"window / bdp",
		"effective send window over the BDP: below 100 it limits" },
};
/* clang-format on */
static_assert(sizeof(rows) / sizeof(rows[0]) == METRIC_MAX, "a row per metric");

/* Above, headroom says no more than that the window is no matter. */
#define HEADROOM_MAX (UINT64_C(1000000) * METRIC_HEADROOM_ONE)

const struct metric_row *metric_row(enum metric metric)
{
	assert(metric < METRIC_MAX);
	return &rows[metric];
}

static const struct {
	const char *name;
	const char *title;
} units[] = {
	[QUANTITY_USEC] = { "us", "usecs" },
	[QUANTITY_BYTES] = { "bytes", "bytes" },
	[QUANTITY_BITS_PER_SECOND] = { "bps", "bits/s" },
	[QUANTITY_PERCENT] = { "percent", "percent" },
	[QUANTITY_PERMILLE] = { "permille", "permille" },
};
static_assert(sizeof(units) / sizeof(units[0]) == QUANTITY_MAX, "a unit has no name");

const char *quantity_name(enum quantity unit)
{
	assert(unit < QUANTITY_MAX);
	return units[unit].name;
}

const char *quantity_title(enum quantity unit)
{
	assert(unit < QUANTITY_MAX);
	return units[unit].title;
}

const char *metric_side_name(enum metric_side side)
{
	static const char *const names[] = {
		[METRIC_AT_SEGMENT] = "segment",
		[METRIC_AT_SEND] = "send",
	};

	static_assert(sizeof(names) / sizeof(names[0]) == METRIC_SIDE_MAX, "a side has no name");
	assert(side < METRIC_SIDE_MAX);
	return names[side];
}

const char *weight_name(enum weight weight)
{
	static const char *const names[] = {
		[WEIGHT_SOCKETS] = "sockets",
		[WEIGHT_SEGMENTS] = "segments",
	};

	static_assert(sizeof(names) / sizeof(names[0]) == WEIGHT_MAX, "a weight has no name");
	assert(weight < WEIGHT_MAX);
	return names[weight];
}

bool metric_find(const char *name, enum metric *ret_metric)
{
	for (int metric = 0; metric < METRIC_MAX; metric++) {
		if (strcmp(rows[metric].name, name) == 0) {
			*ret_metric = metric;
			return true;
		}
	}
	return false;
}

bool metric_of_sample(enum metric metric, const struct sample *s, uint64_t *ret_value)
{
	const struct reading r = {
		.srtt_us = s->srtt_us,
		.rtt_min_us = s->rtt_min_us,
		.delivered_segments = s->rate_delivered_segments,
		.delivered_us = s->rate_interval_us,
		.app_limited = s->app_limited,
		.mss_bytes = s->mss_bytes,
		.inflight_bytes = s->snd_nxt - s->snd_una,
		.peer_window_bytes = s->snd_wnd_bytes,
		.cwnd_segments = s->cwnd_segments,
		.rcv_wnd_bytes = s->rcv_wnd_bytes,
		.rcv_wscale = s->wscale_ok ? s->rcv_wscale : 0,
		.sndbuf_bytes = s->sndbuf_bytes,
		.wmem_queued_bytes = s->wmem_queued_bytes,
		.queued_bytes = s->write_seq - s->snd_una,
		.rcvbuf_bytes = s->rcvbuf_bytes,
		.rmem_alloc_bytes = s->rmem_alloc_bytes,
		.pacing_bytes_per_s = s->pacing_bytes_per_s,
		.all_sent_bytes = s->bytes_sent,
		.all_retrans_bytes = s->bytes_retrans,
	};
	bool of_path = !(rows[metric].reads & ~(unsigned)(READS_RTT | READS_RATE));

	if (!rows[metric].in_samples || (s->state == TCP_STATE_CLOSE && !of_path))
		return false;
	return reading_value(metric, &r, ret_value);
}

bool metric_of_path(enum metric metric)
{
	return metric_row(metric)->direction == METRIC_BOTH;
}

static bool bdp_of(const struct finding_direction *dir, uint64_t *ret_value)
{
	*ret_value = dir->bdp_bytes;
	return dir->limit != LIMIT_IDLE && dir->bdp_bound != BDP_UNKNOWN && dir->bdp_bytes;
}

static bool headroom_of(const struct finding_direction *dir, uint64_t *ret_value)
{
	bool known = bdp_of(dir, ret_value);

	*ret_value = min_u64(mul_div(dir->window_bytes, METRIC_HEADROOM_ONE, *ret_value),
			     HEADROOM_MAX);
	return known;
}

bool metric_of_finding(enum metric metric, const struct finding *f, enum direction direction,
		       uint64_t *ret_value)
{
	const struct finding_direction *dir = finding_side(f, direction);

	switch (metric) {
	case METRIC_RTT_MIN:
		*ret_value = f->rtt_min_us;
		return f->rtt_min_us;
	case METRIC_QUEUE:
		*ret_value = f->srtt_us - min_u64(f->srtt_us, f->rtt_min_us);
		return f->srtt_us && f->rtt_min_us;
	case METRIC_BDP:
		return bdp_of(dir, ret_value);
	case METRIC_RATE:
		*ret_value = dir->rate_bps;
		return dir->limit != LIMIT_IDLE;
	case METRIC_HEADROOM:
		return headroom_of(dir, ret_value);
	case METRIC_RTT:
	case METRIC_RTT_VAR:
	case METRIC_WINDOW:
	case METRIC_PEER_WINDOW:
	case METRIC_RECV_WINDOW:
	case METRIC_INFLIGHT:
	case METRIC_CWND:
	case METRIC_PACING:
	case METRIC_RETRANS:
	case METRIC_SNDBUF_USE:
	case METRIC_RCVBUF_USE:
	case METRIC_SEND_SIZE:
	case METRIC_MAX:
		break;
	}
	return false;
}
