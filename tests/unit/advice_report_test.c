// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>

#include "advice_fixture.h"
#include "sink/advice_report.h"

#define BLUE (NETNS + 1)

static const char *enter(void *ctx, const struct advice_item *item)
{
	(void)ctx;
	return advice_of_host(item->id) || item->example.netns == NETNS ? ""
									: "ip netns exec blue ";
}

static const char *no_way(void *ctx, const struct advice_item *item)
{
	(void)ctx;
	(void)item;
	return NULL;
}

static const struct oversizes none;

static struct advice_report report_of(const struct advice_item *items, size_t count)
{
	return (struct advice_report){
		.items = items,
		.count = count,
		.oversizes = &none,
		.judged = 3,
		.silent = 2,
		.duration_ns = 30049000000,
		.own_netns = NETNS,
		.enter = enter,
	};
}

static void assert_text(char *text, const char *expected)
{
	assert_non_null(text);
	assert_string_equal(text, expected);
	free(text);
}

static void assert_has(char *text, const char *part)
{
	assert_non_null(text);
	if (!strstr(text, part))
		fail_msg("no \"%s\" in: %s", part, text);
	free(text);
}

static void assert_lacks(char *text, const char *part)
{
	assert_non_null(text);
	if (strstr(text, part))
		fail_msg("\"%s\" in: %s", part, text);
	free(text);
}

/* ---- for a person ---- */

#define END "30.0 s, 3 sockets judged, 2 too idle to judge: nothing was changed\n"

static void text(void **state)
{
	struct advice_item items[2] = { rmem_item(), rmem_item() };
	struct advice_report r = report_of(items, 2);

	(void)state;
	items[1].id = ADVICE_SO_SNDBUF;
	items[1].example.netns = BLUE;
	items[1].sockets = 4;
	items[1].live = 0;
	assert_text(
		advice_report_text(&r),
		"tcp_rmem_max, of this network namespace\n"
		"  why:     the receive buffer may not grow as large as the path requires; 12.8Mb/s at a "
		"round trip of 50.0ms with 128KiB, needs 256KiB for twice the rate\n"
		"  who:     app (pid 7), connected to 10.9.0.2:80\n"
		"  helps:   1 socket, as it is\n"
		"  command: sysctl -w net.ipv4.tcp_rmem=\"4096 131072 262144\"\n"
		"\n"
		"so_sndbuf, of network namespace 4026531841\n"
		"  why:     app (pid 7) has SO_SNDBUF set too small, by itself or by a BPF program "
		"of its cgroup; this turns autotuning off: do not set it; 12.8Mb/s at a "
		"round trip of 50.0ms with 128KiB, needs 256KiB for twice the rate\n"
		"  who:     app (pid 7), connected to 10.9.0.2:80, needs most\n"
		"  helps:   4 sockets\n"
		"\n" END);
}

/* ---- who it is a part of, and what keeps a setting there ---- */

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define POD "/kubepods.slice/kubepods-pod3f2a9c14_0b1d_4e5f_8a9b_0c1d2e3f4a5b.slice/"

struct facts {
	const char *cgroup, *netns;
	struct workload_names names;
};

static const char *cgroup_of(void *ctx, uint64_t id)
{
	(void)id;
	return ((const struct facts *)ctx)->cgroup;
}

static const struct workload_names *names_of(void *ctx, uint64_t id)
{
	(void)id;
	return &((const struct facts *)ctx)->names;
}

static const char *netns_of(void *ctx, uint32_t netns)
{
	(void)netns;
	return ((const struct facts *)ctx)->netns;
}

static struct advice_report report_with(struct facts *facts, const struct advice_item *item)
{
	struct advice_report r = report_of(item, 1);

	r.own_netns = r.boot_netns = NETNS;
	r.host = (struct host_facts){
		.cgroup_path = cgroup_of,
		.workload_names = names_of,
		.netns_name = netns_of,
		.ctx = facts,
	};
	return r;
}

