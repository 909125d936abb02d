// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "finding/describe.h"

#include <string.h>

#include "base/units.h"
#include "finding/needed.h"
#include "tcp/window.h"

void describe_send(const struct sample *s, const struct sample_aggregate *agg, uint32_t rtt_us,
		   struct finding_send *send)
{
	struct finding_direction *dir = &send->dir;
	uint64_t largest;

	send->inflight_bytes = agg->inflight_max_bytes;
	send->cwnd_bytes = (uint64_t)s->cwnd_segments * s->mss_bytes;
	send->peer_window_bytes = (uint32_t)max_u64(agg->snd_wnd_max_bytes, s->snd_wnd_bytes);
	send->peer_wscale = s->wscale_ok ? s->snd_wscale : -1;
	send->pacing_bps = s->pacing_bytes_per_s == UINT64_MAX
				   ? 0
				   : mul_div(s->pacing_bytes_per_s, 8, 1);
	dir->buffer_bytes = s->sndbuf_bytes;
	dir->buffer_used_bytes = (uint32_t)max_u64(agg->wmem_queued_max_bytes,
						   s->wmem_queued_bytes);
	dir->buffer_max_bytes = sndbuf_max(s);
	memcpy(dir->sysctl_bytes, s->tcp_wmem, sizeof(dir->sysctl_bytes));
	dir->buffer_locked = s->sndbuf_locked;
	dir->window_bytes = (uint32_t)min_u64(send->peer_window_bytes,
					      window_from_sndbuf(s, s->sndbuf_bytes));
	largest = min_u64(max_u64(s->max_window_bytes, send->peer_window_bytes),
			  window_from_sndbuf(s, dir->buffer_max_bytes));
	dir->ceiling_bps = window_ceiling_bps(largest, rtt_us);
}

void describe_recv(const struct sample *s, const struct sample_aggregate *agg, uint32_t rtt_us,
		   struct finding_recv *recv)
{
	struct finding_direction *dir = &recv->dir;

	recv->unread_bytes = sample_unread_bytes(s);
	recv->wscale = s->wscale_ok ? s->rcv_wscale : -1;
	dir->buffer_bytes = s->rcvbuf_bytes;
	dir->buffer_used_bytes = (uint32_t)max_u64(agg->rmem_alloc_max_bytes, s->rmem_alloc_bytes);
	dir->buffer_max_bytes = rcvbuf_max(s);
	memcpy(dir->sysctl_bytes, s->tcp_rmem, sizeof(dir->sysctl_bytes));
	dir->buffer_locked = s->rcvbuf_locked;
	dir->window_bytes = window_on_wire(s, (uint32_t)max_u64(agg->rcv_wnd_max_bytes,
								s->rcv_wnd_bytes));
	dir->ceiling_bps = window_ceiling_bps(window_recv_largest(s), rtt_us);
}

void describe_send_needed(const struct sample *s, const struct flow_path *path, struct finding *f)
{
	struct needed needed = needed_send(s, path, f->rtt_min_us, f->send.dir.undersized);

	f->send.dir.needed_bytes = needed.bytes;
	f->send.dir.needed_source = needed.source;
	f->send.dir.needed_window_bytes = needed.window_bytes;
}

void describe_recv_needed(const struct sample *s, const struct flow_path *path, struct finding *f)
{
	struct needed needed = needed_recv(s, path, f->rtt_min_us, f->recv.dir.undersized);

	f->recv.dir.needed_bytes = needed.bytes;
	f->recv.dir.needed_source = needed.source;
	f->recv.dir.needed_window_bytes = needed.window_bytes;
	f->recv.needed_fits_wscale = window_from_space(s, (uint32_t)min_u64(needed.bytes,
									    UINT32_MAX)) <=
				     window_scale_cap(s);
}
