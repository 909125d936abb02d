// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/queue.h"

bool loses(const struct evidence *ev)
{
	return ev->retrans_bytes > ev->acked_bytes / 200;
}

bool queue_stands(uint32_t standing_rtt_us, uint32_t rtt_min_us)
{
	return rtt_min_us && standing_rtt_us > UINT64_C(20) + rtt_min_us + rtt_min_us / 8;
}

bool queue_in_doubt(uint32_t standing_rtt_us, uint32_t rtt_min_us)
{
	return rtt_min_us && standing_rtt_us > UINT64_C(100) + rtt_min_us + rtt_min_us / 16;
}

bool rtt_swells(uint32_t mean_rtt_us, uint32_t rtt_min_us)
{
	return mean_rtt_us > UINT64_C(0) + rtt_min_us + rtt_min_us / 4;
}

bool queue_on_average(uint32_t mean_rtt_us, uint32_t rtt_min_us)
{
	return rtt_min_us && mean_rtt_us > UINT64_C(1000) + rtt_min_us + rtt_min_us / 4;
}

bool recv_queue_stands(const struct evidence *ev)
{
	return ev->rcv_standing_rtt_us > TIMESTAMP_TICK_US &&
	       queue_stands(ev->rcv_standing_rtt_us - TIMESTAMP_TICK_US, ev->rtt_min_us);
}
