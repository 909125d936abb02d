// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/output_choice.h"
#include "finding/audit.h"
#include "finding/socket_counts.h"
#include "os/log.h"
#include "run/socket_scan.h"
#include "sink/list_sink.h"

static int exec(const struct cli_opts *opts);

const struct command list_command = {
	.name = "list",
	.summary = "list every TCP socket that exists now, with the ceilings its windows set",
	.about =
		"Lists the TCP sockets of every network namespace, also idle ones: buffers and their maxima,\n"
		"windows, and the rate that each direction cannot exceed (largest window / minimum RTT; + marks a\n"
		"buffer that can still grow). With --bandwidth, or on a link of known speed, a ! marks a socket that\n"
		"can never use that rate. A buffer is \"locked\" by SO_SNDBUF or SO_RCVBUF. -l lists listeners,\n"
		"as in ss.  TIME_WAIT and SYN_RECV sockets are not listed; they\n"
		"own no buffers.\n",
	.examples =
		"tcpbdp list                               all connected sockets\n"
		"tcpbdp list --bandwidth 10g --flagged     sockets that can never use 10 Gbit/s, and why\n"
		"tcpbdp list --sort ceiling -P 5432        port 5432, the lowest ceiling first\n"
		"tcpbdp list -l                            listeners, and the window scale they will offer\n"
		"tcpbdp list --bandwidth 1g --check        exit status 3 if one is marked\n"
		"tcpbdp list --summary                     counts by state, limit, cause and namespace\n"
		"tcpbdp list --replay run.tcpbdp           the sockets at the end of a capture\n",
	.options = FOR_LIST,
	.exec = exec,
};

struct list {
	const struct cli_opts *opts;
	struct socket_scan *scan;
	struct list_sink *sink;
	struct socket_counts counts;
	struct finding *findings; /* only with --sort */
	size_t count, room;
};

static int keep(struct list *list, const struct finding *f)
{
	if (list->count == list->room) {
		size_t room = list->room ? 2 * list->room : 256;
		struct finding *larger = reallocarray(list->findings, room, sizeof(*larger));

		if (!larger)
			return -ENOMEM;
		list->findings = larger;
		list->room = room;
	}
	list->findings[list->count++] = *f;
	return 0;
}

static int on_finding(void *ctx, const struct finding *f)
{
	struct list *list = ctx;
	int err;

	if (list->opts->flagged && !finding_flagged(f))
		return 0;
	err = socket_counts_add(&list->counts, f);
	if (err || list->opts->summary)
		return err;
	return list->opts->sort ? keep(list, f) : list->sink->ops->socket(list->sink, f);
}

static int compare(const void *a, const void *b, void *key)
{
	return sort_compare(*(const enum sort_key *)key, a, b);
}

/* A name is valid until the next lookup, so look it up again. */
static int give_sorted(struct list *list)
{
	enum sort_key key = list->opts->sort;
	int err = 0;

	if (list->count)
		qsort_r(list->findings, list->count, sizeof(*list->findings), compare, &key);
	for (size_t i = 0; !err && i < list->count; i++) {
		struct finding *f = &list->findings[i];

		socket_scan_name(list->scan, f);
		err = list->sink->ops->socket(list->sink, f);
	}
	return err;
}

static int list_sockets(struct list *list)
{
	int err = output_choose_list(list->opts, stdout, &list->sink);

	if (!err)
		err = socket_scan_new(list->opts, &list->scan);
	if (!err)
		err = socket_scan_go(list->scan, on_finding, list);
	if (!err)
		err = give_sorted(list);
	if (!err)
		err = list->sink->ops->end(list->sink, list->opts->summary ? &list->counts : NULL,
					   socket_scan_missed(list->scan));
	output_say_end(err);
	return err;
}

static int checked(const struct list *list)
{
	if (list->counts.flagged)
		return COMMAND_FINDINGS;
	return socket_scan_is_whole(list->scan) ? 0 : COMMAND_UNJUDGED;
}

static int exec(const struct cli_opts *opts)
{
	struct list list = { .opts = opts };
	int err = list_sockets(&list);

	if (!err && opts->check)
		err = checked(&list);
	free(list.findings);
	socket_counts_clear(&list.counts);
	if (list.sink)
		list.sink->ops->free(list.sink);
	socket_scan_free(list.scan);
	return err;
}
