// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Predicates about our own buffers. */
#include "verdict/predicate_ask.h"

#include "base/units.h"
#include "tcp/window.h"
#include "verdict/carried.h"
#include "verdict/fullness.h"
#include "verdict/threshold.h"

bool ask_sndbuf_grows(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->trends.sndbuf_grows;
}

bool ask_sndbuf_locked(const struct case_file *cf, struct fact *f)
{
	f->seen = cf->iv->last.sndbuf_bytes;
	return cf->iv->last.sndbuf_locked;
}

bool ask_sndbuf_below_max(const struct case_file *cf, struct fact *f)
{
	return !at_least(f, cf->iv->last.sndbuf_bytes, cf->iv->last.tcp_wmem[2]);
}

bool ask_memory_short(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->host_memory_pressure || cf->iv->last.memory_pressure;
}

bool ask_sndbuf_carried(const struct case_file *cf, struct fact *f)
{
	const struct sample *s = &cf->iv->last;

	return at_least(f, carried_by_path_bytes(cf),
			part(window_from_sndbuf(s, s->sndbuf_bytes),
			     carried_least_permille(&cf->ev)));
}

bool at_unscaled_max(struct fact *f, uint32_t window_bytes)
{
	uint32_t signed_max = WINDOW_UNSCALED_MAX / 2;

	return at_least(f, window_bytes, part(WINDOW_UNSCALED_MAX, THRESHOLD(AT_UNSCALED))) ||
	       (window_bytes <= signed_max &&
		window_bytes >= signed_max - part(signed_max, THRESHOLD(DRIFT)));
}

bool ask_own_unscaled(const struct case_file *cf, struct fact *f)
{
	const struct sample *s = &cf->iv->last;

	return at_unscaled_max(f, fullness_window_bytes(cf)) && !s->wscale_ok &&
	       window_from_space(s, s->rcvbuf_bytes) >= window_scale_cap(s);
}

bool ask_recv_window_rests(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->trends.recv_window_rests;
}

bool ask_recv_window_grows(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->trends.recv_window_grows;
}

/*
 * The bound of an advertised window apart from its scale (tcp_select_window(),
 * __tcp_select_window()).
 */
static uint32_t window_bound(const struct sample *s)
{
	return (uint32_t)min_u64(window_from_space(s, s->rcvbuf_bytes), s->window_clamp_bytes);
}

bool ask_far_below(const struct case_file *cf, struct fact *f)
{
	const struct sample *s = &cf->iv->last;

	return !at_least(f, fullness_window_bytes(cf),
			 part(window_on_wire(s, window_bound(s)) / window_growth_divisor(s),
			      THRESHOLD(FAR_BELOW)));
}

bool ask_scale_binds(const struct case_file *cf, struct fact *f)
{
	const struct sample *s = &cf->iv->last;

	return !at_least(f, window_scale_cap(s), window_bound(s));
}

bool ask_scale_of_buffer(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return window_scale_is_of_buffer(&cf->iv->last);
}

/* The clamp follows an autotuned buffer, except for the drift of the overhead ratio. */
bool ask_clamped(const struct case_file *cf, struct fact *f)
{
	const struct sample *s = &cf->iv->last;
	uint32_t of_buffer = window_from_space(s, s->rcvbuf_bytes);

	return !at_least(f, s->window_clamp_bytes, of_buffer - part(of_buffer, THRESHOLD(CLAMPED)));
}

bool ask_rcvbuf_locked(const struct case_file *cf, struct fact *f)
{
	f->seen = cf->iv->last.rcvbuf_bytes;
	return cf->iv->last.rcvbuf_locked;
}

bool ask_rcvbuf_at_max(const struct case_file *cf, struct fact *f)
{
	return at_least(f, cf->iv->last.rcvbuf_bytes, cf->iv->last.tcp_rmem[2]);
}

bool ask_autotuning_on(const struct case_file *cf, struct fact *f)
{
	(void)f;
	return cf->iv->last.moderate_rcvbuf;
}
