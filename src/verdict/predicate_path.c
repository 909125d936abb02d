// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What is asked of the path: queues, and rates that it was seen full at. */
#include "verdict/predicate_ask.h"

#include "base/units.h"
#include "evidence/bandwidth.h"
#include "evidence/queue.h"
#include "verdict/threshold.h"

bool ask_is_mptcp(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->iv->last.mptcp;
}

/* Flows that share a path take turns: one that still has the rate of the full path has no larger
 * one to gain, though it found no queue this time. */
static bool runs_at(struct fact *f, uint64_t bps, uint64_t path_bps)
{
	if (!path_bps || bps < path_bps - part(path_bps, THRESHOLD(PATH_RATE_BELOW)) ||
	    bps > path_bps + part(path_bps, THRESHOLD(PATH_RATE_ABOVE)))
		return false;
	*f = (struct fact){ .unit = FACT_BPS, .seen = bps, .asked = path_bps };
	return true;
}

bool ask_send_path_full(const struct case_file *cf, struct fact *f)
{
	const struct evidence *ev = &cf->ev;

	f->seen = ev->standing_rtt_us;
	f->asked = queue_stands_above_us(ev->rtt_min_us);
	if (queue_stands(ev->standing_rtt_us, ev->rtt_min_us) ||
	    runs_at(f, ev->send_bps, cf->send_path_bps))
		return true;
	if (!bandwidth_fills(ev->send_bps, cf->known_path_bps))
		return false;
	*f = (struct fact){ .unit = FACT_BPS, .seen = ev->send_bps, .asked = cf->known_path_bps };
	return true;
}

bool ask_recv_path_full(const struct case_file *cf, struct fact *f)
{
	const struct evidence *ev = &cf->ev;

	f->seen = ev->rcv_standing_rtt_us;
	f->asked = queue_stands_above_us(ev->rtt_min_us) + TIMESTAMP_TICK_US;
	if (recv_queue_stands(ev) || queue_on_average(ev->rcv_rtt_us, ev->rtt_min_us) ||
	    runs_at(f, ev->recv_bps, cf->recv_path_bps))
		return true;
	if (!bandwidth_fills(ev->recv_bps, cf->known_path_bps))
		return false;
	*f = (struct fact){ .unit = FACT_BPS, .seen = ev->recv_bps, .asked = cf->known_path_bps };
	return true;
}

static bool slower(struct fact *f, uint64_t bps, uint64_t held_bps)
{
	return !at_least(f, bps, held_bps - part(held_bps, THRESHOLD(HELD_BELOW)));
}

bool ask_send_slower(const struct case_file *cf, struct fact *f)
{
	return slower(f, cf->ev.send_bps, cf->send_held_bps);
}

bool ask_recv_slower(const struct case_file *cf, struct fact *f)
{
	return slower(f, cf->ev.recv_bps, cf->recv_held_bps);
}

/* Of a window of few segments a good part of the ACKs are delayed ones. */
static uint32_t undelayed_srtt_us(const struct case_file *cf)
{
	uint32_t srtt_us = cf->ev.srtt_us;

	if (cf->iv->agg.snd_wnd_max_bytes >= THRESHOLD(FEW_SEGMENTS) * cf->iv->last.mss_bytes)
		return srtt_us;
	return srtt_us - (uint32_t)min_u64(srtt_us, DELAYED_ACK_US);
}

bool ask_mean_queue(const struct case_file *cf, struct fact *f)
{
	f->seen = undelayed_srtt_us(cf);
	f->asked = queue_on_average_above_us(cf->ev.rtt_min_us);
	return queue_on_average(undelayed_srtt_us(cf), cf->ev.rtt_min_us);
}

/*
 * Whoever came when a queue stood takes its RTT for the path's, and sees no queue: another socket to
 * that site knows of both.
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

bool ask_send_queue_delayed(const struct case_file *cf, struct fact *f)
{
	f->seen = cf->ev.doubtful_rtt_us;
	f->asked = queue_stands_above_us(cf->ev.rtt_min_us);
	return queue_stands(cf->ev.doubtful_rtt_us, cf->ev.rtt_min_us);
}

bool ask_recv_queue_doubt(const struct case_file *cf, struct fact *f)
{
	return in_doubt(cf, f, cf->ev.rcv_standing_rtt_us);
}
