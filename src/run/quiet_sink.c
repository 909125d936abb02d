// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/quiet_sink.h"

static struct sink *next(struct sink *sink)
{
	struct quiet_sink *quiet = (struct quiet_sink *)sink;

	status_erase(quiet->status);
	return quiet->next;
}

static int on_finding(struct sink *sink, const struct finding *f)
{
	sink = next(sink);
	return sink->ops->finding(sink, f);
}

static int on_interval_end(struct sink *sink)
{
	sink = next(sink);
	return sink->ops->interval_end(sink);
}

static int on_socket_end(struct sink *sink, uint64_t cookie)
{
	sink = next(sink);
	return sink->ops->socket_end ? sink->ops->socket_end(sink, cookie) : 0;
}

static const struct sink_ops ops = {
	.finding = on_finding,
	.interval_end = on_interval_end,
	.socket_end = on_socket_end,
};

void quiet_sink_begin(struct quiet_sink *quiet, struct sink *after, struct status *status)
{
	*quiet = (struct quiet_sink){ .sink.ops = &ops, .next = after, .status = status };
}