#define VALUES "net.ipv4.tcp_rmem=\"4096 131072 262144\""

static void places(void **state)
{
	static const struct {
		struct facts facts;
		uint32_t netns;
		const char *title, *who, *keep; /* keep NULL = none */
	} rows[] = {
		{ { "/system.slice/nginx.service", "host", { "" } },
		  NETNS,
		  ", of this network namespace\n",
		  "app (pid 7) of nginx.service, connected",
		  "  keep:    in a file of sysctl.d (see --sysctl-d): net.ipv4.tcp_rmem = 4096 131072 262144\n" },
		{ { "/docker/" ID, "blue", { "web" } },
		  BLUE,
		  ", of network namespace blue\n",
		  "app (pid 7) of docker:web, connected",
		  "  keep:    for docker run, when the container is made anew: --sysctl " VALUES
		  "\n" },
		{ { "/machine.slice/libpod-" ID ".scope", NULL, { "" } },
		  BLUE,
		  ", of network namespace 4026531841\n",
		  "app (pid 7) of podman:0123456789ab, connected",
		  "  keep:    for podman run, when the container is made anew: --sysctl " VALUES
		  "\n" },
		{ { "/default/" ID, NULL, { "" } },
		  BLUE,
		  ", of network namespace 4026531841\n",
		  "app (pid 7) of container:0123456789ab, connected",
		  "  keep:    for the command that makes it, when the container is made anew: --sysctl " VALUES
		  "\n" },
		{ { POD "cri-containerd-" ID ".scope", NULL, { "nginx", "web-0", "shop" } },
		  BLUE,
		  ", of network namespace 4026531841\n",
		  "app (pid 7) of shop/web-0/nginx, connected",
		  "  keep:    in the pod's spec, where the kubelet allows this (--allowed-unsafe-sysctls): "
		  "securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: \"4096 131072 262144\"}]}\n" },
		{ { "/system.slice/x@1.service", NULL, { "" } },
		  BLUE,
		  ", of network namespace 4026531841\n",
		  "app (pid 7) of x@1.service, connected",
		  "  keep:    by systemctl edit x@1.service: [Service] ExecStartPre=+sysctl -w "
		  "\"net.ipv4.tcp_rmem=4096 131072 262144\"\n" },
		/* a scope starts nothing; what a shell would run is not to be typed, nor what moves a cursor */
		{ { "/user.slice/session-3.scope", NULL, { "" } },
		  BLUE,
		  ", of network namespace 4026531841\n",
		  "app (pid 7) of session-3.scope, connected",
		  NULL },
		{ { "/a;id.service", "b\033[2J", { "" } },
		  BLUE,
		  ", of network namespace b\\x1b[2J\n",
		  "app (pid 7) of a;id.service, connected",
		  NULL },
		{ { "/-$(id).service", NULL, { "" } },
		  BLUE,
		  ", of network namespace 4026531841\n",
		  "app (pid 7) of -$(id).service, connected",
		  NULL },
		{ { "/a\033b.service", NULL, { "" } },
		  BLUE,
		  ", of network namespace 4026531841\n",
		  "app (pid 7) of a\\x1bb.service, connected",
		  NULL },
		{ { NULL, NULL, { "" } },
		  BLUE,
		  ", of network namespace 4026531841\n",
		  "app (pid 7), connected",
		  NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct facts facts = rows[i].facts;
		struct advice_item item = rmem_item();
		struct advice_report r = report_with(&facts, &item);

		item.example.cgroup_id = 7;
		item.example.netns = rows[i].netns;
		assert_has(advice_report_text(&r), rows[i].title);
		assert_has(advice_report_text(&r), rows[i].who);
		if (rows[i].keep)
			assert_has(advice_report_text(&r), rows[i].keep);
		else
			assert_lacks(advice_report_text(&r), "keep:");
	}
}

/* ---- what to send to a peer ---- */

static void messages(void **state)
{
	struct advice_item item = rmem_item();
	struct advice_report r = report_of(&item, 1);

	(void)state;
	assert_lacks(advice_report_text(&r), "send:");
	assert_has(advice_report_json(&r), "\"message\":null");
	item.id = ADVICE_PEER_BUFFER;
	item.needed_window_bytes = 160000;
	assert_has(
		advice_report_text(&r),
		"  send:    TCP from 10.9.0.1:40000 to 10.9.0.2:80 carries no more than 12.8Mb/s\n"
		"           at a round trip of 50.0ms, because the receive window that 10.9.0.2\n"
		"           advertises is too small. For twice the rate it has to be 156KiB. On\n"
		"           Linux the third number of net.ipv4.tcp_rmem there has to be 323584 or\n"
		"           more, and the application that receives may not set a smaller\n"
		"           SO_RCVBUF. Connections that are made after the change profit from it.\n");
	assert_has(advice_report_json(&r), "tcp_rmem there has to be 323584 or more, and");
	item.needed_window_bytes = UINT64_MAX;
	assert_has(advice_report_json(&r), "has to be 2147483647 or more, and");
	item.needed_window_bytes = 0; /* no number is better than a wrong one */
	assert_has(advice_report_json(&r), "is too small. On Linux the third number of "
					   "net.ipv4.tcp_rmem there has to be larger, and");
	item.id = ADVICE_PEER_WSCALE;
	item.needed_window_bytes = UINT64_MAX;
	assert_has(advice_report_json(&r), "no window scaling (RFC 7323) was agreed on");
	assert_has(advice_report_json(&r), "takes the option out of the SYN. Connections");
}

/* An application's own setting is kept by nobody else. */
static void nothing_to_keep(void **state)
{
	struct facts facts = { "/docker/" ID, "blue", { "web" } };
	struct advice_item item = rmem_item();
	struct advice_report r = report_with(&facts, &item);

	(void)state;
	item.example.cgroup_id = 7;
	item.example.netns = BLUE;
	item.id = ADVICE_SO_RCVBUF;
	assert_lacks(advice_report_text(&r), "keep:");
	item = rmem_item();
	item.proposed[2] = item.current[2];
	assert_lacks(advice_report_text(&r), "keep:");
}

static void places_as_json(void **state)
{
	struct facts facts = { POD "cri-containerd-" ID ".scope",
			       "blue",
			       { "nginx", "web-0", "shop" } };
	struct advice_item item = rmem_item();
	struct advice_report r = report_with(&facts, &item);

	(void)state;
	item.example.cgroup_id = 7;
	item.example.netns = BLUE;
	assert_has(advice_report_json(&r), "\"netns_name\":\"blue\"");
	assert_has(advice_report_json(&r), "\"container_name\":\"nginx\"");
	assert_has(advice_report_json(&r), "\"pod_name\":\"web-0\",\"pod_namespace\":\"shop\"");
	assert_has(advice_report_json(&r), "\"keep\":{\"in\":\"pod\",\"how\":\"in the pod's spec");
	assert_has(advice_report_json(&r), "\"text\":\"securityContext: {sysctls: [{name: ");
	item.id = ADVICE_SO_RCVBUF;
	assert_has(advice_report_json(&r), "\"keep\":null");
}

static void nothing_to_say(void **state)
{
	struct advice_report r = report_of(NULL, 0);

	(void)state;
	assert_text(advice_report_text(&r),
		    "30.0 s, 3 sockets judged, 2 too idle to judge: no change "
		    "is advised\n");
	r.judged = 1;
	r.silent = 0;
	assert_text(advice_report_text(&r),
		    "30.0 s, 1 socket judged, 0 too idle to judge: no change is advised\n");
	assert_text(advice_report_json(&r),
		    "{\"type\":\"advice\",\"schema\":1,\"duration_s\":30.049,"
		    "\"judged\":1,\"idle\":0,\"items\":[],\"warnings\":[]}\n");
}

static void whom_it_helps(void **state)
{
	static const struct {
		unsigned sockets, live;
		const char *line;
	} cases[] = {
		{ 1, 1, "  helps:   1 socket, as it is\n" },
		{ 1, 0, "  helps:   1 socket, when it connects anew\n" },
		{ 5, 5, "  helps:   5 sockets, as they are\n" },
		{ 5, 0, "  helps:   5 sockets, when they connect anew\n" },
		{ 5, 2,
		  "  helps:   5 sockets, 2 of them as they are, the others when they connect anew\n" },
	};
	struct advice_item item = rmem_item();
	struct advice_report r = report_of(&item, 1);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		item.sockets = cases[i].sockets;
		item.live = cases[i].live;
		assert_has(advice_report_text(&r), cases[i].line);
		assert_has(advice_report_json(&r), item.live == item.sockets
							   ? "\"effect\":\"live\""
							   : "\"effect\":\"new_connections\"");
	}
}

