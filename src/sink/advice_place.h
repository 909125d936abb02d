/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Where the example of an item lives, and what keeps its setting there: a restart loses a sysctl. */
#ifndef TCPBDP_ADVICE_PLACE_H
#define TCPBDP_ADVICE_PLACE_H

#include "sample/workload.h"
#include "sink/advice_report.h"

struct advice_place {
	const char *cgroup; /* NULL = not known; so the next two; borrowed from the host */
	const struct workload_names *names;
	const char *netns_name;
	struct workload workload; /* of the cgroup */
	char word[WORKLOAD_WORD_LEN];
};

void advice_place_of(const struct advice_report *r, const struct advice_item *item,
		     struct advice_place *ret_place);

#define ADVICE_KEEP_LEN 256

/* A setting, as what it is kept in takes it. */
struct advice_keep {
	const char *in; /* "host", "pod", "container", "service"; NULL = nothing is known */
	char how[ADVICE_KEEP_LEN];  /* where to write it: no other's word that a shell would run */
	char text[ADVICE_KEEP_LEN]; /* what to write */
};

/* Of an item that proposes a sysctl; of others nothing is to be kept. */
void advice_keep(const struct advice_report *r, const struct advice_item *item,
		 const struct advice_place *place, struct advice_keep *ret_keep);

#endif
