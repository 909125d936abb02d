/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the group that a socket belongs to is called by export --by. */
#ifndef TCPBDP_EXPORT_GROUP_H
#define TCPBDP_EXPORT_GROUP_H

#include "fleet/top_groups.h"
#include "hist/group.h"

/* What is not known is a group of its own, "unknown": so is a control group without a path. */
void export_group_label(const struct group_choice *choice, const struct finding *f,
			char ret_label[TOP_GROUP_LABEL_LEN]);

#endif
