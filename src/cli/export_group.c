// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/export_group.h"

#include <string.h>

#include "sink/group_label.h"

static const char *name_of(void *ctx, enum group_by by, uint64_t id)
{
	const struct finding *f = ctx;

	if (by == GROUP_NETNS)
		return f->netns_name;
	return by == GROUP_CGROUP && id ? f->cgroup : NULL;
}

void export_group_label(const struct group_choice *choice, const struct finding *f,
			char ret_label[TOP_GROUP_LABEL_LEN])
{
	const struct group_names names = { name_of, (void *)f };
	struct group_key key = group_key_of(choice, &f->id, LIMIT_IDLE, CAUSE_NONE);

	if (choice->by == GROUP_CGROUP && !f->cgroup) /* its id means nothing on other hosts */
		key = (struct group_key){ 0 };
	group_label(ret_label, TOP_GROUP_LABEL_LEN, choice, &key, &names);
	if (!ret_label[0])
		strcpy(ret_label, "unknown");
}
