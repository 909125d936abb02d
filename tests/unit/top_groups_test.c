/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "fleet/top_groups.h"

#include "sink_fixture.h"

static struct finding moved(uint64_t bytes, bool undersized)
{
	struct finding f = rsync_finding();

	f.send.dir.bytes = bytes;
	f.send.dir.undersized = undersized;
	return f;
}

static void add(struct top_groups *g, const char *label, uint64_t bytes, bool undersized)
{
	struct finding f = moved(bytes, undersized);

	assert_int_equal(top_groups_add(g, label, &f), 0);
}

/* The labels and numbers of the last interval: "a 1/2 30/40; ", flagged of sockets, of bytes. */
static void assert_last(const struct top_groups *g, const char *expected)
{
	char text[1024] = "";
	size_t count, len = 0;
	const struct top_group *last = top_groups_last(g, &count);

	for (size_t i = 0; i < count; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s %d/%d %d/%d; ",
					last[i].label, (int)last[i].undersized,
					(int)last[i].sockets, (int)last[i].undersized_bytes,
					(int)last[i].bytes);
	assert_string_equal(text, expected);
}

static void end(struct top_groups *g)
{
	assert_int_equal(top_groups_end_interval(g), 0);
}

static void others_are_always_there(void **state)
{
	struct top_groups *g = top_groups_new(2);

	(void)state;
	assert_last(g, "other 0/0 0/0; ");
	end(g);
	assert_last(g, "other 0/0 0/0; ");
	top_groups_free(g);
}

static void the_first_and_the_others(void **state)
{
	struct top_groups *g = top_groups_new(2);

	(void)state;
	add(g, "idle", 0, false);
	add(g, "busy", 500, false);
	add(g, "slow", 100, true);
	add(g, "slow", 10, false);
	add(g, "slower", 200, true);
	assert_last(g, "other 0/0 0/0; ");
	end(g);
	assert_last(g, "slower 1/1 200/200; slow 1/2 100/110; other 0/2 0/500; ");
	end(g);
	assert_last(g, "other 0/0 0/0; ");
	top_groups_free(g);
}

/* Undersized bytes, then undersized sockets, then bytes, then the label. */
static void order(void **state)
{
	struct top_groups *g = top_groups_new(9);

	(void)state;
	add(g, "z", 5, false);
	add(g, "y", 5, false);
	add(g, "x", 9, false);
	add(g, "w", 0, true);
	add(g, "v", 1, true);
	end(g);
	assert_last(g, "v 1/1 1/1; w 1/1 0/0; x 0/1 0/9; y 0/1 0/5; z 0/1 0/5; other 0/0 0/0; ");
	top_groups_free(g);
}

/* A control group that was made anew has another number, and the name of the one before. */
static void equal_labels_are_one(void **state)
{
	struct top_groups *g = top_groups_new(1);
	char label[2 * TOP_GROUP_LABEL_LEN];
	size_t count;

	(void)state;
	add(g, "/a", 1, true);
	add(g, "/b", 1, true);
	add(g, "/a", 1, true);
	end(g);
	assert_last(g, "/a 2/2 2/2; other 1/1 1/1; ");
	memset(label, 'x', sizeof(label));
	label[sizeof(label) - 1] = '\0';
	add(g, label, 1, false);
	label[sizeof(label) - 2] = 'y'; /* they differ behind what is kept */
	add(g, label, 1, false);
	end(g);
	assert_int_equal(top_groups_last(g, &count)[0].sockets, 2);
	assert_int_equal(strlen(top_groups_last(g, &count)[0].label), TOP_GROUP_LABEL_LEN - 1);
	top_groups_free(g);
}

/* These two have the same hash (FNV-1a of 64 bits). */
static void equal_hashes_are_two(void **state)
{
	struct top_groups *g = top_groups_new(2);

	(void)state;
	add(g, "8yn0iYCKYHlIj4-BwPqk", 1, false);
	add(g, "GReLUrM4wMqfg9yzV3KQ", 2, false);
	add(g, "8yn0iYCKYHlIj4-BwPqk", 4, false);
	add(g, "GReLUrM4wMqfg9yzV3KQ", 8, false);
	end(g);
	assert_last(g,
		    "GReLUrM4wMqfg9yzV3KQ 0/2 0/10; 8yn0iYCKYHlIj4-BwPqk 0/2 0/5; other 0/0 0/0; ");
	top_groups_free(g);
}

static void many(void **state)
{
	struct top_groups *g = top_groups_new(3);
	char label[16];
	size_t count;

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (uint64_t i = 1; i <= 5000; i++) {
			snprintf(label, sizeof(label), "%d", (int)i);
			add(g, label, i, true);
		}
		end(g);
		assert_string_equal(top_groups_last(g, &count)[0].label, "5000");
		assert_int_equal(count, 4);
		assert_int_equal(top_groups_last(g, &count)[3].sockets, 4997);
		assert_int_equal(top_groups_last(g, &count)[3].bytes, 4997 * 4998 / 2);
	}
	top_groups_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(others_are_always_there),
		cmocka_unit_test(the_first_and_the_others),
		cmocka_unit_test(order),
		cmocka_unit_test(equal_labels_are_one),
		cmocka_unit_test(equal_hashes_are_two),
		cmocka_unit_test(many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
