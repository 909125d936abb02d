// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "options/option_kind.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "options/cli_opts.h"
#include "options/option_items.h"
#include "options/option_text.h"
#include "options/option_word.h"
#include "options/parse.h"
#include "os/log.h"

#define PREFIX_MAX 128

/* ---- numbers: a parser, and its inverse for messages ---- */

static int parse_whole(const char *text, uint64_t *ret_value)
{
	return parse_number(text, UINT64_MAX, ret_value);
}

static int parse_port_number(const char *text, uint64_t *ret_port)
{
	uint16_t port;
	int ret = parse_port(text, &port);

	if (!ret)
		*ret_port = port;
	return ret;
}

static int parse_share(const char *text, uint64_t *ret_parts)
{
	return strncmp(text, "1/", 2) ? -EINVAL : parse_whole(text + 2, ret_parts);
}

static void show_whole(uint64_t value, char *buf, size_t size)
{
	snprintf(buf, size, "%" PRIu64, value);
}

static void show_time(uint64_t ns, char *buf, size_t size)
{
	if (ns % NSEC_PER_SEC == 0)
		snprintf(buf, size, "%" PRIu64 "s", ns / NSEC_PER_SEC);
	else if (ns % NSEC_PER_MSEC == 0)
		snprintf(buf, size, "%" PRIu64 "ms", ns / NSEC_PER_MSEC);
	else
		snprintf(buf, size, "%" PRIu64 ".%09" PRIu64 "s", ns / NSEC_PER_SEC,
			 ns % NSEC_PER_SEC);
}

static void show_share(uint64_t parts, char *buf, size_t size)
{
	snprintf(buf, size, "1/%" PRIu64, parts);
}

static void show_size(uint64_t bytes, char *buf, size_t size)
{
	static const char units[] = "KMGT";
	const char *unit = NULL;

	for (const char *next = units; *next && bytes && bytes % 1024 == 0; next++) {
		bytes /= 1024;
		unit = next;
	}
	snprintf(buf, size, "%" PRIu64 "%.1s", bytes, unit ? unit : "");
}

/* ---- other kinds ---- */

static int read_flag(const struct option_form *form, const char *text, void *member)
{
	(void)form;
	(void)text;
	*(bool *)member = true;
	return 0;
}

static int read_count(const struct option_form *form, const char *text, void *member)
{
	(void)form;
	(void)text;
	(*(unsigned *)member)++;
	return 0;
}

static int read_when(const struct option_form *form, const char *text, void *member)
{
	(void)form;
	return parse_when(text, member);
}

static int read_cidr(const struct option_form *form, const char *text, void *member)
{
	(void)form;
	return parse_cidr(text, member);
}

/* 1: a name, which option_resolve() looks up. */
static int read_pid(const struct option_form *form, const char *text, void *member)
{
	uint64_t pid;
	int err = parse_number(text, form->max, &pid);

	if (err == -EINVAL && *text && *text != '-')
		return 1;
	if (err || pid < form->min)
		return -EINVAL;
	option_kind_store(member, form->item_size, pid);
	return 0;
}

/* Longer names are cut to the length that the kernel stores. */
static int read_name(const struct option_form *form, const char *text, void *member)
{
	if (!*text)
		return -EINVAL;
	snprintf(member, form->item_size, "%s", text);
	return 0;
}

static int read_pod(const struct option_form *form, const char *text, void *member)
{
	if (text[strspn(text, "0123456789abcdef-_")])
		return -EINVAL;
	return read_name(form, text, member);
}

static int read_rtt(const struct option_form *form, const char *text, void *member)
{
	(void)form;
	return parse_rtt_range(text, member);
}

static int read_path(const struct option_form *form, const char *text, void *member)
{
	(void)form;
	if (!*text)
		return -EINVAL;
	*(const char **)member = text;
	return 0;
}

