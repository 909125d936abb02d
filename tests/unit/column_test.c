/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Every field of a sample is kept, as it was; what may not be in a column is refused. */
#include "capture/schema.h"

#include "any_sample.h"

#define ROUNDS 20000
#define WHEN_NS (1000 * SECOND)

static const struct column *find_column(const char *name)
{
	for (size_t i = 0; i < columns_count; i++)
		if (!strcmp(columns[i].name, name))
			return &columns[i];
	fail_msg("no column %s", name);
	return NULL;
}

/* What is in the row of a socket, and in no column. */
static void clear_socket(struct sample *s)
{
	s->id.cookie = 0;
	s->id.netns = 0;
	s->id.family = 0;
	memset(&s->id.local, 0, sizeof(s->id.local));
	memset(&s->id.remote, 0, sizeof(s->id.remote));
}

static void copy_socket(struct sample *s, const struct sample *from)
{
	s->id.cookie = from->id.cookie;
	s->id.netns = from->id.netns;
	s->id.family = from->id.family;
	s->id.local = from->id.local;
	s->id.remote = from->id.remote;
}

static void assert_round_trip(const struct sample *origin, const struct sample *s)
{
	struct stored stored;
	struct sample back;

	memset(&stored, 0xa5, sizeof(stored));
	memset(&back, 0, sizeof(back)); /* as the reader does */
	column_pack(origin, s, &stored);
	assert_null(column_unpack(origin, &stored, SCHEMA_VERSION, &back));
	copy_socket(&back, s);
	assert_sample_equal(&back, s);
}

static void any_sample_round_trips(void **state)
{
	struct dice dice = { 1 };

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		struct sample origin = any_sample(&dice), s = any_sample(&dice);

		assert_round_trip(&origin, &s);
		assert_round_trip(&s, &s);
	}
}

/* All fields at once at the ends of what they may be */
static void ends_round_trip(void **state)
{
	struct dice dice = { 2 };
	struct sample origin = any_sample(&dice), s = { .detailed = true };

	(void)state;
	assert_round_trip(&s, &s);
	assert_round_trip(&origin, &s);
	memset(&s, 0xff, sizeof(s));
	roll_id(&dice, &s.id);
	roll_flags(&dice, &s);
	s.detailed = true;
	memset(s.id.comm, 0xff, SAMPLE_NAME_LEN);
	s.id.comm[SAMPLE_NAME_LEN] = '\0';
	s.ts_ns = s.bytes_acked = s.bytes_sent = s.bytes_retrans = s.bytes_received = INT64_MAX;
	s.id.cgroup_id = INT64_MAX;
	s.state = TCP_STATE_MAX - 1;
	s.reason = SAMPLE_REASON_MAX - 1;
	s.snd_wscale = s.rcv_wscale = 14;
	s.adv_win_scale = 31;
	assert_round_trip(&origin, &s);
	assert_round_trip(&(struct sample){ 0 }, &s);
	s.adv_win_scale = -31;
	s.bytes_sent = 0; /* less than what was acked */
	assert_round_trip(&(struct sample){ .ts_ns = INT64_MAX, .jiffies = UINT32_MAX }, &s);
	s.ts_ns = 0;
	s.jiffies = 0;
	assert_round_trip(&(struct sample){ .ts_ns = INT64_MAX, .jiffies = UINT32_MAX }, &s);
	assert_round_trip(&(struct sample){ .ts_ns = 1, .jiffies = 1u << 31 }, &s);
}

/*
 * No field is forgotten: of a sample all ones, unpacking makes zeros but for the socket's row. A
 * field that has no column stays as it was; so does one whose column counts from such a field.
 */
static void every_field_is_kept(void **state)
{
	const struct sample origin = { 0 };
	struct stored stored = { 0 };
	struct sample s;

	(void)state;
	memset(&s, 0xff, sizeof(s));
	clear_padding(&s);
	for (size_t i = 0; i < columns_count; i++)
		if (columns[i].kind == COLUMN_TEXT)
			memset(stored.text[columns[i].text], 'x', SAMPLE_NAME_LEN);
	assert_null(column_unpack(&origin, &stored, SCHEMA_VERSION, &s));
	for (size_t i = 0; i < columns_count; i++) {
		const char *text = (const char *)&s + columns[i].offset;

		if (columns[i].kind == COLUMN_TEXT) {
			assert_int_equal(strlen(text), SAMPLE_NAME_LEN);
			memset((char *)&s + columns[i].offset, 0, columns[i].size);
		}
	}
	clear_socket(&s);
	assert_sample_equal(&s, &(struct sample){ .detailed = true });
}

