// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What hist says, for a person and as JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "sink/hist_report.h"

/* clang-format off */
#define EMPTY  "|                                        |\n"
#define HALF   "|********************                    |\n"
#define FULL   "|****************************************|\n"
#define USECS  "     usecs               : count     distribution\n"
/* clang-format on */

static const char *name_of(void *ctx, enum group_by by, uint64_t id)
{
	(void)ctx;
	if (id != 7)
		return NULL;
	return by == GROUP_CGROUP ? "/a\x1b[31m" : "blue";
}

static struct hist_report report_of(const struct hist_set *set)
{
	return (struct hist_report){
		.metric = METRIC_RTT,
		.ts_ns = UINT64_C(1763800000123456789),
		.interval_ns = UINT64_C(2500000000),
		.set = set,
		.header = true,
		.utf8 = true,
		.names = { name_of, NULL },
	};
}

static void assert_text(const struct hist_report *r, const char *expected)
{
	char *text = hist_report_text(r);

	assert_non_null(text);
	assert_string_equal(text, expected);
	free(text);
}

static json_t *json_of(const struct hist_report *r)
{
	char *text = hist_report_json(r);
	json_t *json;

	assert_non_null(text);
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1); /* a line, and no more */
	json = json_loads(text, 0, NULL);
	assert_non_null(json);
	free(text);
	return json;
}

static void all_in_one(void **state)
{
	struct hist_set set = { 0 };
	struct hist_report r = report_of(&set);

	(void)state;
	hist_add(&set.rest, 50000, 2);
	hist_add(&set.rest, 54000, 1);
	assert_text(&r, USECS "     49152 -> 51199      : 2        " FULL
			      "     51200 -> 53247      : 0        " EMPTY
			      "     53248 -> 55295      : 1        " HALF
			      "rtt 3 counted: median 51.2ms, p90 55.3ms, p99 55.3ms, max 55.3ms\n");
	r.header = false;
	r.separate = true;
	r.timestamp = true;
	setenv("TZ", "UTC", 1);
	set.tally = (struct hist_tally){ 4, 3, 2, 1 };
	assert_text(&r, "\n08:26:40\n"
			"     49152 -> 51199      : 2        " FULL
			"     51200 -> 53247      : 0        " EMPTY
			"     53248 -> 55295      : 1        " HALF
			"rtt 3 counted: median 51.2ms, p90 55.3ms, p99 55.3ms, max 55.3ms\n"
			"4 without sample\n"
			"3 without owner: nobody was seen with the socket yet\n"
			"2 in other: there are more than 1024 groups\n"
			"LOST 1: there was no memory to count them\n");
}

static void nothing(void **state)
{
	struct hist_set set = { 0 };
	struct hist_report r = report_of(&set);
	json_t *json, *group;

	(void)state;
	assert_text(&r, "rtt 0 counted\n");
	json = json_of(&r);
	assert_int_equal(json_integer_value(json_object_get(json, "count")), 0);
	group = json_array_get(json_object_get(json, "groups"), 0);
	assert_true(json_is_null(json_object_get(group, "p50"))); /* not known, so not 0 */
	assert_int_equal(json_array_size(json_object_get(group, "buckets")), 0);
	json_decref(json);
	r.group.by = GROUP_COMM;
	assert_text(&r, "rtt 0 counted\n");
	json = json_of(&r);
	assert_int_equal(json_array_size(json_object_get(json, "groups")), 0);
	json_decref(json);
}