static void which_namespace(void **state)
{
	struct advice_item item = rmem_item();
	struct advice_report r = report_of(&item, 1);

	(void)state;
	item.example.netns = BLUE;
	assert_has(advice_report_text(&r), "tcp_rmem_max, of network namespace 4026531841\n");
	assert_has(
		advice_report_text(&r),
		"  command: ip netns exec blue sysctl -w net.ipv4.tcp_rmem=\"4096 131072 262144\"\n");
	r.enter = no_way;
	assert_has(advice_report_text(&r),
		   "  command: none: no process or name leads into that namespace now\n");
	assert_has(advice_report_json(&r), "\"commands\":[]");

	/* neither is known: they are not the same */
	r.own_netns = item.example.netns = 0;
	assert_has(advice_report_text(&r),
		   "tcp_rmem_max, of a network namespace that is not known\n");
	assert_has(advice_report_json(&r), "\"netns\":null");

	r.own_netns = item.example.netns = BLUE;
	r.replayed = true;
	assert_has(advice_report_text(&r), "tcp_rmem_max, of the host's network namespace\n");

	item.id = ADVICE_RMEM_MAX;
	item.example.netns = NETNS;
	assert_has(advice_report_text(&r), "rmem_max, of the host\n");
	assert_has(advice_report_json(&r), "\"netns\":null");
}

