// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option_resolve.h"

#include <errno.h>

#include "options/parse.h"
#include "os/cgroup.h"
#include "os/log.h"
#include "os/netns.h"
#include "os/process.h"

static void say(const char *command, const struct option_use *use, const char *what)
{
	log_usage(command, "%s %.*s: %s", use->name, OPTION_SHOWN, use->text, what);
}

static int say_missing(const char *command, const struct option_use *use, const char *what)
{
	say(command, use, what);
	return -ENOENT;
}

static int find_pid(const char *command, const struct option_use *use, struct filter *filter)
{
	uint32_t process;

	if (process_check(filter->pid, &process) == 0)
		return 0;
	if (!process)
		return say_missing(command, use, "no such process");
	log_usage(command, "%s %s: a thread: give its process, %u", use->name, use->text, process);
	return -ESRCH;
}

static int find_cgroup(const char *command, const struct option_use *use, struct filter *filter)
{
	switch (cgroup_from_path(use->text, &filter->cgroup_id)) {
	case 0:
		return 0;
	case -ENODEV:
		return say_missing(command, use, "no cgroup2 hierarchy is mounted on this host");
	case -EACCES:
		return say_missing(command, use, "permission denied: run as root");
	default:
		return say_missing(
			command, use,
			"no such control group in the cgroup2 hierarchy (see systemd-cgls)");
	}
}

static int find_netns(const char *command, const struct option_use *use, struct filter *filter)
{
	int ret = netns_from_path(use->text, &filter->netns);
	uint64_t inode;

	/* a name may be a number, too */
	if (ret == -ENOENT && !parse_number(use->text, UINT32_MAX, &inode) && inode) {
		filter->netns = (uint32_t)inode;
		ret = netns_check(filter->netns);
	}
	switch (ret) {
	case 0:
		return 0;
	case -EINVAL:
		return say_missing(command, use,
				   "not a network namespace: give a file like /proc/PID/ns/net");
	case -EACCES:
		return say_missing(command, use, "permission denied: run as root");
	default:
		return say_missing(command, use,
				   "no such network namespace (see ip netns, or lsns -t net)");
	}
}

/* Every group has its path in a capture, and none its id. */
static int recall_cgroup(const char *text, struct cli_opts *opts)
{
	if (!*text)
		return -EINVAL;
	opts->cgroup_path = text;
	return 0;
}

static int recall_netns(const char *text, struct cli_opts *opts)
{
	uint64_t inode;
	int ret = parse_number(text, UINT32_MAX, &inode);

	if (ret || !inode)
		return -EINVAL;
	opts->filter.netns = (uint32_t)inode;
	return 0;
}

/* What is named: how it is found on this host, and what is made of its name for a capture. */
static const struct {
	int (*find)(const char *command, const struct option_use *use, struct filter *filter);
	int (*recall)(const char *text, struct cli_opts *opts);
	const char *unknown; /* why recall() refuses a text */
} names[OPTION_KIND_MAX] = {
	[OPTION_PID] = { .find = find_pid },
	[OPTION_CGROUP] = { find_cgroup, recall_cgroup,
			    "not a control group's path (as /system.slice)" },
	[OPTION_NETNS] = { find_netns, recall_netns,
			   "a capture knows namespaces by inode: give its number" },
};

int option_resolve(enum option_kind kind, const char *command, const struct option_use *use,
		   struct cli_opts *opts)
{
	if (!opts->replay)
		return names[kind].find ? names[kind].find(command, use, &opts->filter) : 0;
	if (!names[kind].recall || !names[kind].recall(use->text, opts))
		return 0;
	say(command, use, names[kind].unknown);
	return -EINVAL;
}
