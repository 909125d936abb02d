// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/queue.h"

#include "base/units.h"
#include "verdict/threshold.h"

static uint64_t more_by(uint64_t rtt_us, uint64_t plus_us, uint64_t per_mille)
{
	return plus_us + rtt_us + mul_div(rtt_us, per_mille, 1000);
}

bool loses(const struct evidence *ev)
{
	return ev->retrans_bytes > mul_div(ev->acked_bytes, THRESHOLD(LOSS), 1000);
}

uint64_t queue_stands_above_us(uint32_t rtt_min_us)
{
	return more_by(rtt_min_us, THRESHOLD(QUEUE_US), THRESHOLD(QUEUE));
}

bool queue_stands(uint32_t standing_rtt_us, uint32_t rtt_min_us)
{
	return rtt_min_us && standing_rtt_us > queue_stands_above_us(rtt_min_us);
}

uint64_t queue_in_doubt_above_us(uint32_t rtt_min_us)
{
	return more_by(rtt_min_us, THRESHOLD(DOUBT_US), THRESHOLD(DOUBT));
}

bool queue_in_doubt(uint32_t standing_rtt_us, uint32_t rtt_min_us)
{
	return rtt_min_us && standing_rtt_us > queue_in_doubt_above_us(rtt_min_us);
}

bool recv_queue_stands(const struct evidence *ev)
{
	return ev->rcv_standing_rtt_us > TIMESTAMP_TICK_US &&
	       queue_stands(ev->rcv_standing_rtt_us - TIMESTAMP_TICK_US, ev->rtt_min_us);
}

bool recv_queue_fed(const struct interval *iv, const struct evidence *ev)
{
	uint64_t rtt_us = max_u64(ev->rcv_standing_rtt_us, ev->rtt_min_us);
	uint64_t between_us = ev->rtt_min_us +
			      mul_div(rtt_us - ev->rtt_min_us, THRESHOLD(HALF), 1000);

	return !iv->last.detailed || iv->agg.rounds * between_us * 1000 >= ev->span_ns;
}

uint64_t queue_bulk_bps(uint64_t bps)
{
	return mul_div(bps, THRESHOLD(AGAINST), 1000);
}

bool queue_bulk_against(uint64_t against_bps, uint64_t bps)
{
	return against_bps && against_bps >= queue_bulk_bps(bps);
}