/* ---- what is too small ---- */

static void numbers_of_settings(void **state)
{
	static const struct {
		enum advice_id id;
		const char *present;
		bool needed;
	} cases[] = {
		{ ADVICE_TCP_RMEM, " with 128KiB, needs 4.0MiB", true },
		{ ADVICE_TCP_WMEM, " with 128KiB, needs 4.0MiB", true },
		{ ADVICE_MODERATE_RCVBUF, " with 64KiB, needs 4.0MiB", true },
		{ ADVICE_RMEM_MAX, " with 64KiB, needs 4.0MiB", true },
		{ ADVICE_SO_RCVBUF, " with 64KiB, needs 4.0MiB", true },
		{ ADVICE_WINDOW_CLAMP, " with 64KiB, needs 4.0MiB", true },
		{ ADVICE_WINDOW_SCALING, "needs", false },
		{ ADVICE_PEER_BUFFER, "needs", false },
		{ ADVICE_PEER_WSCALE, "needs", false },
	};
	struct advice_item item = rmem_item();
	struct advice_report r = report_of(&item, 1);

	(void)state;
	item.buffer_bytes = 65536;
	item.needed_bytes = 4 << 20;
	for (size_t i = 0; i < COUNT(cases); i++) {
		item.id = cases[i].id;
		if (cases[i].needed)
			assert_has(advice_report_text(&r), cases[i].present);
		else
			assert_lacks(advice_report_text(&r), cases[i].present);
	}
}

