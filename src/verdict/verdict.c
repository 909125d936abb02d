// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/verdict.h"

#include "base/units.h"
#include "tcp/window.h"
#include "verdict/fullness.h"
#include "verdict/shares.h"

/* The list that says which setting makes such a limit; RULE_LIST_MAX = none does. */
static enum rule_list cause_list(enum limit limit)
{
	switch (limit) {
	case LIMIT_RWND:
		return RULES_RWND_CAUSE;
	case LIMIT_SNDBUF:
		return RULES_SNDBUF_CAUSE;
	case LIMIT_RCVBUF:
		return RULES_RCVBUF_CAUSE;
	case LIMIT_IDLE:
	case LIMIT_UNKNOWN:
	case LIMIT_APP:
	case LIMIT_CWND:
	case LIMIT_SENDER:
	case LIMIT_READER:
	case LIMIT_MAX:
		break;
	}
	return RULE_LIST_MAX;
}

/* A window is the limit, and the reason is in doubt: then so is the verdict. */
static void find_cause(const struct case_file *cf, struct verdict *v)
{
	enum rule_list list = cause_list(v->limit);

	if (list == RULE_LIST_MAX)
		return;
	v->cause = (enum cause)rules_decide(list, cf, &v->because.cause);
	if (v->cause == CAUSE_NONE)
		v->limit = LIMIT_UNKNOWN;
}

static uint16_t send_share(const struct case_file *cf, enum limit limit)
{
	struct send_shares shares = shares_of(cf);

	switch (limit) {
	case LIMIT_APP:
		return shares.app;
	case LIMIT_CWND:
		return shares.cwnd;
	case LIMIT_SNDBUF:
		return shares.sndbuf;
	case LIMIT_RWND:
		return shares.rwnd;
	case LIMIT_IDLE:
	case LIMIT_UNKNOWN:
	case LIMIT_SENDER:
	case LIMIT_READER:
	case LIMIT_RCVBUF:
	case LIMIT_MAX:
		break;
	}
	return 0;
}

struct verdict verdict_send(const struct case_file *cf)
{
	struct verdict v = { 0 };

	v.limit = (enum limit)rules_decide(RULES_SEND_LIMIT, cf, &v.because.limit);
	find_cause(cf, &v);
	v.share_permille = send_share(cf, v.limit);
	return v;
}

/* A sender of small segments never asked for the window. */
static uint16_t recv_share(const struct case_file *cf, enum limit limit)
{
	uint16_t fill = (uint16_t)min_u64(fullness(cf), 1000);

	switch (limit) {
	case LIMIT_READER:
		return permille(cf->iv->unread_kept, cf->iv->with_events);
	case LIMIT_RCVBUF:
		return fill;
	case LIMIT_SENDER:
		return interval_in_bulk(cf->iv, &cf->ev) ? 1000 - fill : 1000;
	case LIMIT_IDLE:
	case LIMIT_UNKNOWN:
	case LIMIT_APP:
	case LIMIT_CWND:
	case LIMIT_SNDBUF:
	case LIMIT_RWND:
	case LIMIT_MAX:
		break;
	}
	return 0;
}

struct verdict verdict_recv(const struct case_file *cf)
{
	struct verdict v = { 0 };

	v.limit = (enum limit)rules_decide(RULES_RECV_LIMIT, cf, &v.because.limit);
	find_cause(cf, &v);
	v.share_permille = recv_share(cf, v.limit);
	return v;
}

enum cause verdict_recv_largest(const struct sample *s)
{
	struct interval iv = { .last = *s };
	const struct case_file cf = { .iv = &iv };
	struct reason reason;

	iv.agg.rcv_wnd_max_bytes = window_recv_largest(s);
	iv.last.rcvbuf_bytes = rcvbuf_max(s);
	iv.last.memory_pressure = false; /* of the moment */
	/* autotuning moves the clamp along with the buffer */
	if (!s->rcvbuf_locked || !s->window_clamp_bytes)
		iv.last.window_clamp_bytes = UINT32_MAX;
	return (enum cause)rules_decide(RULES_RCVBUF_CAUSE, &cf, &reason);
}

enum cause verdict_send_largest(const struct sample *s)
{
	if (window_from_sndbuf(s, sndbuf_max(s)) <= window_peer_scale_cap(s))
		return s->sndbuf_locked ? CAUSE_SO_SNDBUF : CAUSE_TCP_WMEM;
	if (s->wscale_ok)
		return CAUSE_PEER_BUFFER;
	return s->window_scaling ? CAUSE_NO_WSCALE_PEER : CAUSE_NO_WSCALE_LOCAL;
}