/* node_exporter's textfile collector ignores other names */
static int read_textfile(const struct option_form *form, const char *text, void *member)
{
	size_t len = strlen(text);

	/* a bare ".prom" is a mistake, as when a shell variable is empty */
	if (len < strlen(".prom") || strcmp(text + len - strlen(".prom"), ".prom") ||
	    len == strlen(".prom") || text[len - strlen(".prom") - 1] == '/')
		return -EINVAL;
	return read_path(form, text, member);
}

static int read_word(const struct option_form *form, const char *text, void *member)
{
	int value = option_word_find(form->words, text, strlen(text));

	if (value < 0)
		return -EINVAL;
	option_kind_store(member, form->item_size ? form->item_size : form->size, (uint64_t)value);
	return 0;
}

/* Only peer-prefix has a length: "peer-prefix/24". */
static int read_group(const struct option_form *form, const char *text, void *member)
{
	size_t len = strcspn(text, "/");
	const struct group_menu *menu = form->words->menu;
	struct group_choice choice = { .by = group_find(menu, text, len),
				       .inet_len = menu->inet_len,
				       .inet6_len = menu->inet6_len };
	uint64_t prefix_len;

	if (!choice.by || (text[len] && (choice.by != GROUP_PEER_PREFIX || !menu->takes_len)))
		return -EINVAL;
	if (text[len]) {
		if (parse_number(text + len + 1, PREFIX_MAX, &prefix_len) || !prefix_len)
			return -ERANGE;
		choice.prefix_len = (uint8_t)prefix_len;
	}
	*(struct group_choice *)member = choice;
	return 0;
}

/* A kind has a parser of numbers or its own reader; flags and names that are looked up later have none. */
static const struct {
	const char *noun;
	const char *example;
	int (*parse)(const char *text, uint64_t *ret_value);
	void (*show)(uint64_t value, char *buf, size_t size);
	/* 0, a parser's error, or 1: look it up later */
	int (*read)(const struct option_form *form, const char *text, void *member);
	const char *range;   /* message if read() returns -ERANGE */
	const char *no_unit; /* message if parse() returns -ENODATA */
} kinds[] = {
	[OPTION_FLAG] = { .read = read_flag },
	[OPTION_COUNT] = { .read = read_count },
	[OPTION_HELP] = { .read = NULL },
	[OPTION_VERSION] = { .read = NULL },
	[OPTION_NUMBER] = { .parse = parse_whole, .show = show_whole },
	[OPTION_TIME] = { "a time", "such as 500ms, 10s, 5m or 1h", .parse = parse_time,
			  .show = show_time },
	[OPTION_SHARE] = { "a share", "such as 1/64", .parse = parse_share, .show = show_share },
	[OPTION_RATE] = { "a rate in bits per second", "such as 10g, 100mbit or 1.5gbit",
			  .parse = parse_rate, .no_unit = "needs a unit, such as 10g or 10mbit" },
	[OPTION_SIZE] = { "a size in bytes", "such as 64M or 1.5GiB", .parse = parse_size,
			  .show = show_size },
	[OPTION_PORT] = { "a port", "such as 443 or https", .parse = parse_port_number,
			  .show = show_whole },
	[OPTION_PID] = { "a process id", "or a name, such as nginx", .show = show_whole,
			 .read = read_pid },
	[OPTION_COMM] = { "a process's name", .read = read_name },
	[OPTION_UNIT] = { "a service or a container", "such as nginx.service or docker:c3c3",
			  .read = read_name },
	[OPTION_POD] = { "a pod's uid", "as kubectl prints it", .read = read_pod },
	[OPTION_RTT] = { "a range of RTT", "such as '>20ms', '<500us' or 5ms-20ms",
			 .read = read_rtt, .no_unit = "needs a unit, such as '>20ms'" },
	[OPTION_NETNS] = { .read = NULL },
	[OPTION_CGROUP] = { .read = NULL },
	[OPTION_CIDR] = { "an address or prefix", "such as 192.0.2.7, 10.0.0.0/8 or fd00::/8",
			  .read = read_cidr },
	[OPTION_WHEN] = { "a time in a capture",
			  "such as 5m, -5m, 23:15, 23:15:30 or 2026-01-31T12:00:00",
			  .read = read_when },
	[OPTION_PATH] = { "a file name", .read = read_path },
	[OPTION_TEXTFILE] = { "a file NAME.prom: node_exporter reads no other",
			      .read = read_textfile },
	[OPTION_WORD] = { .read = read_word },
	[OPTION_GROUP] = { .read = read_group,
			   .range = "longer than an address, or no length (1 to 128)" },
};
static_assert(sizeof(kinds) / sizeof(kinds[0]) == OPTION_KIND_MAX, "a row per kind");