/* And none has two columns. */
static void every_field_is_kept_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < columns_count; i++)
		for (size_t j = 0; j < i; j++) {
			assert_int_not_equal(columns[i].offset, columns[j].offset);
			if (!strcmp(columns[i].name, columns[j].name))
				fail_msg("two columns %s", columns[i].name);
		}
}

/* What column.h promises of the table, and the rest of the code relies on. */
static void the_table_is_sound(void **state)
{
	size_t texts = 0;

	(void)state;
	for (size_t i = 0; i < columns_count; i++) {
		const struct column *c = &columns[i];

		if (i)
			assert_true(c->table >= c[-1].table); /* together, in order */
		assert_true(c->since >= 1);
		assert_true(c->min <= c->max);
		if (c->kind == COLUMN_TEXT) {
			assert_int_equal(c->size, SAMPLE_NAME_LEN + 1);
			assert_int_equal(c->text, texts++);
			continue;
		}
		assert_true(c->size == 1 || c->size == 4 || c->size == 8);
		if (c->kind != COLUMN_NUMBER)
			assert_int_equal(c->null, NULL_NEVER);
	}
	assert_true(texts <= COLUMN_TEXTS_MAX);
	for (enum column_table table = 0; table < COLUMN_TABLE_MAX; table++) {
		size_t first, end = column_range(table, &first);

		assert_true(first < end);
		assert_int_equal(columns[first].table, table);
		assert_int_equal(columns[end - 1].table, table);
		assert_true(end == columns_count || columns[end].table == table + 1);
	}
}

/* ---- what a column may hold ---- */

static const struct column *unpack_with(const struct column *c, int64_t number)
{
	const struct sample origin = { 0 };
	struct stored stored = { 0 };
	struct sample s = { 0 };

	stored.number[c - columns] = number;
	return column_unpack(&origin, &stored, SCHEMA_VERSION, &s);
}

static void out_of_range_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < columns_count; i++) {
		const struct column *c = &columns[i];

		if (c->kind == COLUMN_TEXT)
			continue;
		assert_null(unpack_with(c, c->min));
		assert_null(unpack_with(c, c->max));
		if (c->min > -INT64_MAX)
			assert_ptr_equal(unpack_with(c, c->min - 1), c);
		if (c->max < INT64_MAX)
			assert_ptr_equal(unpack_with(c, c->max + 1), c);
		if (c->size < 8)
			assert_ptr_equal(unpack_with(c, INT64_MAX), c);
	}
}

/* The ends that mean something beyond the field's size */
static void ranges(void **state)
{
	static const struct {
		const char *name;
		int64_t min, max;
	} rows[] = {
		{ "reason", 0, SAMPLE_REASON_MAX - 1 },
		{ "state", 0, TCP_STATE_MAX - 1 },
		{ "snd_wscale", 0, 14 },
		{ "rcv_wscale", 0, 14 },
		{ "adv_win_scale", -31, 31 },
		{ "scaling_ratio", 0, UINT8_MAX },
		{ "tstamp_ok", 0, 1 },
		{ "mptcp", 0, 1 },
		{ "pid", 0, UINT32_MAX },
		{ "bytes_acked", 0, INT64_MAX },
		{ "jiffies", INT32_MIN, INT32_MAX },
		{ "t_ns", -INT64_MAX, INT64_MAX },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct column *c = find_column(rows[i].name);

		if (c->min != rows[i].min || c->max != rows[i].max)
			fail_msg("%s", c->name);
	}
	for (size_t i = 0; i < columns_count; i++) {
		const struct column *c = &columns[i];

		if (c->kind == COLUMN_NUMBER && c->size < 8 && c->min == 0)
			assert_true(c->max < INT64_C(1) << (8 * c->size));
	}
}

/* Its name says which values stand for "not known": they are NULL, and NULL is nothing else. */
static void null_is_one_value(void **state)
{
	const struct sample origin = { 0 };

	(void)state;
	for (size_t i = 0; i < columns_count; i++) {
		const struct column *c = &columns[i];
		struct sample s = { 0 };
		struct stored stored;

		if (c->kind == COLUMN_TEXT)
			continue;
		if (c->null == NULL_NEVER) {
			assert_ptr_equal(unpack_with(c, COLUMN_NULL), c);
			continue;
		}
		assert_null(unpack_with(c, COLUMN_NULL));
		memset((char *)&s + c->offset, c->null == NULL_MAX ? 0xff : 0, c->size);
		column_pack(&origin, &s, &stored);
		assert_true(stored.number[i] == COLUMN_NULL);
		memset((char *)&s + c->offset, c->null == NULL_MAX ? 0 : 1, c->size);
		column_pack(&origin, &s, &stored);
		assert_false(stored.number[i] == COLUMN_NULL);
	}
}

