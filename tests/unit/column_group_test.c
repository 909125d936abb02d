/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* When a row of a group has to be written anew. */
#include "any_sample.h"

/* A change of any column is seen in its group, and in no other. */
static void groups_see_every_change(void **state)
{
	const struct sample origin = { 0 }, s = { 0 };
	struct stored a, b;

	(void)state;
	column_pack(&origin, &s, &a);
	for (size_t i = 0; i < columns_count; i++) {
		const struct column *c = &columns[i];

		column_pack(&origin, &s, &b);
		if (c->kind == COLUMN_TEXT)
			strcpy(b.text[c->text], "\x80");
		else
			b.number[i] ^= INT64_C(1) << 40;
		for (enum column_group group = 0; group < COLUMN_GROUP_MAX; group++)
			assert_int_equal(column_group_same(group, &a, &b), group != c->group);
	}
}

/* Of a text only what is before its NUL counts. */
static void groups_compare_texts(void **state)
{
	struct sample origin = { 0 };
	struct stored a, b;

	(void)state;
	column_pack(&origin, &origin, &a);
	b = a;
	a.text[0][1] = 'x';
	assert_true(column_group_same(GROUP_SETTINGS, &a, &b));
	a.text[0][0] = 'x';
	assert_false(column_group_same(GROUP_SETTINGS, &a, &b));
}

/* What moves all the time in a socket that sends, or receives, changes only the rows for that. */
static void steady_groups_stay(void **state)
{
	struct dice dice = { 4 };
	struct sample origin = any_sample(&dice), s = origin;
	struct stored a, b;

	(void)state;
	column_pack(&origin, &s, &a);
	s.ts_ns += SECOND;
	s.jiffies += 250;
	s.bytes_acked += 12500000;
	s.bytes_sent += 12500000;
	s.snd_una += 12500000;
	s.snd_nxt += 12500000;
	s.write_seq += 12500000;
	s.bytes_received += 999;
	s.rcv_nxt += 999;
	s.copied_seq += 999;
	column_pack(&origin, &s, &b);
	assert_false(column_group_same(GROUP_SAMPLES, &a, &b));
	assert_true(column_group_same(GROUP_SETTINGS, &a, &b));
	assert_true(column_group_same(GROUP_SENDING, &a, &b));
	assert_true(column_group_same(GROUP_RECEIVING, &a, &b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_see_every_change),
		cmocka_unit_test(groups_compare_texts),
		cmocka_unit_test(steady_groups_stay),
	};

	return cmocka_run_group_tests_name("column_group", tests, NULL, NULL);
}
