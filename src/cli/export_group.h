/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which group a socket belongs to, for export --by. */
#ifndef TCPBDP_EXPORT_GROUP_H
#define TCPBDP_EXPORT_GROUP_H

#include "fleet/top_groups.h"
#include "options/cli_opts.h"

/*
 * For top_groups_add(): a number that all sockets of a group have, never 0, and what the group is
 * called. Of a port it is the lower one of both ends, which a service has and a client has not.
 */
uint64_t grouping_of(enum grouping by, const struct finding *f,
		     char ret_label[TOP_GROUP_LABEL_LEN]);

#endif