static void null_is_known_by_name(void **state)
{
	static const char *const zero[] = { "srtt_us",    "pid",           "cgroup",    "ifindex",
					    "rtt_min_us", "scaling_ratio", "rcv_rtt_us" };
	static const char *const max[] = { "ack_rtt_min_us",        "notsent_lowat_bytes",
					   "peer_window_min_bytes", "pacing_bytes_per_s",
					   "unread_min_bytes",      "window_min_bytes",
					   "cwnd_clamp_segments",   "room_min_bytes" };
	size_t nullable = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(zero); i++)
		assert_int_equal(find_column(zero[i])->null, NULL_ZERO);
	for (size_t i = 0; i < ARRAY_SIZE(max); i++)
		assert_int_equal(find_column(max[i])->null, NULL_MAX);
	for (size_t i = 0; i < columns_count; i++)
		nullable += columns[i].kind != COLUMN_TEXT && columns[i].null != NULL_NEVER;
	assert_int_equal(nullable, ARRAY_SIZE(zero) + ARRAY_SIZE(max));
}

/* More than a column may hold is kept as the most that it may: it will be read. */
static void beyond_is_the_end(void **state)
{
	const struct sample origin = { 0 };
	struct sample s = { .bytes_acked = UINT64_MAX, .snd_wscale = 15, .adv_win_scale = -40 };
	struct stored stored;

	(void)state;
	column_pack(&origin, &s, &stored);
	assert_true(stored.number[find_column("bytes_acked") - columns] == INT64_MAX);
	assert_true(stored.number[find_column("snd_wscale") - columns] == 14);
	assert_true(stored.number[find_column("adv_win_scale") - columns] == -31);
	assert_null(column_unpack(&origin, &stored, SCHEMA_VERSION, &s));
	assert_true(s.bytes_acked == INT64_MAX);
	assert_int_equal(s.snd_wscale, 14);
}

/* As people read them: what waits is counted, and counted upwards. */
static void numbers_mean_what_they_say(void **state)
{
	const struct sample origin = { .ts_ns = WHEN_NS, .jiffies = UINT32_MAX };
	struct sample s = {
		.ts_ns = WHEN_NS + 5,
		.jiffies = 9,
		.bytes_acked = 1000,
		.bytes_sent = 3000,
		.snd_una = UINT32_MAX - 99,
		.snd_nxt = 1900,
		.write_seq = 2000,
		.bytes_received = 50,
		.rcv_nxt = 7,
		.copied_seq = UINT32_MAX - 2,
	};
	static const struct {
		const char *name;
		int64_t number;
	} rows[] = {
		{ "t_ns", 5 },
		{ "jiffies", 10 },
		{ "inflight_bytes", 2000 },
		{ "unsent_bytes", 100 },
		{ "sent_over_acked_bytes", 2000 },
		{ "snd_una_over_acked", -1100 },
		{ "rcv_nxt_over_received", -43 },
		{ "unread_bytes", 10 },
	};
	struct stored stored;

	(void)state;
	column_pack(&origin, &s, &stored);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (stored.number[find_column(rows[i].name) - columns] != rows[i].number)
			fail_msg("%s: %lld", rows[i].name,
				 (long long)stored.number[find_column(rows[i].name) - columns]);
}

/* A column that this version has not yet leaves its field alone; here it has none. */
static void newer_columns_keep_the_default(void **state)
{
	struct dice dice = { 3 };
	struct sample s = any_sample(&dice), before = s;
	struct stored stored;

	(void)state;
	memset(&stored, 0xff, sizeof(stored));
	for (size_t i = 0; i < columns_count; i++)
		stored.number[i] = COLUMN_NULL;
	s.agg.room_min_bytes = before.agg.room_min_bytes = UINT32_MAX;
	before.detailed = false;
	assert_null(column_unpack(&before, &stored, 0, &s));
	assert_sample_equal(&s, &before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_sample_round_trips),
		cmocka_unit_test(ends_round_trip),
		cmocka_unit_test(every_field_is_kept),
		cmocka_unit_test(every_field_is_kept_once),
		cmocka_unit_test(the_table_is_sound),
		cmocka_unit_test(out_of_range_is_refused),
		cmocka_unit_test(ranges),
		cmocka_unit_test(null_is_one_value),
		cmocka_unit_test(null_is_known_by_name),
		cmocka_unit_test(beyond_is_the_end),
		cmocka_unit_test(numbers_mean_what_they_say),
		cmocka_unit_test(newer_columns_keep_the_default),
	};

	return cmocka_run_group_tests_name("column", tests, NULL, NULL);
}
