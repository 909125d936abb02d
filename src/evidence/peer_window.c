// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "evidence/peer_window.h"

#include "verdict/threshold.h"

void peer_window_add(struct peer_window *w, const struct sample *s)
{
	const struct sample_aggregate *agg = &s->agg;

	if (!agg->segments && (s->state == TCP_STATE_ESTABLISHED || s->state == TCP_STATE_CLOSE))
		return;
	w->samples++;
	w->stood += agg->segments >= THRESHOLD(PEER_STOOD_SEGMENTS) &&
		    agg->snd_wnd_min_bytes == agg->snd_wnd_max_bytes;
}

bool peer_window_stands(const struct peer_window *w)
{
	return w->stood && UINT64_C(1000) * w->stood >= w->samples * THRESHOLD(HALF);
}
