/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The name of a socket's group in export --by. */
#ifndef TCPBDP_EXPORT_GROUP_H
#define TCPBDP_EXPORT_GROUP_H

#include "fleet/top_groups.h"
#include "hist/group.h"

/* An unknown value, like a control group without a path, is the group "unknown". */
void export_group_label(const struct group_choice *choice, const struct finding *f,
			char ret_label[TOP_GROUP_LABEL_LEN]);

#endif
