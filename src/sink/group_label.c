// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/group_label.h"

#include <inttypes.h>
#include <stdio.h>

#include "sink/format.h"

/* "10.9.0.0/24" */
static void format_peer(char *buf, size_t size, const struct group_choice *choice,
			const struct group_key *key)
{
	enum sample_family family;
	struct endpoint end;
	char addr[FORMAT_ENDPOINT_LEN];

	group_key_endpoint(key, &family, &end);
	snprintf(buf, size, "%s/%u", format_addr(addr, sizeof(addr), family, &end),
		 family == FAMILY_INET ? choice->inet_len : choice->inet6_len);
}

static void format_id(char *buf, size_t size, enum group_by by, uint64_t id,
		      const struct group_names *names)
{
	const char *name = names->name ? names->name(names->ctx, by, id) : NULL;

	if (name)
		snprintf(buf, size, "%s", name);
	else if (id)
		snprintf(buf, size, "%" PRIu64, id);
	else
		buf[0] = '\0';
}

void group_label(char *buf, size_t size, const struct group_choice *choice,
		 const struct group_key *key, const struct group_names *names)
{
	uint64_t number = group_key_number(key);

	switch (choice->by) {
	case GROUP_NONE:
	case GROUP_MAX:
		buf[0] = '\0';
		break;
	case GROUP_PEER_PREFIX:
		format_peer(buf, size, choice, key);
		break;
	case GROUP_LPORT:
	case GROUP_RPORT:
		snprintf(buf, size, "%" PRIu64, number);
		break;
	case GROUP_COMM:
		snprintf(buf, size, "%.*s", (int)sizeof(key->word), (const char *)key->word);
		break;
	case GROUP_CGROUP:
	case GROUP_NETNS:
	case GROUP_PORT:
		format_id(buf, size, choice->by, number, names);
		break;
	case GROUP_FAMILY:
		snprintf(buf, size, "%s", key->family == 4 ? "inet" : "inet6");
		break;
	case GROUP_LIMIT:
		snprintf(buf, size, "%s", limit_name((enum limit)number));
		break;
	case GROUP_CAUSE:
		snprintf(buf, size, "%s", number ? cause_name((enum cause)number) : "");
		break;
	}
}
