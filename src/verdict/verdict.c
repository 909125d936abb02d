// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/verdict.h"

#include "base/units.h"
#include "tcp/window.h"
#include "verdict/fullness.h"
#include "verdict/shares.h"

/* The list that finds the cause of a limit; RULE_LIST_MAX = it has none. */
static enum rule_list cause_list(enum limit limit)
{
	switch (limit) {
	case LIMIT_RWND:
		return RULES_RWND_CAUSE;
	case LIMIT_CWND:
		return RULES_CWND_CAUSE;
	case LIMIT_SNDBUF:
		return RULES_SNDBUF_CAUSE;
	case LIMIT_RCVBUF:
		return RULES_RCVBUF_CAUSE;
	case LIMIT_IDLE:
	case LIMIT_UNKNOWN:
	case LIMIT_APP:
	case LIMIT_SENDER:
	case LIMIT_READER:
	case LIMIT_MAX:
		break;
	}
	return RULE_LIST_MAX;
}

/* The limit stays certain even if no cause is found. */
static void find_cause(const struct case_file *cf, struct verdict *v)
{
	enum rule_list list = cause_list(v->limit);

	if (list != RULE_LIST_MAX)
		v->cause = (enum cause)rules_decide(list, cf, &v->because.cause);
}

static void add_part(struct judgement *judged, const struct verdict *part)
{
	for (unsigned i = 0; i < judged->count; i++) {
		if (judged->parts[i].limit != part->limit || judged->parts[i].cause != part->cause)
			continue;
		judged->parts[i].share_permille += part->share_permille;
		return;
	}
	judged->parts[judged->count++] = *part;
}

/*
 * A span of one sample has no length, but something happened in it: count a nanosecond per
 * permille.
 */
#define ACTIVITY_MIN_NS 1000

/* The kernel counts busy time in jiffies, so a shorter time shows as 0. */
static uint64_t send_activity_ns(const struct evidence *ev)
{
	uint64_t at_least_ns = max_u64(min_u64(ev->span_ns, NSEC_PER_MSEC), ACTIVITY_MIN_NS);

	return max_u64(ev->busy_ns, at_least_ns);
}

void verdict_send(const struct case_file *cf, struct judgement *ret_judged)
{
	struct state_shares states = shares_of_states(cf);
	struct judgement judged = { 0 };
	struct case_file asked = *cf;

	for (asked.state = 0; asked.state < SEND_STATE_MAX; asked.state++) {
		struct verdict part = { .share_permille = states.of[asked.state] };

		if (!part.share_permille)
			continue;
		part.limit = (enum limit)rules_decide(RULES_SEND_LIMIT, &asked,
						      &part.because.limit);
		find_cause(&asked, &part);
		add_part(&judged, &part);
	}
	if (judged.count != 1 || judged.parts[0].limit != LIMIT_IDLE)
		judged.ns = send_activity_ns(&cf->ev);
	*ret_judged = judged;
}

void verdict_recv(const struct case_file *cf, struct judgement *ret_judged)
{
	struct verdict part = { .share_permille = 1000 };
	struct judgement judged = { 0 };

	part.limit = (enum limit)rules_decide(RULES_RECV_LIMIT, cf, &part.because.limit);
	find_cause(cf, &part);
	add_part(&judged, &part);
	if (part.limit != LIMIT_IDLE)
		judged.ns = max_u64(cf->ev.span_ns, ACTIVITY_MIN_NS);
	*ret_judged = judged;
}

struct verdict verdict_largest(const struct judgement *judged)
{
	struct verdict largest = { 0 };

	for (unsigned i = 0; i < judged->count; i++)
		if (judged->parts[i].share_permille > largest.share_permille)
			largest = judged->parts[i];
	return largest;
}

enum cause verdict_recv_largest(const struct sample *s)
{
	struct interval iv = { .last = *s };
	const struct case_file cf = { .iv = &iv };
	struct reason reason;

	iv.agg.rcv_wnd_max_bytes = window_recv_largest(s);
	iv.last.rcvbuf_bytes = rcvbuf_max(s);
	iv.last.memory_pressure = false; /* temporary */
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
