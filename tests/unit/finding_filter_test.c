/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which findings pass which filter: each condition with one that does and one that does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "finding/finding_filter.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define ID "c3c3456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define DOCKER "/system.slice/docker-" ID ".scope"
#define POD "3f2a9c14-0b1d-4e5f-8a9b-0c1d2e3f4a5b"
#define POD_ "3f2a9c14_0b1d_4e5f_8a9b_0c1d2e3f4a5b"
#define KUBE "/kubepods.slice/kubepods-pod" POD_ ".slice/crio-" ID ".scope"
#define POD_ALONE "/kubepods.slice/kubepods-pod" POD_ ".slice"

static void nothing_asked_matches_all(void **state)
{
	const struct finding_filter filter = { 0 };
	const struct finding nothing = { 0 }, some = { .cgroup = DOCKER, .rtt_min_us = 1 };

	(void)state;
	assert_true(finding_filter_match(&filter, &nothing));
	assert_true(finding_filter_match(&filter, &some));
}

static void workloads(void **state)
{
	static const struct {
		const char *path, *unit, *pod;
		bool match;
	} cases[] = {
		{ "/system.slice/nginx.service", "nginx.service", NULL, true },
		{ "/system.slice/nginx.service", "nginx", NULL, true },
		{ "/system.slice/nginx.service", "ngin", NULL, false },
		{ "/system.slice/nginx.service", "nginx.servic", NULL, false },
		{ "/user.slice/session-3.scope", "session-3.scope", NULL, true },
		{ "/user.slice/session-3.scope", "session-3", NULL, false },
		{ "/system.slice", "system.slice", NULL, false },
		{ DOCKER, "docker:c3c3", NULL, true },
		{ DOCKER, "docker:" ID, NULL, true },
		{ DOCKER, "docker:" ID "0", NULL, false },
		{ POD_ALONE, "pod:" POD, NULL, true },
		{ DOCKER, "c3c3", NULL, true },
		{ DOCKER, "docker:c3c4", NULL, false },
		{ DOCKER, "docker:", NULL, false },
		{ DOCKER, "docker", NULL, false },
		{ DOCKER, "podman:c3c3", NULL, false },
		{ DOCKER, "", NULL, false },
		{ "/default/" ID, "container:c3c3456789ab", NULL, true },
		{ "/default/" ID, "docker:c3c3456789ab", NULL, false },
		{ NULL, "nginx", NULL, false },
		{ KUBE, NULL, POD, true },
		{ KUBE, NULL, POD_, true },
		{ KUBE, NULL, "3f2a9c14", true },
		{ KUBE, NULL, "3f2a9c15", false },
		{ KUBE, NULL, POD "0", false },
		{ KUBE, NULL, "", false },
		{ KUBE, "cri-o:c3", POD, true },
		{ KUBE, "docker:c3", POD, false },
		{ DOCKER, NULL, POD, false },
		{ NULL, NULL, POD, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct finding f = { .cgroup = cases[i].path };
		struct finding_filter filter = { 0 };

		if (cases[i].unit)
			snprintf(filter.units.value[filter.units.count++], WORKLOAD_PART_LEN, "%s",
				 cases[i].unit);
		if (cases[i].pod)
			snprintf(filter.pods.value[filter.pods.count++], WORKLOAD_PART_LEN, "%s",
				 cases[i].pod);
		if (finding_filter_match(&filter, &f) != cases[i].match)
			fail_msg("row %zu", i);
	}
}

/* What a runtime calls it, as list prints it, and as kubectl does. */
static void names_of_runtimes(void **state)
{
	static const struct workload_names web = { "web" }, pod = { "nginx", "web-0", "shop" };
	static const struct {
		const char *path;
		const struct workload_names *names;
		const char *unit, *pod;
		bool match;
	} cases[] = {
		{ DOCKER, &web, "docker:web", NULL, true },
		{ DOCKER, &web, "web", NULL, true },
		{ DOCKER, &web, "docker:c3c3", NULL, true },
		{ DOCKER, &web, "we", NULL, false },
		{ DOCKER, &web, "podman:web", NULL, false },
		{ DOCKER, NULL, "web", NULL, false },
		{ KUBE, &pod, "shop/web-0/nginx", NULL, true },
		{ KUBE, &pod, "nginx", NULL, true },
		{ KUBE, &pod, NULL, "web-0", true },
		{ KUBE, &pod, NULL, "shop/web-0", true },
		{ KUBE, &pod, NULL, POD, true },
		{ KUBE, &pod, NULL, "other/web-0", false },
		{ KUBE, &pod, NULL, "web", false },
		{ DOCKER, &web, NULL, "web", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct finding f = { .cgroup = cases[i].path, .names = cases[i].names };
		struct finding_filter filter = { 0 };

		if (cases[i].unit)
			snprintf(filter.units.value[filter.units.count++], WORKLOAD_PART_LEN, "%s",
				 cases[i].unit);
		if (cases[i].pod)
			snprintf(filter.pods.value[filter.pods.count++], WORKLOAD_PART_LEN, "%s",
				 cases[i].pod);
		if (finding_filter_match(&filter, &f) != cases[i].match)
			fail_msg("row %zu", i);
	}
}

static void one_of_a_list_is_enough(void **state)
{
	const struct finding f = { .cgroup = DOCKER };
	const struct finding_filter filter = { .units = { { "nginx", "docker:c3" }, 2 } };

	(void)state;
	assert_true(finding_filter_match(&filter, &f));
}

static void limits_and_causes(void **state)
{
	const struct finding f = {
		.send.dir = { .limit = LIMIT_RWND, .cause = CAUSE_PEER_BUFFER },
		.recv.dir = { .limit = LIMIT_RCVBUF, .cause = CAUSE_TCP_RMEM },
	};
	struct finding_filter filter = { .limits = { { LIMIT_CWND, LIMIT_RCVBUF }, 2 } };

	(void)state;
	assert_true(finding_filter_match(&filter, &f));
	filter.causes = (struct filter_causes){ { CAUSE_TCP_RMEM }, 1 };
	assert_true(finding_filter_match(&filter, &f));
	/* both hold, but of different directions */
	filter.causes = (struct filter_causes){ { CAUSE_PEER_BUFFER }, 1 };
	assert_false(finding_filter_match(&filter, &f));
	filter.limits = (struct filter_limits){ { LIMIT_RWND }, 1 };
	assert_true(finding_filter_match(&filter, &f));
	filter = (struct finding_filter){ .limits = { { LIMIT_IDLE }, 1 } };
	assert_false(finding_filter_match(&filter, &f));
	filter = (struct finding_filter){ .causes = { { CAUSE_SO_RCVBUF }, 1 } };
	assert_false(finding_filter_match(&filter, &f));
}

static void round_trips(void **state)
{
	static const struct {
		uint32_t rtt_us;
		bool match;
	} cases[] = {
		{ 0, false }, /* not known */
		{ 19, false }, { 20, true },  { 30, true },         { 31, false },
		{ 99, false }, { 100, true }, { UINT32_MAX, true },
	};
	const struct finding_filter filter = {
		.rtts = { { { 20, 30 }, { 100, UINT32_MAX } }, 2 },
	};
	const struct finding_filter low = { .rtts = { { { 0, 5 } }, 1 } };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct finding f = { .rtt_min_us = cases[i].rtt_us };

		if (finding_filter_match(&filter, &f) != cases[i].match)
			fail_msg("%u us", cases[i].rtt_us);
	}
	assert_false(finding_filter_match(&low, &(struct finding){ .rtt_min_us = 0 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_asked_matches_all),
		cmocka_unit_test(workloads),
		cmocka_unit_test(names_of_runtimes),
		cmocka_unit_test(one_of_a_list_is_enough),
		cmocka_unit_test(limits_and_causes),
		cmocka_unit_test(round_trips),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
