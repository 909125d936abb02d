// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/decode.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "tcp/window_math.h"
#include "wire.h"

#define SOCK_SNDBUF_LOCK 1 /* include/net/sock.h */
#define SOCK_RCVBUF_LOCK 2

_Static_assert((int)SAMPLE_REASON_MAX == (int)WIRE_REASON_MAX, "reasons differ");
_Static_assert((int)SAMPLE_GATE == (int)WIRE_GATE && (int)SAMPLE_CLOSE == (int)WIRE_CLOSE,
	       "reasons differ");

static uint32_t not_negative(__s32 value)
{
	return value < 0 ? 0 : (uint32_t)value;
}

static void decode_id(const struct wire_sample *w, struct sample_id *id)
{
	size_t addr_len = w->family == AF_INET6 ? 16 : 4;

	id->cookie = w->cookie;
	id->cgroup_id = w->cgroup_id;
	id->netns = w->netns;
	id->ifindex = w->ifindex;
	id->pid = w->pid;
	id->family = w->family == AF_INET6 ? FAMILY_INET6 : FAMILY_INET;
	memcpy(id->local.addr, w->laddr, addr_len);
	memcpy(id->remote.addr, w->raddr, addr_len);
	id->local.port = w->lport;
	id->remote.port = w->rport;
	memcpy(id->comm, w->comm, sizeof(w->comm));
	memcpy(id->congestion_control, w->congestion_control, sizeof(w->congestion_control));
}

static void decode_flags(const struct wire_sample *w, struct sample *s)
{
	s->tstamp_ok = w->flags & WIRE_F_TSTAMP_OK;
	s->wscale_ok = w->flags & WIRE_F_WSCALE_OK;
	s->cwnd_limited = w->flags & WIRE_F_CWND_LIMITED;
	s->app_limited = w->flags & WIRE_F_APP_LIMITED;
	s->nospace = w->flags & WIRE_F_NOSPACE;
	s->memory_pressure = w->flags & WIRE_F_MEMORY_PRESSURE;
	s->window_scaling = w->flags & WIRE_F_WINDOW_SCALING;
	s->moderate_rcvbuf = w->flags & WIRE_F_MODERATE_RCVBUF;
	s->signed_windows = w->flags & WIRE_F_SIGNED_WINDOWS;
	s->mptcp = w->flags & WIRE_F_MPTCP;
	s->tls = w->flags & WIRE_F_TLS;
	s->detailed = true;
	s->sndbuf_locked = w->userlocks & SOCK_SNDBUF_LOCK;
	s->rcvbuf_locked = w->userlocks & SOCK_RCVBUF_LOCK;
	s->snd_wscale = w->snd_wscale;
	s->rcv_wscale = w->rcv_wscale;
}

/* tcp_get_info_chrono_stats(): adds the time of the running type, which is not counted yet. */
static void decode_chrono(const struct wire_sample *w, struct sample_chrono *chrono)
{
	uint32_t stat[3];

	memcpy(stat, w->chrono_stat, sizeof(stat));
	if (w->chrono_type >= 1 && w->chrono_type <= 3)
		stat[w->chrono_type - 1] += w->jiffies - w->chrono_start;
	chrono->busy = stat[0] + stat[1] + stat[2];
	chrono->rwnd_limited = stat[1];
	chrono->sndbuf_limited = stat[2];
}

static void decode_send_side(const struct wire_sample *w, struct sample *s)
{
	s->bytes_acked = w->bytes_acked;
	s->bytes_sent = w->bytes_sent;
	s->bytes_retrans = w->bytes_retrans;
	s->pacing_bytes_per_s = w->pacing_rate;
	s->snd_una = w->snd_una;
	s->snd_nxt = w->snd_nxt;
	s->write_seq = w->write_seq;
	s->snd_wnd_bytes = w->snd_wnd;
	s->max_window_bytes = w->max_window;
	s->cwnd_segments = w->snd_cwnd;
	s->cwnd_clamp_segments = w->snd_cwnd_clamp;
	s->ssthresh_segments = w->snd_ssthresh;
	s->packets_out = w->packets_out;
	s->sacked_out = w->sacked_out;
	s->lost_out = w->lost_out;
	s->retrans_out = w->retrans_out;
	s->delivered_segments = w->delivered;
	s->rate_delivered_segments = w->rate_delivered;
	s->rate_interval_us = w->rate_interval_us;
	s->notsent_lowat_bytes = w->notsent_lowat;
	s->sndbuf_bytes = not_negative(w->sndbuf);
	s->wmem_queued_bytes = not_negative(w->wmem_queued);
	for (int i = 0; i < 3; i++)
		s->tcp_wmem[i] = not_negative(w->tcp_wmem[i]);
	decode_chrono(w, &s->chrono);
}