static void sources(void **state)
{
	static const struct {
		enum needed_source source;
		const char *text, *json;
	} cases[] = {
		{ NEEDED_GIVEN, "needs 256KiB for the given bandwidth\n", "\"given\"" },
		{ NEEDED_MEASURED, "needs 256KiB for the rate measured to this peer\n",
		  "\"measured\"" },
		{ NEEDED_LINK, "needs 256KiB for the speed of the link\n", "\"link\"" },
		{ NEEDED_DOUBLING, "needs 256KiB for twice the rate\n", "\"doubling\"" },
	};
	struct advice_item item = rmem_item();
	struct advice_report r = report_of(&item, 1);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		item.needed_source = cases[i].source;
		assert_has(advice_report_text(&r), cases[i].text);
		assert_has(advice_report_json(&r), cases[i].json);
	}
	item.needed_source = NEEDED_NONE;
	item.needed_bytes = 0;
	assert_lacks(advice_report_text(&r), "needs");
	assert_has(advice_report_json(&r), "\"needed_bytes\":null,\"needed_source\":null");
}

static void bound_by_memory(void **state)
{
	struct advice_item item = rmem_item();
	struct advice_report r = report_of(&item, 1);

	(void)state;
	item.bound_bytes = 200000;
	item.proposed[2] = 196608;
	assert_has(advice_report_text(&r),
		   "  bounded: one buffer should have no more than 195KiB of "
		   "this memory: see --memory-share\n"
		   "  command: sysctl");
	assert_has(advice_report_json(&r), "\"memory_bound\":true");
	/* nothing is left to propose: it helps nobody, and is no command */
	item.proposed[2] = item.current[2];
	assert_has(advice_report_text(&r), "  slows:   1 socket\n  bounded: one");
	assert_lacks(advice_report_text(&r), "command");
	assert_has(advice_report_json(&r), "\"proposed\":null");
	assert_has(advice_report_json(&r), "\"commands\":[]");
}

/* ---- what others wrote ---- */

static void hostile_names(void **state)
{
	static const struct {
		const char *comm;
		bool utf8;
		const char *text, *json;
	} cases[] = {
		{ "\033]0;owned\a", true, "  why:     \\x1b]0;owned\\x07 (pid 7) has",
		  "\"comm\":\"\\u001B]0;owned\\u0007\"" },
		{ "a\nb\"\\", true, "  why:     a\\x0ab\"\\\\ (pid 7)", "\"a\\nb\\\"\\\\\"" },
		{ "\303\251t\303\251", true, "  why:     \303\251t\303\251 (pid 7)",
		  "\"\\u00E9t\\u00E9\"" },
		{ "\303\251", false, "  why:     \\u00e9 (pid 7)", "\"\\u00E9\"" },
		{ "\377\376", true, "  why:     \\xff\\xfe (pid 7)", "\"\\\\xff\\\\xfe\"" },
		{ "\001\001\001\001\001\001\001\001\001\001\001\001\001\001\001\001", true,
		  "\\x01\\x01\\x01\\x01\\x01\\x01 (pid 7) has SO_RCVBUF set", "\\u0001\"" },
		{ "0123456789abcdef", true, "  why:     0123456789abcdef (pid 7)",
		  "\"comm\":\"0123456789abcdef\"" },
		{ "%s%n", true, "  why:     %s%n (pid 7)", "\"%s%n\"" },
		{ "", true, "  why:     a process (pid 7)", "\"comm\":null" },
	};
	struct advice_item item = rmem_item();
	struct advice_report r = report_of(&item, 1);

	(void)state;
	item.id = ADVICE_SO_RCVBUF;
	for (size_t i = 0; i < COUNT(cases); i++) {
		strcpy(item.example.comm, cases[i].comm);
		r.utf8 = cases[i].utf8;
		assert_has(advice_report_text(&r), cases[i].text);
		assert_has(advice_report_json(&r), cases[i].json);
	}
	item.example.pid = 0;
	strcpy(item.example.comm, "app");
	assert_has(advice_report_text(&r), "  why:     app has SO_RCVBUF set");
	item.example.comm[0] = '\0';
	assert_has(advice_report_text(&r),
		   "  why:     a process that is not known has SO_RCVBUF set");
	assert_has(advice_report_json(&r), "\"pid\":null");
}

