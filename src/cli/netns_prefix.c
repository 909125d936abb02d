// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/netns_prefix.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "os/netns.h"
#include "os/quote.h"

/* Is that process still there? Assume so if we may not look. */
static bool may_lead_there(uint32_t netns, uint32_t pid)
{
	char path[64];
	uint32_t inode;
	int err;

	snprintf(path, sizeof(path), "/proc/%" PRIu32 "/ns/net", pid);
	err = netns_from_path(path, &inode);
	return err ? err == -EACCES || err == -EPERM : inode == netns;
}

bool netns_prefix(char buf[static NETNS_PREFIX_LEN], const struct run *run, uint32_t netns,
		  uint32_t pid)
{
	char name[64];

	buf[0] = '\0';
	if (!netns)
		return false;
	/* "ip netns exec blue tcpbdp" was typed in a shell of the host */
	if (netns == run->own_netns && netns == run->boot_netns)
		return true;
	if (netns == run->boot_netns)
		pid = 1;
	else if (run->live && netns_name(netns, name, sizeof(name)) && quote_is_plain(name)) {
		snprintf(buf, NETNS_PREFIX_LEN, "ip netns exec %s ", name);
		return true;
	}
	if (!pid || (run->live && !may_lead_there(netns, pid)))
		return false;
	snprintf(buf, NETNS_PREFIX_LEN,
		 "nsenter -t %" PRIu32 " -n sh -c "
		 "'test \"$(stat -Lc %%i /proc/self/ns/net)\" = %" PRIu32 " && \"$@\"' - ",
		 pid, netns);
	return true;
}
