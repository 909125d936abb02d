// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/list_counts.h"

#include <inttypes.h>

#include "os/quote.h"
#include "sink/list_line.h"

/* A namespace's name, or without one (NULL) its inode. */
static char *netns_text(char *buf, size_t size, uint32_t netns, const char *name,
			const struct list_text_opts *opts)
{
	if (name)
		return quote_terminal(buf, size, name, opts->utf8);
	snprintf(buf, size, "%" PRIu32, netns);
	return buf;
}

/* "send        idle 5, unknown 2" */
static void print_part(FILE *mem, const struct socket_counts_part *part)
{
	const char *separator = "";

	fprintf(mem, "%-12s", part->key);
	for (int i = 0; i < part->max; i++) {
		if (!part->counts[i] || !part->name(i))
			continue;
		fprintf(mem, "%s%s %" PRIu64, separator, part->name(i), part->counts[i]);
		separator = ", ";
	}
	fputs(*separator ? "\n" : "none\n", mem);
}

void list_counts_print(FILE *mem, const struct socket_counts *c, const struct list_text_opts *opts)
{
	struct socket_counts_part parts[SOCKET_COUNTS_PARTS];

	socket_counts_parts(c, parts);
	fprintf(mem, "%-12s%" PRIu64 ", %" PRIu64 " flagged\n", "sockets", c->sockets, c->flagged);
	for (int i = 0; i < SOCKET_COUNTS_PARTS; i++)
		print_part(mem, &parts[i]);
	for (size_t i = 0; i < c->netns_count; i++) {
		char netns[LIST_CELL_LEN];

		netns_text(netns, sizeof(netns), c->netns[i].netns, c->netns[i].name, opts);
		fprintf(mem, "netns %s", netns);
		if (!c->netns[i].name && c->netns[i].pid)
			fprintf(mem, " (of pid %" PRIu32 ")", c->netns[i].pid);
		fprintf(mem, ": %" PRIu64 ", %" PRIu64 " flagged\n", c->netns[i].sockets,
			c->netns[i].flagged);
	}
}
