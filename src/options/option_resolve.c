// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option_resolve.h"

#include <errno.h>

#include "options/option_items.h"
#include "options/parse.h"
#include "os/cgroup.h"
#include "os/log.h"
#include "os/netns.h"
#include "os/process.h"

struct resolver {
	const struct option_form *form;
	const char *command;
	const char *name; /* of the option, as typed */
	struct cli_opts *opts;
};

static int say(const struct resolver *r, const char *text, const char *what, int err)
{
	log_usage(r->command, "%s %.*s: %s", r->name, OPTION_SHOWN, text, what);
	return err;
}

static int add(const struct resolver *r, const char *text, const void *item)
{
	if (!option_items_add(r->form, r->opts, item))
		return 0;
	return option_items_say_full(r->form, r->command, r->name, text);
}

static int find_process_name(const struct resolver *r, const char *text)
{
	uint32_t pids[FILTER_PIDS_MAX];
	size_t count = 0;
	int ret = 0;

	if (!process_ids_are_hosts())
		return say(r, text,
			   "this container has other process ids than the host: use --comm",
			   -ENOENT);
	if (process_find(text, pids, FILTER_PIDS_MAX, &count) || !count)
		return say(r, text, "no process of this name (--comm takes later ones, too)",
			   -ENOENT);
	if (count > FILTER_PIDS_MAX) {
		log_usage(r->command, "%s %.*s: %zu processes, more than %d: use --comm", r->name,
			  OPTION_SHOWN, text, count, FILTER_PIDS_MAX);
		return -E2BIG;
	}
	log_note("%s %.*s: %zu process%s", r->name, OPTION_SHOWN, text, count,
		 count == 1 ? "" : "es");
	for (size_t i = 0; !ret && i < count; i++)
		ret = add(r, text, &pids[i]);
	return ret;
}

/* The filter has the number. Does the process exist? */
static int find_pid(const struct resolver *r, const char *text)
{
	uint32_t process;
	uint64_t pid;

	if (parse_number(text, PARSE_PID_MAX, &pid))
		return find_process_name(r, text);
	if (process_check((uint32_t)pid, &process) == 0)
		return 0;
	if (!process)
		return say(r, text, "no such process", -ENOENT);
	log_usage(r->command, "%s %s: a thread: give its process, %u", r->name, text, process);
	return -ESRCH;
}

static int find_cgroup(const struct resolver *r, const char *text)
{
	uint64_t id;

	switch (cgroup_from_path(text, &id)) {
	case 0:
		return add(r, text, &id);
	case -ENODEV:
		return say(r, text, "no cgroup2 hierarchy is mounted on this host", -ENOENT);
	case -EACCES:
		return say(r, text, "permission denied: run as root", -ENOENT);
	default:
		return say(r, text,
			   "no such control group in the cgroup2 hierarchy (see systemd-cgls)",
			   -ENOENT);
	}
}

static int find_netns(const struct resolver *r, const char *text)
{
	uint32_t inode;
	uint64_t number;
	int ret = netns_from_path(text, &inode);

	/* a name may be a number, too */
	if (ret == -ENOENT && !parse_number(text, UINT32_MAX, &number) && number) {
		inode = (uint32_t)number;
		ret = netns_check(inode);
	}
	switch (ret) {
	case 0:
		return add(r, text, &inode);
	case -EINVAL:
		return say(r, text, "not a network namespace: give a file like /proc/PID/ns/net",
			   -ENOENT);
	case -EACCES:
		return say(r, text, "permission denied: run as root", -ENOENT);
	default:
		return say(r, text, "no such network namespace (see ip netns, or lsns -t net)",
			   -ENOENT);
	}
}

static int recall_pid(const struct resolver *r, const char *text)
{
	uint64_t pid;

	if (!parse_number(text, PARSE_PID_MAX, &pid))
		return 0;
	return say(r, text, "a capture has no processes to look up: use --comm", -EINVAL);
}

/* In a capture, control groups are found by path, not by id. */
static int recall_cgroup(const struct resolver *r, const char *text)
{
	struct cgroup_paths *paths = &r->opts->cgroup_paths;

	if (!*text)
		return say(r, text, "not a control group's path (as /system.slice)", -EINVAL);
	if (paths->count == FILTER_MAX)
		return option_items_say_full(r->form, r->command, r->name, text);
	paths->value[paths->count++] = text;
	return 0;
}

static int recall_netns(const struct resolver *r, const char *text)
{
	uint64_t number;
	uint32_t inode;

	if (parse_number(text, UINT32_MAX, &number) || !number)
		return say(r, text, "a capture knows namespaces by inode: give its number",
			   -EINVAL);
	inode = (uint32_t)number;
	return add(r, text, &inode);
}

/* How to look up a name on this host, and how to use it with a capture. */
static const struct {
	int (*find)(const struct resolver *r, const char *text);
	int (*recall)(const struct resolver *r, const char *text);
} names[OPTION_KIND_MAX] = {
	[OPTION_PID] = { find_pid, recall_pid },
	[OPTION_CGROUP] = { find_cgroup, recall_cgroup },
	[OPTION_NETNS] = { find_netns, recall_netns },
};

static int resolve_item(void *ctx, const char *text)
{
	const struct resolver *r = ctx;

	if (!r->opts->replay)
		return names[r->form->kind].find(r, text);
	return names[r->form->kind].recall(r, text);
}

int option_resolve(const struct option_form *form, const char *command,
		   const struct option_use *use, struct cli_opts *opts)
{
	struct resolver r = { form, command, use->name, opts };
	int ret = 0;

	if (!names[form->kind].find)
		return 0;
	for (size_t i = 0; !ret && i < use->count; i++)
		ret = option_items_each(form, use->texts[i], resolve_item, &r);
	return ret;
}
