/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a metric is, in numbers: from the fields of a socket to a value, on both sides. The kernel
 * fills a reading from the socket itself (bpf/reading.bpf.h), user space from a sample (metric.c).
 */
#ifndef TCPBDP_READING_H
#define TCPBDP_READING_H

#include "tcp/window_math.h"

/* What each is: the table in metric.c. */
enum metric {
	METRIC_RTT,
	METRIC_RTT_MIN,
	METRIC_RTT_VAR,
	METRIC_QUEUE,
	METRIC_BDP,
	METRIC_RATE,
	METRIC_WINDOW,
	METRIC_PEER_WINDOW,
	METRIC_RECV_WINDOW,
	METRIC_INFLIGHT,
	METRIC_CWND,
	METRIC_PACING,
	METRIC_RETRANS,
	METRIC_SNDBUF_USE,
	METRIC_RCVBUF_USE,
	METRIC_SEND_SIZE,
	METRIC_HEADROOM,
	METRIC_MAX,
};

/* The parts of a reading: a metric asks for those it needs, and the kernel fills no other. */
enum {
	READS_RTT = 1 << 0,
	READS_RATE = 1 << 1,
	READS_SEND = 1 << 2,
	READS_RECV = 1 << 3,
	READS_SNDBUF = 1 << 4,
	READS_RCVBUF = 1 << 5,
	READS_PACING = 1 << 6,
	READS_RETRANS = 1 << 7,
};

struct reading {
	/* READS_RTT: 0 = no sample yet */
	uint32_t srtt_us;
	uint32_t rtt_min_us;
	uint32_t rttvar_us;
	/* READS_RATE: so much was delivered in such a time; 0 = no sample yet */
	uint32_t delivered_segments;
	uint32_t delivered_us;
	uint32_t app_limited; /* the application gave no more */
	uint32_t mss_bytes;   /* also of READS_SEND */
	/* READS_SEND */
	uint32_t inflight_bytes;
	uint32_t peer_window_bytes;
	uint32_t cwnd_segments;
	/* READS_RECV */
	uint32_t rcv_wnd_bytes;
	uint32_t rcv_wscale; /* 0 without window scaling */
	/* READS_SNDBUF */
	uint32_t sndbuf_bytes;
	uint32_t wmem_queued_bytes;
	uint32_t queued_bytes; /* of payload: sent or not, and not acknowledged */
	/* READS_RCVBUF */
	uint32_t rcvbuf_bytes;
	uint32_t rmem_alloc_bytes;
	/* of a send call */
	uint32_t sent_bytes;
	/* READS_PACING: UINT64_MAX = not paced */
	uint64_t pacing_bytes_per_s;
	/* READS_RETRANS: since the connection began */
	uint64_t all_sent_bytes; /* what was sent again included */
	uint64_t all_retrans_bytes;
};

/* a * b, or the largest there is. In halves: BPF has no product of 128 bits. */
static inline uint64_t reading_product(uint64_t a, uint32_t b)
{
	uint64_t low = (a & UINT32_MAX) * b;
	uint64_t high = (a >> 32) * b + (low >> 32);

	return high > UINT32_MAX ? UINT64_MAX : high << 32 | (low & UINT32_MAX);
}

/* What may be in flight as things stand: the peer's window, or the payload that the send buffer
 * holds at its fullest. The congestion window is the network's and a metric of its own. */
static inline uint64_t reading_window(const struct reading *r)
{
	uint64_t payload = (uint64_t)r->sndbuf_bytes * 1000 /
			   window_math_overhead_permille(r->queued_bytes, r->wmem_queued_bytes);

	return payload < r->peer_window_bytes ? payload : r->peer_window_bytes;
}

static inline uint64_t reading_delivered_bytes(const struct reading *r)
{
	return (uint64_t)r->delivered_segments * r->mss_bytes;
}

/* bits per second; 0 = no sample yet */
static inline uint64_t reading_rate(const struct reading *r)
{
	if (!r->delivered_us)
		return 0;
	return reading_product(reading_delivered_bytes(r), 8 * 1000000) / r->delivered_us;
}

/* 0 = not known. What the application held back says nothing of the path. */
static inline uint64_t reading_bdp(const struct reading *r)
{
	if (!r->delivered_us || r->app_limited)
		return 0;
	return reading_product(reading_delivered_bytes(r), r->rtt_min_us) / r->delivered_us;
}

/* 0 = no buffer, so no share */
static inline bool reading_share(uint64_t part, uint64_t whole, uint32_t of, uint64_t *ret_value)
{
	if (!whole)
		return false;
	*ret_value = reading_product(part, of) / whole;
	return true;
}

static inline bool reading_percent(uint64_t part, uint64_t whole, uint64_t *ret_value)
{
	return reading_share(part, whole, 100, ret_value);
}

static inline bool reading_pacing(const struct reading *r, uint64_t *ret_value)
{
	*ret_value = reading_product(r->pacing_bytes_per_s, 8);
	return r->pacing_bytes_per_s && r->pacing_bytes_per_s != UINT64_MAX;
}

static inline bool reading_queue(const struct reading *r, uint64_t *ret_value)
{
	*ret_value = r->srtt_us > r->rtt_min_us ? r->srtt_us - r->rtt_min_us : 0;
	return r->srtt_us && r->rtt_min_us;
}

/* false = there is no sample to read it from yet; *ret_value means nothing then. */
static inline bool reading_value(enum metric metric, const struct reading *r, uint64_t *ret_value)
{
	switch (metric) {
	case METRIC_RTT:
		*ret_value = r->srtt_us;
		return r->srtt_us;
	case METRIC_RTT_MIN:
		*ret_value = r->rtt_min_us;
		return r->rtt_min_us;
	case METRIC_RTT_VAR:
		*ret_value = r->rttvar_us;
		return r->srtt_us; /* before the first sample it is a guess */
	case METRIC_QUEUE:
		return reading_queue(r, ret_value);
	case METRIC_BDP:
		*ret_value = reading_bdp(r);
		return *ret_value;
	case METRIC_RATE:
		*ret_value = reading_rate(r);
		return *ret_value;
	case METRIC_WINDOW:
		*ret_value = reading_window(r);
		return true;
	case METRIC_PEER_WINDOW:
		*ret_value = r->peer_window_bytes;
		return true;
	case METRIC_RECV_WINDOW:
		*ret_value = window_math_scale_cap(r->rcv_wscale);
		if (r->rcv_wnd_bytes < *ret_value)
			*ret_value = r->rcv_wnd_bytes;
		return true;
	case METRIC_INFLIGHT:
		*ret_value = r->inflight_bytes;
		return true;
	case METRIC_CWND:
		*ret_value = (uint64_t)r->cwnd_segments * r->mss_bytes;
		return true;
	case METRIC_PACING:
		return reading_pacing(r, ret_value);
	case METRIC_RETRANS:
		return reading_share(r->all_retrans_bytes, r->all_sent_bytes, 1000, ret_value);
	case METRIC_SNDBUF_USE:
		return reading_percent(r->wmem_queued_bytes, r->sndbuf_bytes, ret_value);
	case METRIC_RCVBUF_USE:
		return reading_percent(r->rmem_alloc_bytes, r->rcvbuf_bytes, ret_value);
	case METRIC_SEND_SIZE:
		*ret_value = r->sent_bytes;
		return true;
	case METRIC_HEADROOM:
		return reading_percent(reading_window(r), reading_bdp(r), ret_value);
	case METRIC_MAX:
		break;
	}
	return false;
}

#endif
