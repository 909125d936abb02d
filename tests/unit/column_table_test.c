/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* When a row of a table has to be written anew. */
#include "any_sample.h"

/* A change of any column is seen in its table, and in no other. */
static void tables_see_every_change(void **state)
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
		for (enum column_table table = 0; table < COLUMN_TABLE_MAX; table++)
			assert_int_equal(column_table_same(table, &a, &b), table != c->table);
	}
}

/* Of a text only what is before its NUL counts. */
static void tables_compare_texts(void **state)
{
	struct sample origin = { 0 };
	struct stored a, b;

	(void)state;
	column_pack(&origin, &origin, &a);
	b = a;
	a.text[0][1] = 'x';
	assert_true(column_table_same(TABLE_SETTINGS, &a, &b));
	a.text[0][0] = 'x';
	assert_false(column_table_same(TABLE_SETTINGS, &a, &b));
}

/* What moves all the time in a socket that sends, or receives, changes only the rows for that. */
static void steady_tables_stay(void **state)
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
	assert_false(column_table_same(TABLE_SAMPLES, &a, &b));
	assert_true(column_table_same(TABLE_SETTINGS, &a, &b));
	assert_true(column_table_same(TABLE_SENDING, &a, &b));
	assert_true(column_table_same(TABLE_RECEIVING, &a, &b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_see_every_change),
		cmocka_unit_test(tables_compare_texts),
		cmocka_unit_test(steady_tables_stay),
	};

	return cmocka_run_group_tests_name("column_table", tests, NULL, NULL);
}
