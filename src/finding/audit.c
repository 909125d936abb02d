// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "finding/audit.h"

#include <string.h>

#include "base/units.h"
#include "evidence/bandwidth.h"
#include "finding/describe.h"
#include "tcp/window.h"
#include "verdict/verdict.h"

/* A socket without data for this time is idle. */
#define IDLE_NS NSEC_PER_SEC

/* May data be sent in this state, and received? */
static bool may_send(enum tcp_state state)
{
	return state == TCP_STATE_ESTABLISHED || state == TCP_STATE_CLOSE_WAIT;
}

static bool may_receive(enum tcp_state state)
{
	return state == TCP_STATE_ESTABLISHED || state == TCP_STATE_FIN_WAIT1 ||
	       state == TCP_STATE_FIN_WAIT2;
}

/* A snapshot shows a closed window, but not whether an open one limits the sender. */
static void judge_send(const struct snapshot *seen, struct finding_direction *dir)
{
	const struct sample *s = &seen->s;

	dir->limit = LIMIT_UNKNOWN;
	if (s->write_seq == s->snd_una) {
		if (!may_send(s->state) || !s->bytes_sent || seen->sent_ago_ns >= IDLE_NS)
			dir->limit = LIMIT_IDLE;
	} else if (seen->detail == DETAIL_WHOLE && may_send(s->state) &&
		   s->write_seq != s->snd_nxt && s->snd_wnd_bytes < s->mss_bytes &&
		   s->max_window_bytes >= 2 * s->mss_bytes && !s->mptcp) {
		dir->limit = LIMIT_RWND;
		dir->cause = CAUSE_PEER_READER;
		dir->limit_share_permille = 1000;
	}
}

static void judge_recv(const struct snapshot *seen, struct finding_direction *dir)
{
	const struct sample *s = &seen->s;

	dir->limit = LIMIT_UNKNOWN;
	if (!sample_unread_bytes(s)) {
		if (!may_receive(s->state) || !s->bytes_received ||
		    seen->received_ago_ns >= IDLE_NS)
			dir->limit = LIMIT_IDLE;
	} else if (seen->detail == DETAIL_WHOLE && may_receive(s->state) &&
		   sample_unread_bytes(s) > s->mss_bytes && s->rcv_wnd_bytes < s->mss_bytes &&
		   !s->mptcp) {
		dir->limit = LIMIT_READER;
		dir->limit_share_permille = 1000;
	}
}

/* Is there a bandwidth that this window can never fill? */
static bool falls_short(uint64_t window_bytes, uint32_t rtt_us, const struct flow_path *path)
{
	uint64_t path_bps = path_bound_bps(path);

	return path_bps && rtt_us &&
	       !bandwidth_fills(window_ceiling_bps(window_bytes, rtt_us), path_bps);
}

static void accuse(struct finding_direction *dir, enum cause cause)
{
	if (cause == CAUSE_NONE)
		return;
	dir->cause = cause;
	dir->undersized = cause_undersized(cause);
}

static void accuse_both(const struct sample *s, const struct flow_path *path, struct finding *f)
{
	if (s->mptcp) /* its subflows share one window */
		return;
	if (may_send(s->state) && falls_short(window_send_bound(s), s->rtt_min_us, path))
		accuse(&f->send.dir, verdict_send_largest(s));
	if (may_receive(s->state) && falls_short(window_recv_bound(s), s->rtt_min_us, path))
		accuse(&f->recv.dir, verdict_recv_largest(s));
}

/*
 * Marks ceilings that may rise without a setting: the peer may advertise a larger window, and other
 * segment sizes change the ratio of payload to memory.
 */
static void bound_ceilings(const struct sample *s, struct finding *f)
{
	uint32_t rtt_us = s->rtt_min_us;

	f->send.dir.ceiling_is_lower = f->send.dir.ceiling_bps <
				       window_ceiling_bps(
					       min_u64(window_from_sndbuf(s, sndbuf_max(s)),
						       window_peer_scale_cap(s)),
					       rtt_us);
	f->recv.dir.ceiling_is_lower = f->recv.dir.ceiling_bps <
				       window_ceiling_bps(window_recv_bound(s), rtt_us);
}

static void identify(const struct snapshot *seen, struct finding *f)
{
	const struct sample *s = &seen->s;

	memset(f, 0, sizeof(*f));
	f->id = s->id;
	f->detail = seen->detail;
	f->state = s->state;
	f->send.dir.limit = LIMIT_UNKNOWN;
	f->recv.dir.limit = LIMIT_UNKNOWN;
	f->send.peer_wscale = -1;
	f->recv.wscale = -1;
}

void audit(const struct snapshot *seen, const struct flow_path *path, struct finding *ret_finding)
{
	const struct sample *s = &seen->s;
	const struct sample_aggregate now = { .inflight_max_bytes = s->snd_nxt - s->snd_una };
	struct finding *f = ret_finding;

	identify(seen, f);
	if (seen->detail == DETAIL_MINI)
		return;
	f->rtt_min_us = s->rtt_min_us;
	f->srtt_us = s->srtt_us;
	f->mss_bytes = s->mss_bytes;
	describe_send(s, &now, s->rtt_min_us, &f->send);
	describe_recv(s, &now, s->rtt_min_us, &f->recv);
	judge_send(seen, &f->send.dir);
	judge_recv(seen, &f->recv.dir);
	/* inet_diag has too little data to flag a socket or to propose a size */
	if (seen->detail != DETAIL_WHOLE)
		return;
	bound_ceilings(s, f);
	accuse_both(s, path, f);
	describe_send_needed(s, path, f);
	describe_recv_needed(s, path, f);
}

/* The window scale and the largest window of a new connection. */
static void foresee(struct sample *s, uint64_t rmem_max_bytes, struct finding_recv *recv)
{
	recv->wscale = window_scale_offered(s, rmem_max_bytes);
	s->wscale_ok = recv->wscale >= 0;
	s->rcv_wscale = s->wscale_ok ? (uint8_t)recv->wscale : 0;
	s->rcv_wnd_bytes = 0;
	recv->dir.window_bytes = window_recv_largest(s);
}

void audit_listener(const struct snapshot *seen, uint64_t rmem_max_bytes,
		    struct finding *ret_finding)
{
	const struct sample_aggregate nothing = { 0 };
	struct sample s = seen->s;
	struct finding *f = ret_finding;

	identify(seen, f);
	describe_send(&s, &nothing, 0, &f->send);
	describe_recv(&s, &nothing, 0, &f->recv);
	f->send.peer_wscale = -1;
	f->send.dir.window_bytes = 0;
	f->recv.wscale = -1;
	f->recv.dir.window_bytes = 0;
	if (seen->detail == DETAIL_WHOLE && rmem_max_bytes)
		foresee(&s, rmem_max_bytes, &f->recv);
	f->send.dir.limit = LIMIT_IDLE;
	f->recv.dir.limit = LIMIT_IDLE;
}