static void decode_recv_side(const struct wire_sample *w, struct sample *s)
{
	s->bytes_received = w->bytes_received;
	s->rcv_nxt = w->rcv_nxt;
	s->copied_seq = w->copied_seq;
	s->rcv_wnd_bytes = w->rcv_wnd;
	s->rcv_ssthresh_bytes = w->rcv_ssthresh;
	s->window_clamp_bytes = w->window_clamp;
	s->rcvbuf_bytes = not_negative(w->rcvbuf);
	s->rmem_alloc_bytes = not_negative(w->rmem_alloc);
	for (int i = 0; i < 3; i++)
		s->tcp_rmem[i] = not_negative(w->tcp_rmem[i]);
	s->scaling_ratio = w->scaling_ratio;
	s->adv_win_scale = w->adv_win_scale;
}

static void decode_aggregate(const struct wire_aggregate *w, struct sample_aggregate *a)
{
	a->segments = w->segments;
	a->sends = w->sends;
	a->busy = w->busy;
	a->waiting = w->waiting;
	a->unwriteable = w->unwriteable;
	a->inflight_max_bytes = w->inflight_max;
	a->snd_wnd_max_bytes = w->snd_wnd_max;
	a->snd_wnd_min_bytes = w->snd_wnd_min;
	a->wmem_queued_max_bytes = w->wmem_queued_max;
	a->rcv_wnd_max_bytes = w->rcv_wnd_max;
	a->rcv_wnd_min_bytes = w->rcv_wnd_min;
	a->unread_max_bytes = w->unread_max;
	a->unread_min_bytes = w->unread_min;
	a->rmem_alloc_max_bytes = w->rmem_alloc_max;
	a->blocked = w->blocked;
	a->rwnd_full = w->rwnd_full;
	a->cwnd_full = w->cwnd_full;
	a->refused = w->refused;
	a->data_segments = w->data_segments;
	a->read_up = w->read_up;
	a->filled = w->filled;
	a->room_min_bytes = w->room_min;
	a->rounds = w->rounds;
	a->full_rounds = w->full_rounds;
	a->asked_rounds = w->asked_rounds;
	a->data_jiffies = w->data_jiffies;
	/* 0: no RTT was measured before data was in flight */
	a->ack_rtt_min_us = w->ack_rtt_min_us ? w->ack_rtt_min_us : UINT32_MAX;
}

int decode_sample(const void *data, size_t len, struct sample *ret_sample)
{
	struct wire_sample w;
	struct sample *s = ret_sample;

	if (len < sizeof(w))
		return -EPROTO;
	memcpy(&w, data, sizeof(w));
	if (!w.cookie || (w.family != AF_INET && w.family != AF_INET6) ||
	    w.reason >= WIRE_REASON_MAX || w.state >= TCP_STATE_MAX ||
	    w.snd_wscale > WINDOW_SCALE_MAX || w.rcv_wscale > WINDOW_SCALE_MAX)
		return -EPROTO;

	memset(s, 0, sizeof(*s));
	s->ts_ns = w.ts_ns;
	/* the tracepoint runs before the kernel stores the new state */
	s->state = w.reason == WIRE_CLOSE ? TCP_STATE_CLOSE : (enum tcp_state)w.state;
	s->reason = (enum sample_reason)w.reason;
	s->jiffies = w.jiffies;
	s->srtt_us = w.srtt_us_x8 >> 3;
	s->rtt_min_us = w.rtt_min_us == UINT32_MAX ? 0 : w.rtt_min_us;
	s->rcv_rtt_us = w.rcv_rtt_us_x8 >> 3;
	s->mss_bytes = w.mss_cache;
	decode_id(&w, &s->id);
	decode_flags(&w, s);
	decode_send_side(&w, s);
	decode_recv_side(&w, s);
	decode_aggregate(&w.agg, &s->agg);
	return 0;
}

/* A jiffies value ahead of the sample's (from another CPU) means now. */
static uint64_t ago_ns(uint32_t now_jiffies, uint32_t then_jiffies, uint64_t jiffy_ns)
{
	uint32_t ago = now_jiffies - then_jiffies;

	return ago > INT32_MAX ? 0 : ago * jiffy_ns;
}

int decode_snapshot(const void *data, size_t len, uint64_t jiffy_ns, struct snapshot *ret_seen)
{
	struct wire_socket w;
	int err;

	if (len < sizeof(w))
		return -EPROTO;
	memcpy(&w, data, sizeof(w));
	err = decode_sample(&w.sample, sizeof(w.sample), &ret_seen->s);
	if (err)
		return err;
	ret_seen->detail = w.sample.flags & WIRE_F_MINI ? DETAIL_MINI : DETAIL_WHOLE;
	ret_seen->sent_ago_ns = ago_ns(w.sample.jiffies, w.lsndtime, jiffy_ns);
	ret_seen->received_ago_ns = ago_ns(w.sample.jiffies, w.lrcvtime, jiffy_ns);
	return 0;
}
