/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "cli/export_group.h"
#include "options/option_word.h"

#include "sink_fixture.h"

static uint64_t label_of(enum grouping by, const struct finding *f, const char *expected)
{
	char label[TOP_GROUP_LABEL_LEN] = "";
	uint64_t key = grouping_of(by, f, label);

	assert_string_equal(label, expected);
	assert_int_not_equal(key, 0);
	return key;
}

static void ports(void **state)
{
	struct finding f = rsync_finding();
	uint64_t key;

	(void)state;
	key = label_of(GROUP_BY_PORT, &f, "873"); /* the lower one: the service's */
	f.id.local.port = 873;
	f.id.remote.port = 40522;
	assert_int_equal(label_of(GROUP_BY_PORT, &f, "873"), key);
	f.id.remote.port = 0;
	assert_int_not_equal(label_of(GROUP_BY_PORT, &f, "unknown"), key);
}

static void namespaces(void **state)
{
	struct finding f = rsync_finding();

	(void)state;
	label_of(GROUP_BY_NETNS, &f, "4026531840");
	f.id.netns = 0;
	label_of(GROUP_BY_NETNS, &f, "unknown");
}

static void cgroups(void **state)
{
	struct finding f = rsync_finding();

	(void)state;
	label_of(GROUP_BY_CGROUP, &f, "unknown"); /* a name without an id */
	f.id.cgroup_id = 7;
	assert_int_equal(label_of(GROUP_BY_CGROUP, &f, "/system.slice/rsync.service"), 7);
	f.cgroup = "/a\n\"\\\xff";
	label_of(GROUP_BY_CGROUP, &f, "/a\n\"\\\xff"); /* quoted where it is written, and once */
	f.cgroup = NULL;
	label_of(GROUP_BY_CGROUP, &f, "unknown");
	f.cgroup = "";
	label_of(GROUP_BY_CGROUP, &f, "unknown");
}

static void prefixes(void **state)
{
	struct finding f = rsync_finding(), mapped = inet6_finding();
	uint64_t key;

	(void)state;
	key = label_of(GROUP_BY_PEER_PREFIX, &f, "10.9.0.0/24");
	f.id.remote.addr[3] = 255;
	assert_int_equal(label_of(GROUP_BY_PEER_PREFIX, &f, "10.9.0.0/24"), key);
	f.id.remote.addr[2] = 1;
	assert_int_not_equal(label_of(GROUP_BY_PEER_PREFIX, &f, "10.9.1.0/24"), key);
	inet_pton(AF_INET6, "::ffff:10.9.0.77", mapped.id.remote.addr);
	assert_int_equal(label_of(GROUP_BY_PEER_PREFIX, &mapped, "10.9.0.0/24"), key);
	inet_pton(AF_INET6, "2001:db8:1:ffff::1", mapped.id.remote.addr);
	key = label_of(GROUP_BY_PEER_PREFIX, &mapped, "2001:db8:1::/48");
	inet_pton(AF_INET6, "2001:db8:1::2", mapped.id.remote.addr);
	assert_int_equal(label_of(GROUP_BY_PEER_PREFIX, &mapped, "2001:db8:1::/48"), key);
	/* the same bits of another family are another prefix */
	memset(&mapped.id.remote, 0, sizeof(mapped.id.remote));
	memset(&f.id.remote, 0, sizeof(f.id.remote));
	assert_int_not_equal(label_of(GROUP_BY_PEER_PREFIX, &mapped, "::/48"),
			     label_of(GROUP_BY_PEER_PREFIX, &f, "0.0.0.0/24"));
}

/* As an option they have dashes, as a label of Prometheus they must not. */
static void names(void **state)
{
	(void)state;
	assert_string_equal(grouping_name(GROUP_BY_PEER_PREFIX), "peer-prefix");
	assert_string_equal(grouping_label(GROUP_BY_PEER_PREFIX), "peer_prefix");
	assert_null(grouping_name(GROUP_BY_NONE));
	for (int by = GROUP_BY_NONE + 1; by < GROUP_BY_MAX; by++)
		assert_null(strchr(grouping_label(by), '-'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ports),    cmocka_unit_test(namespaces), cmocka_unit_test(cgroups),
		cmocka_unit_test(prefixes), cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
