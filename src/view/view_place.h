/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The places that sockets live in, each kept once: a control group with its workload, a network namespace
 * with its name. A finding borrows these texts for a moment, a screen shows them for minutes.
 */
#ifndef TCPBDP_VIEW_PLACE_H
#define TCPBDP_VIEW_PLACE_H

#include "finding/finding.h"

/* So many of each kind; sockets of more have no names. 30 MiB. */
#define VIEW_PLACES_MAX 16384

struct view_group_place {
	struct workload_names names;
	bool has_names;
	char path[1]; /* as long as it is */
};

struct view_places;

/* NULL when memory is out. */
struct view_places *view_places_new(void);
void view_places_free(struct view_places *places);

/* Replaces what f borrows by what places keeps: good as long as places is. -ENOMEM. */
int view_places_hold(struct view_places *places, struct finding *f);

#endif