/* Each unit as a person reads it; the largest values are cut by nothing. */
static void units(void **state)
{
	static const struct {
		enum metric metric;
		uint64_t value;
		const char *told;
	} cases[] = {
		{ METRIC_QUEUE, 0, "queue 1 counted: median 0us" },
		{ METRIC_RTT, 31, "rtt 1 counted: median 31us" },
		{ METRIC_RTT, UINT32_MAX, "rtt 1 counted: median 4295s" },
		{ METRIC_SEND_SIZE, 16, "send-size 1 counted: median 16B" },
		{ METRIC_BDP, UINT64_MAX, "bdp 1 counted: median 16EiB" },
		{ METRIC_RETRANS, 21, "retrans 1 counted: median 2.1%" },
		{ METRIC_RATE, 100000000, "delivery-rate 1 counted: median 101Mb/s" },
		{ METRIC_SNDBUF_USE, 25, "sndbuf-use 1 counted: median 25%" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hist_set set = { 0 };
		struct hist_report r = report_of(&set);
		char *text;

		hist_add(&set.rest, cases[i].value, 1);
		r.metric = cases[i].metric;
		text = hist_report_text(&r);
		assert_non_null(text);
		if (!strstr(text, cases[i].told))
			fail_msg("%s is not in %s", cases[i].told, text);
		free(text);
	}
}

static struct hist_set set_of(const struct group_key *keys, size_t count)
{
	struct hist_set set = { 0 };

	for (size_t i = 0; i < count; i++)
		for (size_t times = 0; times < count - i; times++)
			assert_int_equal(hist_set_add(&set, &keys[i], 20), 0);
	return set;
}

static void grouped(void **state)
{
	const struct group_key keys[] = { { .word = { 443 } },
					  { .word = { 22 } },
					  { .word = { 80 } } };
	struct hist_set set = set_of(keys, 3);
	struct hist_report r = report_of(&set);
	json_t *json, *groups, *other;

	(void)state;
	r.group.by = GROUP_LPORT;
	hist_set_rank(&set, 2, &r.merged);
	assert_text(&r, "\nlport = 443\n" USECS "        20 -> 20         : 3        " FULL
			"rtt 3 counted: median 20us, p90 20us, p99 20us, max 20us\n"
			"\nlport = 22\n" USECS "        20 -> 20         : 2        " FULL
			"rtt 2 counted: median 20us, p90 20us, p99 20us, max 20us\n"
			"\nother, 1 group\n" USECS "        20 -> 20         : 1        " FULL
			"rtt 1 counted: median 20us, p90 20us, p99 20us, max 20us\n");
	json = json_of(&r);
	groups = json_object_get(json, "groups");
	other = json_object_get(json, "other");
	assert_string_equal(json_string_value(json_object_get(json, "by")), "lport");
	assert_int_equal(json_integer_value(json_object_get(json, "count")), 6);
	assert_int_equal(json_array_size(groups), 2);
	assert_string_equal(json_string_value(json_object_get(json_array_get(groups, 1), "group")),
			    "22");
	assert_int_equal(json_integer_value(json_object_get(other, "groups")), 1);
	assert_int_equal(json_integer_value(json_object_get(other, "count")), 1);
	json_decref(json);
	hist_set_free(&set);
}

/* The line that says which group it is, and its name in JSON (NULL: null). */
static void assert_name(const struct group_choice *group, const struct group_key *key,
			const char *line, const char *name)
{
	struct hist_set set = set_of(key, 1);
	struct hist_report r = report_of(&set);
	char *text;
	json_t *json, *told, *number;

	r.group = *group;
	text = hist_report_text(&r);
	assert_non_null(text);
	if (strncmp(text + 1, line, strlen(line)) != 0 || text[1 + strlen(line)] != '\n')
		fail_msg("%s is not in %s", line, text);
	free(text);
	json = json_of(&r);
	told = json_array_get(json_object_get(json, "groups"), 0);
	number = json_object_get(told, "netns");
	told = json_object_get(told, "group");
	assert_true(!!number == (group->by == GROUP_NETNS));
	assert_int_equal(json_integer_value(number),
			 group->by == GROUP_NETNS ? group_key_number(key) : 0);
	if (name)
		assert_string_equal(json_string_value(told), name);
	else
		assert_true(json_is_null(told));
	json_decref(json);
	hist_set_free(&set);
}

static void names(void **state)
{
	const struct group_choice peer = { .by = GROUP_PEER_PREFIX,
					   .inet_len = 24,
					   .inet6_len = 64 };
	struct group_key key = { .family = 4 };

	(void)state;
	memcpy(key.word, (uint8_t[]){ 10, 9, 8, 0 }, 4);
	assert_name(&peer, &key, "peer-prefix = 10.9.8.0/24", "10.9.8.0/24");
	key.family = 6;
	memcpy(key.word, (uint8_t[]){ 0x20, 1, 0xd, 0xb8 }, 4);
	assert_name(&peer, &key, "peer-prefix = 2001:db8::/64", "2001:db8::/64");
	assert_name(&(struct group_choice){ .by = GROUP_FAMILY }, &key, "family = inet6", "inet6");
	memcpy(key.word, "ev\x1bil\nname 1234", 16); /* no NUL: as long as it can be */
	assert_name(&(struct group_choice){ .by = GROUP_COMM }, &key,
		    "comm = ev\\x1bil\\x0aname 1234", "ev\x1bil\nname 1234");
	key = (struct group_key){ 0 };
	assert_name(&(struct group_choice){ .by = GROUP_COMM }, &key, "comm = -", NULL);
	assert_name(&(struct group_choice){ .by = GROUP_CGROUP }, &key, "cgroup = -", NULL);
	key.word[0] = 7;
	assert_name(&(struct group_choice){ .by = GROUP_CGROUP }, &key, "cgroup = /a\\x1b[31m",
		    "/a\x1b[31m");
	assert_name(&(struct group_choice){ .by = GROUP_NETNS }, &key, "netns = blue", "blue");
	key.word[0] = 8;
	assert_name(&(struct group_choice){ .by = GROUP_NETNS }, &key, "netns = 8", "8");
	key.word[1] = 1;
	assert_name(&(struct group_choice){ .by = GROUP_CGROUP }, &key, "cgroup = 4294967304",
		    "4294967304");
	key = (struct group_key){ 0 };
	assert_name(&(struct group_choice){ .by = GROUP_LPORT }, &key, "lport = 0", "0");
	assert_name(&(struct group_choice){ .by = GROUP_PORT }, &key, "port = -", NULL);
	key.word[0] = 8;
	assert_name(&(struct group_choice){ .by = GROUP_PORT }, &key, "port = 8", "8");
	key = (struct group_key){ .word = { LIMIT_RWND } };
	assert_name(&(struct group_choice){ .by = GROUP_LIMIT }, &key, "limit = rwnd", "rwnd");
	key = (struct group_key){ .word = { CAUSE_TCP_RMEM } };
	assert_name(&(struct group_choice){ .by = GROUP_CAUSE }, &key, "cause = tcp_rmem",
		    "tcp_rmem");
}

static void json_members(void **state)
{
	struct hist_set set = { .tally = { 1, 2, 3, 4 } };
	struct hist_report r = report_of(&set);
	char *text;

	(void)state;
	hist_add(&set.rest, 50000, 2);
	r.weight = WEIGHT_SEGMENTS;
	text = hist_report_json(&r);
	assert_non_null(text);
	assert_string_equal(
		text,
		"{\"type\":\"hist\",\"schema\":1,\"ts\":1763800000.123456,\"interval_s\":2.5,"
		"\"metric\":\"rtt\",\"unit\":\"us\",\"weight\":\"segments\",\"by\":null,"
		"\"relative_error\":0.0625,\"count\":2,\"without_sample\":1,\"without_owner\":2,"
		"\"crowded\":3,\"lost\":4,\"groups\":[{\"group\":null,\"count\":2,\"p50\":51199,"
		"\"p90\":51199,\"p99\":51199,\"max\":51199,"
		"\"buckets\":[{\"from\":49152,\"to\":51199,\"count\":2}]}],\"other\":null}\n");
	free(text);
}

static void metrics(void **state)
{
	char *text = hist_report_metrics_text(), *line = text;
	char *json_text = hist_report_metrics_json();
	json_t *json = json_loads(json_text, 0, NULL);
	int lines = 0;

	(void)state;
	assert_non_null(json);
	assert_int_equal(json_array_size(json_object_get(json, "metrics")), METRIC_MAX);
	json_decref(json);
	for (; (line = strchr(line, '\n')); line++)
		lines++;
	assert_int_equal(lines, METRIC_MAX + 1);
	assert_non_null(strstr(text, "\nrecv-window   bytes    segment "));
	free(text);
	free(json_text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_in_one), cmocka_unit_test(nothing),
		cmocka_unit_test(units),      cmocka_unit_test(grouped),
		cmocka_unit_test(names),      cmocka_unit_test(json_members),
		cmocka_unit_test(metrics),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
