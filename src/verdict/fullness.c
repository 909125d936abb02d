// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/fullness.h"

#include "base/units.h"
#include "evidence/queue.h"
#include "tcp/window.h"
#include "verdict/threshold.h"

uint32_t fullness_window_bytes(const struct case_file *cf)
{
	return window_on_wire(&cf->iv->last, cf->iv->agg.rcv_wnd_max_bytes);
}

uint64_t fullness_of_rtt(const struct case_file *cf, uint32_t rtt_us)
{
	const struct evidence *ev = &cf->ev;
	uint64_t per_rtt = mul_div(ev->received_bytes, UINT64_C(1000) * rtt_us, ev->span_ns);

	return mul_div(per_rtt, 1000, fullness_window_bytes(cf));
}

static uint32_t round_trip_us(const struct case_file *cf)
{
	const struct evidence *ev = &cf->ev;
	uint32_t rtt_us = (uint32_t)max_u64(ev->rtt_min_us, ev->rcv_standing_rtt_us);

	return fullness_of_rtt(cf, rtt_us) > THRESHOLD(OVERFULL) ? ev->rtt_min_us : rtt_us;
}

uint64_t fullness(const struct case_file *cf)
{
	return fullness_of_rtt(cf, round_trip_us(cf));
}

uint64_t fullness_longest(const struct case_file *cf)
{
	const struct evidence *ev = &cf->ev;
	uint32_t tick_us = ev->rcv_standing_rtt_us ? TIMESTAMP_TICK_US : 0;
	uint32_t rtt_us = round_trip_us(cf);

	if (cf->rtt_wanders || queue_bulk_against(cf->against_recv_bps, ev->recv_bps))
		rtt_us = (uint32_t)max_u64(rtt_us, ev->rcv_rtt_us);
	return fullness_of_rtt(cf, rtt_us + tick_us) +
	       permille(cf->iv->last.tls ? TLS_RECORD_MAX : 0, fullness_window_bytes(cf));
}

uint64_t fullness_asked(const struct case_file *cf)
{
	uint64_t rest = mul_div(THRESHOLD(FULL_LESS), cf->iv->last.mss_bytes,
				fullness_window_bytes(cf));

	return min_u64(THRESHOLD(FULL), 1000 - min_u64(rest, 1000));
}
