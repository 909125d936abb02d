// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Predicates about the path: queues, and the rates at which it was full. */
#include "verdict/predicate_ask.h"

#include "base/units.h"
#include "evidence/bandwidth.h"
#include "evidence/queue.h"
#include "verdict/fullness.h"
#include "verdict/threshold.h"

bool ask_is_mptcp(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->iv->last.mptcp;
}

bool ask_send_queue(const struct case_file *cf, struct fact *f)
{
	f->seen = cf->ev.standing_rtt_us;
	f->asked = queue_stands_above_us(cf->ev.rtt_min_us);
	return queue_stands(cf->ev.standing_rtt_us, cf->ev.rtt_min_us);
}

/* RTT / minimum RTT = data in flight / BDP, at this rate. */
bool ask_send_far_above(const struct case_file *cf, struct fact *f)
{
	uint64_t rtt_us = cf->ev.rtt_min_us;

	return at_least(f, cf->ev.standing_rtt_us, rtt_us + part(rtt_us, THRESHOLD(FAR_ABOVE))) &&
	       rtt_us;
}

bool ask_recv_far_above(const struct case_file *cf, struct fact *f)
{
	uint64_t rtt_us = cf->ev.rtt_min_us;

	return at_least(f, cf->ev.rcv_standing_rtt_us,
			rtt_us + part(rtt_us, THRESHOLD(FAR_ABOVE)) + TIMESTAMP_TICK_US) &&
	       rtt_us;
}

/*
 * Flows that share a path take turns. A flow at the rate of the full path cannot gain more, even if
 * it found no queue this time.
 */
static bool at_path_rate(struct fact *f, uint64_t bps, uint64_t path_bps, uint64_t known_bps)
{
	f->seen = bps;
	f->asked = path_bps ? path_bps : known_bps;
	if (path_bps && bps >= path_bps - part(path_bps, THRESHOLD(RATE_LESS)) &&
	    bps <= path_bps + part(path_bps, THRESHOLD(PATH_RATE_ABOVE)))
		return true;
	return bandwidth_fills(bps, known_bps);
}

bool ask_send_at_path_rate(const struct case_file *cf, struct fact *f)
{
	return at_path_rate(f, cf->ev.send_bps, cf->send_path_bps, cf->known_path_bps);
}

bool ask_recv_at_path_rate(const struct case_file *cf, struct fact *f)
{
	return at_path_rate(f, cf->ev.recv_bps, cf->recv_path_bps, cf->known_path_bps);
}

static bool slower(struct fact *f, uint64_t bps, uint64_t held_bps)
{
	return !at_least(f, bps, held_bps - part(held_bps, THRESHOLD(RATE_LESS)));
}

bool ask_send_slower(const struct case_file *cf, struct fact *f)
{
	return slower(f, cf->ev.send_bps, cf->send_held_bps);
}

bool ask_recv_slower(const struct case_file *cf, struct fact *f)
{
	return slower(f, cf->ev.recv_bps, cf->recv_held_bps);
}

bool ask_rtt_wanders(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->rtt_wanders;
}

bool ask_send_queue_lately(const struct case_file *cf, struct fact *f)
{
	return at_least(f, (unsigned)__builtin_popcount(cf->send_queues), THRESHOLD(QUEUE_LATELY));
}

bool ask_recv_queue_lately(const struct case_file *cf, struct fact *f)
{
	return at_least(f, (unsigned)__builtin_popcount(cf->recv_queues), THRESHOLD(QUEUE_LATELY));
}

bool ask_rtt_steady(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->rtt_steady;
}

bool ask_send_bulk_against(const struct case_file *cf, struct fact *f)
{
	f->seen = cf->against_send_bps;
	f->asked = queue_bulk_bps(cf->ev.send_bps);
	return queue_bulk_against(cf->against_send_bps, cf->ev.send_bps);
}

bool ask_recv_bulk_against(const struct case_file *cf, struct fact *f)
{
	f->seen = cf->against_recv_bps;
	f->asked = queue_bulk_bps(cf->ev.recv_bps);
	return queue_bulk_against(cf->against_recv_bps, cf->ev.recv_bps);
}

/*
 * A connection that starts behind a queue takes the queue's RTT for the path's, and sees no queue.
 * Another socket to that site saw the path without it.
 */
bool ask_came_to_queue(const struct case_file *cf, struct fact *f)
{
	f->seen = cf->ev.rtt_min_us;
	f->asked = queue_stands_above_us(cf->queued_rtt_us);
	return queue_stands(cf->ev.rtt_min_us, cf->queued_rtt_us);
}

static bool in_doubt(const struct case_file *cf, struct fact *f, uint32_t rtt_us)
{
	f->seen = rtt_us;
	f->asked = queue_in_doubt_above_us(cf->ev.rtt_min_us);
	return queue_in_doubt(rtt_us, cf->ev.rtt_min_us);
}

bool ask_send_queue_doubt(const struct case_file *cf, struct fact *f)
{
	return in_doubt(cf, f, cf->ev.doubtful_rtt_us);
}

bool ask_sndbuf_queue_doubt(const struct case_file *cf, struct fact *f)
{
	uint64_t rtt_us = cf->ev.rtt_min_us;

	return above(f, cf->ev.standing_rtt_us,
		     rtt_us + THRESHOLD(DOUBT_US) + part(rtt_us, THRESHOLD(SNDBUF_DOUBT)));
}

/*
 * What the receiver's own RTT is compared with: the handshake's. Even its own minimum includes the
 * queue of a full window. If the handshake was slower than that minimum, the minimum counts.
 */
static uint32_t recv_path_us(const struct case_file *cf)
{
	return (uint32_t)min_u64(cf->ev.rtt_min_us, cf->rcv_least_rtt_us + TIMESTAMP_TICK_US);
}

/* Without timestamps, the time in which a full window arrives is the RTT (Little's law). */
bool ask_recv_queue_doubt(const struct case_file *cf, struct fact *f)
{
	uint64_t full_us;

	if (cf->ev.rcv_rtt_us)
		return above(f, cf->ev.rcv_rtt_us, queue_in_doubt_above_us(recv_path_us(cf)));
	full_us = mul_div(cf->ev.rtt_min_us, 1000,
			  max_u64(fullness_of_rtt(cf, cf->ev.rtt_min_us), 1));
	return above(f, full_us, mul_div(cf->ev.rtt_min_us, 1000, THRESHOLD(DOUBT_CARRIED)));
}

/*
 * Did data come all the time? Ticks show a pause of a quarter of a round trip if that is two of
 * them, and if enough data comes for each tick.
 */
bool ask_recv_never_idle(const struct case_file *cf, struct fact *f)
{
	const struct evidence *ev = &cf->ev;
	uint64_t rtt_ns = UINT64_C(1000) * ev->rtt_min_us;
	uint64_t least_bytes = (uint64_t)THRESHOLD(TICK_SEGMENTS) * ev->jiffies *
			       cf->iv->last.mss_bytes;

	return at_least(f, min_u64(ev->data_time_permille, 1000), THRESHOLD(NEVER_IDLE)) &&
	       rtt_ns >= THRESHOLD(PAUSE_TICKS) * ev->jiffy_ns && ev->received_bytes >= least_bytes;
}

/* A queue that only the error of the clock could explain. */
bool ask_recv_queue_short(const struct case_file *cf, struct fact *f)
{
	return above(f, cf->ev.rcv_rtt_us, recv_path_us(cf) + THRESHOLD(DOUBT_US));
}
