// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option_kind.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "options/option_word.h"
#include "options/option_word.h"
#include "options/parse.h"
#include "os/cgroup.h"
#include "os/log.h"
#include "os/netns.h"
#include "os/process.h"

#define TIME_MIN_NS 10000000 /* 0.01 s */
#define SHARE_MAX 1000000
#define SAMPLE_INTERVAL_MAX_MS 3600000
#define AGE_MIN_NS 1000000000
#define TOP_SERIES_MAX 100
#define PREFIX_MAX 128
#define SIZE_MIN_BYTES (UINT64_C(1) << 20)
#define SIZE_MAX_BYTES (UINT64_C(1) << 50)

static int read_flag(const char *text, void *member)
{
	(void)text;
	*(bool *)member = true;
	return 0;
}

static int read_count(const char *text, void *member)
{
	(void)text;
	(*(unsigned *)member)++;
	return 0;
}

static int read_time(const char *text, uint64_t min_ns, uint64_t *ret_ns)
{
	uint64_t ns;
	int ret = parse_seconds(text, &ns);

	if (ret || ns < min_ns)
		return -EINVAL;
	*ret_ns = ns;
	return 0;
}

static int read_seconds(const char *text, void *member)
{
	return read_time(text, TIME_MIN_NS, member);
}

static int read_share(const char *text, void *member)
{
	uint64_t parts;

	if (strncmp(text, "1/", 2) || parse_number(text + 2, SHARE_MAX, &parts) || parts < 2)
		return -EINVAL;
	*(uint32_t *)member = (uint32_t)parts;
	return 0;
}

static int read_age(const char *text, void *member)
{
	return read_time(text, AGE_MIN_NS, member);
}

static int read_milliseconds(const char *text, void *member)
{
	uint32_t ms;
	int ret = parse_milliseconds(text, &ms);

	if (ret || ms > SAMPLE_INTERVAL_MAX_MS)
		return -EINVAL;
	*(uint32_t *)member = ms;
	return 0;
}

static int read_when(const char *text, void *member)
{
	return parse_when(text, member);
}

static int read_pid(const char *text, void *member)
{
	return parse_pid(text, member);
}

static int read_port(const char *text, void *member)
{
	return parse_port(text, member);
}

static int read_rate(const char *text, void *member)
{
	return parse_rate(text, member);
}

static int read_size(const char *text, void *member)
{
	uint64_t bytes;
	int ret = parse_size(text, &bytes);

	if (ret || bytes < SIZE_MIN_BYTES || bytes > SIZE_MAX_BYTES)
		return -EINVAL;
	*(uint64_t *)member = bytes;
	return 0;
}

static int read_cidr(const char *text, void *member)
{
	return parse_cidr(text, member);
}

static int read_path(const char *text, void *member)
{
	if (!*text)
		return -EINVAL;
	*(const char **)member = text;
	return 0;
}

/* node_exporter's textfile collector passes over any other name */
static int read_textfile(const char *text, void *member)
{
	size_t len = strlen(text);

	/* a name that is nothing but that, of a variable that was empty, is a slip */
	if (len < strlen(".prom") || strcmp(text + len - strlen(".prom"), ".prom") ||
	    len == strlen(".prom") || text[len - strlen(".prom") - 1] == '/')
		return -EINVAL;
	return read_path(text, member);
}

static int read_top_series(const char *text, void *member)
{
	uint64_t top;

	if (parse_number(text, TOP_SERIES_MAX, &top) || !top)
		return -EINVAL;
	*(uint32_t *)member = (uint32_t)top;
	return 0;
}

static int read_metric(const char *text, void *member)
{
	return metric_find(text, member) ? 0 : -EINVAL;
}

/* "peer-prefix/24": no other group has a length. */
static int read_group(const struct group_menu *menu, const char *text,
		      struct group_choice *ret_choice)
{
	struct group_choice choice = { .inet_len = menu->inet_len, .inet6_len = menu->inet6_len };
	size_t len = strcspn(text, "/");
	uint64_t prefix_len;

	choice.by = group_find(menu, text, len);
	if (!choice.by || (text[len] && (choice.by != GROUP_PEER_PREFIX || !menu->takes_len)))
		return -EINVAL;
	if (text[len]) {
		if (parse_number(text + len + 1, PREFIX_MAX, &prefix_len) || !prefix_len)
			return -ERANGE;
		choice.prefix_len = (uint8_t)prefix_len;
	}
	*ret_choice = choice;
	return 0;
}

static int read_export_group(const char *text, void *member)
{
	return read_group(&export_groups, text, member);
}

static int read_hist_group(const char *text, void *member)
{
	return read_group(&hist_groups, text, member);
}

static int read_top(const char *text, void *member)
{
	uint64_t top;

	if (parse_number(text, GROUPS_MAX, &top) || !top)
		return -EINVAL;
	*(uint32_t *)member = (uint32_t)top;
	return 0;
}

static int read_attach(const char *text, void *member)
{
	int kind = option_word_find(OPTION_ATTACH, text);

	if (kind < 0)
		return -EINVAL;
	*(enum attach_kind *)member = kind;
	return 0;
}

static int read_color(const char *text, void *member)
{
	int color = option_word_find(OPTION_COLOR, text);

	if (color < 0)
		return -EINVAL;
	*(enum color *)member = color;
	return 0;
}

static int read_weight(const char *text, void *member)
{
	int weight = option_word_find(OPTION_WEIGHT, text);

	if (weight < 0)
		return -EINVAL;
	*(enum weight *)member = weight;
	return 0;
}