static void peers(void **state)
{
	static const struct endpoint inet6 = { .addr = { 0xfd, 0, 0, 9, [15] = 2 }, .port = 443 };
	struct advice_item item = rmem_item();
	struct advice_report r = report_of(&item, 1);

	(void)state;
	item.id = ADVICE_PEER_BUFFER;
	assert_has(advice_report_text(&r), "  why:     the peer 10.9.0.2: its receive buffer");
	assert_has(advice_report_json(&r), "\"raddr\":\"10.9.0.2\"");
	item.example.family = FAMILY_INET6;
	item.example.remote = inet6;
	assert_has(advice_report_text(&r), "  why:     the peer fd00:9::2: its receive buffer");
}

/* The longest sentence with the longest of all that is in it is not cut. */
static void nothing_is_cut(void **state)
{
	struct advice_item item = rmem_item();
	struct advice_report r = report_of(&item, 1);

	(void)state;
	memset(item.example.comm, 1, SAMPLE_NAME_LEN);
	item.example.pid = UINT32_MAX;
	item.buffer_bytes = item.needed_bytes = item.rate_bps = UINT64_MAX;
	item.rtt_min_us = UINT32_MAX;
	item.needed_source = NEEDED_MEASURED;
	for (enum advice_id id = 0; id < ADVICE_MAX; id++) {
		item.id = id;
		if (advice_owner(id) == OWNER_APPLICATION)
			assert_has(advice_report_text(&r), "for the rate measured to this peer\n");
	}
	item.id = ADVICE_TCP_RMEM;
	for (int i = 0; i < 3; i++)
		item.proposed[i] = UINT64_MAX;
	assert_has(advice_report_text(&r), "=\"18446744073709551615 18446744073709551615 "
					   "18446744073709551615\"\n");
}

/* ---- as JSON ---- */

static void members(void **state)
{
	static const char *const of_item[] = { "id",
					       "owner",
					       "netns",
					       "sysctl",
					       "current",
					       "proposed",
					       "reason",
					       "sockets",
					       "live_sockets",
					       "effect",
					       "needed_bytes",
					       "needed_source",
					       "memory_bound",
					       "pid",
					       "comm",
					       "raddr",
					       "commands",
					       "netns_name",
					       "cgroup",
					       "unit",
					       "container_id",
					       "container_name",
					       "container_runtime",
					       "pod_uid",
					       "pod_name",
					       "pod_namespace",
					       "keep",
					       "message" };
	struct advice_item items[ADVICE_MAX];
	struct advice_report r = report_of(items, ADVICE_MAX);
	char *json = NULL;
	json_t *root, *item;
	size_t i;

	(void)state;
	for (i = 0; i < ADVICE_MAX; i++) {
		items[i] = rmem_item();
		items[i].id = i;
	}
	json = advice_report_json(&r);
	assert_non_null(json);
	assert_ptr_equal(strchr(json, '\n'), json + strlen(json) - 1);
	root = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(root);
	assert_string_equal(json_string_value(json_object_get(root, "type")), "advice");
	assert_int_equal(json_integer_value(json_object_get(root, "schema")), 1);
	assert_int_equal(json_integer_value(json_object_get(root, "judged")), 3);
	assert_int_equal(json_integer_value(json_object_get(root, "idle")), 2);
	assert_int_equal(json_array_size(json_object_get(root, "items")), ADVICE_MAX);
	json_array_foreach(json_object_get(root, "items"), i, item) {
		const bool sysctl = advice_owner(i) == OWNER_SYSCTL;

		assert_int_equal(json_object_size(item), COUNT(of_item));
		for (size_t m = 0; m < COUNT(of_item); m++)
			assert_non_null(json_object_get(item, of_item[m]));
		assert_string_equal(json_string_value(json_object_get(item, "id")), advice_name(i));
		assert_int_equal(json_is_string(json_object_get(item, "sysctl")), sysctl);
		assert_int_equal(json_is_string(json_object_get(item, "current")), sysctl);
		if (!sysctl) {
			assert_true(json_is_null(json_object_get(item, "proposed")));
			assert_int_equal(json_array_size(json_object_get(item, "commands")), 0);
		}
	}
	item = json_array_get(json_object_get(root, "items"), 0);
	assert_int_equal(json_integer_value(json_object_get(item, "netns")), NETNS);
	assert_string_equal(json_string_value(json_object_get(item, "current")),
			    "4096 131072 131072");
	assert_string_equal(json_string_value(json_object_get(item, "proposed")),
			    "4096 131072 262144");
	assert_string_equal(json_string_value(json_array_get(json_object_get(item, "commands"), 0)),
			    "sysctl -w net.ipv4.tcp_rmem=\"4096 131072 262144\"");
	assert_int_equal(json_array_size(json_object_get(item, "commands")), 1);
	json_decref(root);
	free(json);
}