const char *option_kind_noun(enum option_kind kind)
{
	return kinds[kind].noun;
}

const char *option_kind_example(enum option_kind kind)
{
	return kinds[kind].example;
}

bool option_kind_show(enum option_kind kind, uint64_t value, char *buf, size_t size)
{
	if (kinds[kind].show)
		kinds[kind].show(value, buf, size);
	return kinds[kind].show;
}

void option_kind_store(void *member, size_t size, uint64_t value)
{
	switch (size) {
	case sizeof(uint8_t):
		*(uint8_t *)member = (uint8_t)value;
		break;
	case sizeof(uint16_t):
		*(uint16_t *)member = (uint16_t)value;
		break;
	case sizeof(uint32_t):
		*(uint32_t *)member = (uint32_t)value;
		break;
	default:
		assert(size == sizeof(uint64_t));
		*(uint64_t *)member = value;
	}
}

static int read_number(const struct option_form *form, const char *text, size_t size, void *member)
{
	uint64_t value;
	int err = kinds[form->kind].parse(text, &value);

	if (err == -ENODATA)
		return err;
	if (err || value < form->min || value > form->max)
		return -EINVAL;
	option_kind_store(member, size, value);
	return 0;
}

struct argument {
	const struct option_form *form;
	const char *command;
	const char *name; /* of the option, as typed */
	struct cli_opts *opts;
};

static int say_refused(const struct argument *r, const char *text, int err)
{
	const struct option_form *form = r->form;
	const char *near = form->words ? option_word_nearest(form->words, text) : NULL;
	const char *what = err == -ERANGE    ? kinds[form->kind].range
			   : err == -ENODATA ? kinds[form->kind].no_unit
					     : NULL;
	char refusal[OPTION_TEXT_LEN];

	if (!what)
		what = option_refusal(form, refusal, sizeof(refusal));
	if (near)
		log_usage(r->command, "%s %.*s: unknown, did you mean %s? (%s)", r->name,
			  OPTION_SHOWN, text, near, what);
	else
		log_usage(r->command, "%s %.*s: %s", r->name, OPTION_SHOWN, text, what);
	return -EINVAL;
}

/* Reads a value of any list. */
union item {
	uint64_t number;
	struct cidr cidr;
	struct rtt_range rtt;
	char name[WORKLOAD_PART_LEN];
};

int option_kind_take(const struct option_form *form, const char *text, struct cli_opts *opts)
{
	union item item = { 0 };
	void *member = form->item_size ? (void *)&item : (char *)opts + form->offset;
	int err;

	if (kinds[form->kind].parse)
		err = read_number(form, text, form->item_size ? form->item_size : form->size,
				  member);
	else if (kinds[form->kind].read)
		err = kinds[form->kind].read(form, text, member);
	else
		return 1;
	return !err && form->item_size ? option_items_add(form, opts, &item) : err;
}

static int read_item(void *ctx, const char *text)
{
	const struct argument *r = ctx;
	int err = option_kind_take(r->form, text, r->opts);

	if (err == -E2BIG)
		return option_items_say_full(r->form, r->command, r->name, text);
	return err < 0 ? say_refused(r, text, err) : 0;
}

int option_kind_read(const struct option_form *form, const char *command,
		     const struct option_use *use, struct cli_opts *opts)
{
	struct argument r = { form, command, use->name, opts };

	return option_items_each(form, use->text, read_item, &r);
}