static int read_via(const char *text, void *member)
{
	int via = option_word_find(OPTION_VIA, text);

	if (via < 0)
		return -EINVAL;
	*(enum list_via *)member = via;
	return 0;
}

static int read_sort(const char *text, void *member)
{
	int key = option_word_find(OPTION_SORT, text);

	if (key < 0)
		return -EINVAL;
	*(enum sort_key *)member = key + 1;
	return 0;
}

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
static int capture_scan_cgroup(const char *text, struct cli_opts *opts)
{
	return read_path(text, &opts->cgroup_path);
}

static int capture_scan_netns(const char *text, struct cli_opts *opts)
{
	uint64_t inode;
	int ret = parse_number(text, UINT32_MAX, &inode);

	if (ret || !inode)
		return -EINVAL;
	opts->filter.netns = (uint32_t)inode;
	return 0;
}

static const struct {
	int (*read)(const char *text, void *member);
	const char *what; /* what a text is that read() refuses */
	/* names: what they are on this host, and what is made of them for a capture */
	int (*find)(const char *command, const struct option_use *use, struct filter *filter);
	int (*recall)(const char *text, struct cli_opts *opts);
	const char *unknown; /* why recall() refuses a text */
	const char *range;   /* what is said where read() tells of one with -ERANGE */
} kinds[] = {
	[OPTION_FLAG] = { .read = read_flag },
	[OPTION_COUNT] = { .read = read_count },
	[OPTION_HELP] = { NULL },
	[OPTION_VERSION] = { NULL },
	[OPTION_SECONDS] = { read_seconds, "not a time in seconds (0.01 to 1000000000)" },
	[OPTION_AGE] = { read_age, "not a time in seconds (1 to 1000000000)" },
	[OPTION_MILLISECONDS] = { read_milliseconds,
				  "not a time in whole milliseconds (0 to 3600000)" },
	[OPTION_WHEN] = { read_when, "not a moment (seconds, HH:MM:SS or as 2026-01-31T12:00:00)" },
	[OPTION_PID] = { read_pid, "not a process id (1 to 4194304)", .find = find_pid },
	[OPTION_PORT] = { read_port, "not a port (1 to 65535)" },
	[OPTION_RATE] = { read_rate,
			  "not a rate in bits per second (as 10g, 100mbit, 1.5gbit or 9600)" },
	[OPTION_SHARE] = { read_share, "not a share (1/2 to 1/1000000, as 1/64)" },
	[OPTION_TEXTFILE] = { read_textfile, "not a file NAME.prom: node_exporter reads no other" },
	[OPTION_EXPORT_GROUP] = { read_export_group,
				  "not one of port, cgroup, netns, peer-prefix" },
	[OPTION_TOP_SERIES] = { read_top_series, "not a number of groups (1 to 100)" },
	[OPTION_SIZE] = { read_size, "not a size in bytes (1M to 1024T, as 64M or 1.5GiB)" },
	[OPTION_CIDR] = { read_cidr,
			  "not an address or prefix (as 192.0.2.7, 10.0.0.0/8 or fd00::/8)" },
	[OPTION_PATH] = { read_path, "not a file name" },
	[OPTION_CGROUP] = { .find = find_cgroup,
			    .recall = capture_scan_cgroup,
			    .unknown = "not a control group's path (as /system.slice)" },
	[OPTION_NETNS] = { .find = find_netns,
			   .recall = capture_scan_netns,
			   .unknown = "a capture knows namespaces by inode: give its number" },
	[OPTION_METRIC] = { read_metric, "no such metric: see tcpbdp hist --list" },
	[OPTION_HIST_GROUP] = { read_hist_group,
				"not one of peer-prefix[/N], lport, rport, comm, cgroup, netns, family, limit",
				.range = "longer than an address, or no length (1 to 128)" },
	[OPTION_WEIGHT] = { read_weight, "not one of sockets, segments" },
	[OPTION_TOP] = { read_top, "not a number of groups (1 to 1024)" },
	[OPTION_ATTACH] = { read_attach, "not one of auto, tracepoint, fentry, kprobe" },
	[OPTION_SORT] = { read_sort,
			  "not one of ceiling, rtt, buffer, used, window, pid, comm, netns, state" },
	[OPTION_VIA] = { read_via, "not one of auto, iterator, netlink" },
	[OPTION_COLOR] = { read_color, "not one of auto, always, never" },
};
static_assert(sizeof(kinds) / sizeof(kinds[0]) == OPTION_KIND_MAX, "a row per kind");

bool option_kind_is_word(enum option_kind kind)
{
	return kind == OPTION_METRIC;
}

int option_kind_read(enum option_kind kind, const char *command, const struct option_use *use,
		     void *member)
{
	const char *near;
	int err;

	if (!kinds[kind].read)
		return 0;
	err = kinds[kind].read(use->text, member);
	if (!err)
		return 0;
	near = option_word_nearest(kind, use->text);
	if (err == -ERANGE && kinds[kind].range)
		say(command, use, kinds[kind].range);
	else if (near)
		log_usage(command, "%s %.*s: unknown, did you mean %s?", use->name, OPTION_SHOWN,
			  use->text, near);
	else
		say(command, use, kinds[kind].what);
	return -EINVAL;
}

int option_kind_resolve(enum option_kind kind, const char *command, const struct option_use *use,
			struct cli_opts *opts)
{
	if (!opts->replay)
		return kinds[kind].find ? kinds[kind].find(command, use, &opts->filter) : 0;
	if (!kinds[kind].recall || !kinds[kind].recall(use->text, opts))
		return 0;
	say(command, use, kinds[kind].unknown);
	return -EINVAL;
}