/* Only what is far too large is worth a warning. */
static void far_too_large(void **state)
{
	struct oversize all[] = {
		{ ADVICE_TCP_RMEM, NETNS, { 4096, 131072, 128 << 20 }, 1003520, NEEDED_GIVEN },
		{ ADVICE_TCP_WMEM, BLUE, { 4096, 16384, 64 << 20 }, 62500, NEEDED_MEASURED },
		{ ADVICE_TCP_WMEM, NETNS, { 4096, 16384, 4 << 20 }, 62500, NEEDED_GIVEN },
	};
	const struct oversizes oversizes = { all, COUNT(all) };
	struct advice_report r = report_of(NULL, 0);
	struct facts facts = { .netns = "b\033lue" };
	char *json;

	(void)state;
	r.oversizes = &oversizes;
	assert_text(
		advice_report_text(&r),
		"warning: net.ipv4.tcp_rmem lets one socket take 128MiB; those that were judged "
		"need 980KiB at most for the given bandwidth\n"
		"warning: net.ipv4.tcp_wmem lets one socket take 64MiB; those that were judged "
		"need 61KiB at most for the rate measured to this peer (network namespace 4026531841)\n"
		"30.0 s, 3 sockets judged, 2 too idle to judge: no change is advised\n");
	json = advice_report_json(&r);
	assert_non_null(strstr(
		json,
		"\"warnings\":[{\"id\":\"tcp_rmem_max\",\"netns\":4026531840,"
		"\"netns_name\":null,\"sysctl\":\"net.ipv4.tcp_rmem\",\"current\":\"4096 131072 "
		"134217728\","));
	assert_null(strstr(json, "4194304"));
	free(json);
	r.host = (struct host_facts){ .netns_name = netns_of, .ctx = &facts };
	assert_has(advice_report_text(&r), "to this peer (network namespace b\\x1blue)\n");
	assert_has(advice_report_json(&r), "\"netns_name\":\"b\\u001Blue\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(far_too_large),   cmocka_unit_test(text),
		cmocka_unit_test(places),          cmocka_unit_test(nothing_to_keep),
		cmocka_unit_test(messages),        cmocka_unit_test(places_as_json),
		cmocka_unit_test(nothing_to_say),  cmocka_unit_test(whom_it_helps),
		cmocka_unit_test(which_namespace), cmocka_unit_test(numbers_of_settings),
		cmocka_unit_test(sources),         cmocka_unit_test(bound_by_memory),
		cmocka_unit_test(hostile_names),   cmocka_unit_test(peers),
		cmocka_unit_test(nothing_is_cut),  cmocka_unit_test(members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
