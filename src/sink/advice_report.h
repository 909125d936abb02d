/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What advise says: for a person, and as JSON. */
#ifndef TCPBDP_ADVICE_REPORT_H
#define TCPBDP_ADVICE_REPORT_H

#include <stdbool.h>

#include "advice/advice.h"

struct advice_report {
	const struct advice_item *items;
	size_t count;
	const struct oversizes *oversizes;
	unsigned judged; /* sockets */
	uint64_t silent; /* sockets with too little traffic to judge */
	uint64_t duration_ns;
	uint32_t own_netns;     /* inode; 0 = not known; so the next */
	uint32_t boot_netns;    /* the one that /etc/sysctl.d is for */
	struct host_facts host; /* what the places are called that the examples live in */
	bool replayed;          /* own_netns is that of the host that was recorded */
	bool utf8;
	/* What to put before a command for it to run in this item's namespace: "", "ip netns exec
	 * blue ". Valid until the next call; NULL = no way is known. */
	const char *(*enter)(void *ctx, const struct advice_item *item);
	void *ctx;
};

/* Each is one text, to be freed. NULL when memory is out. */
char *advice_report_text(const struct advice_report *r);
char *advice_report_json(const struct advice_report *r);

#endif
