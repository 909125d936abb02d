/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What export calls the group of a socket. */
#include "cli/export_group.h"
#include "options/option_word.h"

#include "sink_fixture.h"

static void assert_label(enum group_by by, const struct finding *f, const char *expected)
{
	const struct group_choice choice = { .by = by,
					     .inet_len = export_groups.inet_len,
					     .inet6_len = export_groups.inet6_len };
	char label[TOP_GROUP_LABEL_LEN] = "";

	export_group_label(&choice, f, label);
	assert_string_equal(label, expected);
}

static void ports(void **state)
{
	struct finding f = rsync_finding();

	(void)state;
	assert_label(GROUP_PORT, &f, "873"); /* the lower one: the service's */
	f.id.local.port = 873;
	f.id.remote.port = 40522;
	assert_label(GROUP_PORT, &f, "873");
	f.id.remote.port = 0;
	assert_label(GROUP_PORT, &f, "unknown");
}

static void namespaces(void **state)
{
	struct finding f = rsync_finding();

	(void)state;
	assert_label(GROUP_NETNS, &f, "4026531840");
	f.netns_name = "blue";
	assert_label(GROUP_NETNS, &f, "blue");
	f.netns_name = NULL;
	f.id.netns = 0;
	assert_label(GROUP_NETNS, &f, "unknown");
}

static void cgroups(void **state)
{
	struct finding f = rsync_finding();

	(void)state;
	assert_label(GROUP_CGROUP, &f, "unknown"); /* a name without an id */
	f.id.cgroup_id = 7;
	assert_label(GROUP_CGROUP, &f, "/system.slice/rsync.service");
	f.cgroup = "/a\n\"\\\xff";
	assert_label(GROUP_CGROUP, &f, "/a\n\"\\\xff"); /* quoted where it is written, and once */
	f.cgroup = NULL;
	assert_label(GROUP_CGROUP, &f, "unknown");
	f.cgroup = "";
	assert_label(GROUP_CGROUP, &f, "unknown");
}

static void long_paths(void **state)
{
	char path[2 * TOP_GROUP_LABEL_LEN], kept[TOP_GROUP_LABEL_LEN];
	struct finding f = rsync_finding();

	(void)state;
	memset(path, '/', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	memset(kept, '/', sizeof(kept));
	kept[sizeof(kept) - 1] = '\0';
	f.id.cgroup_id = 7;
	f.cgroup = path;
	assert_label(GROUP_CGROUP, &f, kept);
}

static void prefixes(void **state)
{
	struct finding f = rsync_finding(), mapped = inet6_finding();

	(void)state;
	assert_label(GROUP_PEER_PREFIX, &f, "10.9.0.0/24");
	f.id.remote.addr[3] = 255;
	assert_label(GROUP_PEER_PREFIX, &f, "10.9.0.0/24");
	f.id.remote.addr[2] = 1;
	assert_label(GROUP_PEER_PREFIX, &f, "10.9.1.0/24");
	inet_pton(AF_INET6, "::ffff:10.9.0.77", mapped.id.remote.addr);
	assert_label(GROUP_PEER_PREFIX, &mapped, "10.9.0.0/24");
	inet_pton(AF_INET6, "2001:db8:1:ffff::1", mapped.id.remote.addr);
	assert_label(GROUP_PEER_PREFIX, &mapped, "2001:db8:1::/48");
	/* the same bits of another family are another prefix */
	memset(&mapped.id.remote, 0, sizeof(mapped.id.remote));
	memset(&f.id.remote, 0, sizeof(f.id.remote));
	assert_label(GROUP_PEER_PREFIX, &mapped, "::/48");
	assert_label(GROUP_PEER_PREFIX, &f, "0.0.0.0/24");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ports),    cmocka_unit_test(namespaces),
		cmocka_unit_test(cgroups),  cmocka_unit_test(long_paths),
		cmocka_unit_test(prefixes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
