// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "view/view_place.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cookie_map.h"

struct view_places {
	struct cookie_map *groups; /* by the control group's id */
	struct cookie_map *netns;  /* by number: its name */
	struct kept *kept;         /* all of both */
};

struct kept {
	struct kept *next;
	union {
		struct view_group_place group;
		char name[1];
	} u;
};

struct view_places *view_places_new(void)
{
	struct view_places *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->groups = cookie_map_new();
	p->netns = cookie_map_new();
	if (p->groups && p->netns)
		return p;
	view_places_free(p);
	return NULL;
}

void view_places_free(struct view_places *p)
{
	if (!p)
		return;
	while (p->kept) {
		struct kept *next = p->kept->next;

		free(p->kept);
		p->kept = next;
	}
	cookie_map_free(p->groups);
	cookie_map_free(p->netns);
	free(p);
}

static struct kept *keep(struct view_places *p, size_t extra_bytes)
{
	struct kept *k = calloc(1, sizeof(*k) + extra_bytes);

	if (!k)
		return NULL;
	k->next = p->kept;
	p->kept = k;
	return k;
}

/* *ret_group: NULL = there is no room for another. */
static int find_group(struct view_places *p, const struct finding *f,
		      struct view_group_place **ret_group)
{
	struct kept *k;

	*ret_group = cookie_map_get(p->groups, f->id.cgroup_id);
	if (*ret_group || cookie_map_count(p->groups) >= VIEW_PLACES_MAX)
		return 0;
	k = keep(p, strlen(f->cgroup));
	if (!k)
		return -ENOMEM;
	strcpy(k->u.group.path, f->cgroup);
	k->u.group.has_names = f->names;
	if (f->names)
		k->u.group.names = *f->names;
	*ret_group = &k->u.group;
	return cookie_map_put(p->groups, f->id.cgroup_id, *ret_group);
}

static int hold_group(struct view_places *p, struct finding *f)
{
	struct view_group_place *group = NULL;
	int err = f->cgroup && f->id.cgroup_id ? find_group(p, f, &group) : 0;

	f->cgroup = group ? group->path : NULL;
	f->names = group && group->has_names ? &group->names : NULL;
	return err;
}

static int hold_netns(struct view_places *p, struct finding *f)
{
	const char *name = f->netns_name;
	struct kept *k;

	f->netns_name = NULL;
	if (!name || !f->id.netns)
		return 0;
	f->netns_name = cookie_map_get(p->netns, f->id.netns);
	if (f->netns_name || cookie_map_count(p->netns) >= VIEW_PLACES_MAX)
		return 0;
	k = keep(p, strlen(name));
	if (!k)
		return -ENOMEM;
	strcpy(k->u.name, name);
	f->netns_name = k->u.name;
	return cookie_map_put(p->netns, f->id.netns, k->u.name);
}

int view_places_hold(struct view_places *p, struct finding *f)
{
	int err = hold_group(p, f);

	return err ? err : hold_netns(p, f);
}
