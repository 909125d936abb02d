/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Samples of any legal value, the same in every run; and whether two are the same. */
#ifndef ANY_SAMPLE_H
#define ANY_SAMPLE_H

#include <assert.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "capture/column.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define MS UINT64_C(1000000)
#define SECOND (1000 * MS)

struct dice {
	uint64_t state; /* not 0 */
};

/* xorshift64* */
static inline uint64_t roll(struct dice *dice)
{
	dice->state ^= dice->state >> 12;
	dice->state ^= dice->state << 25;
	dice->state ^= dice->state >> 27;
	return dice->state * UINT64_C(2685821657736338717);
}

/* Every other time it is a value at which something may turn over. */
static inline uint32_t roll_u32(struct dice *dice)
{
	static const uint32_t edges[] = { 0, 1, INT32_MAX, 0x80000000, UINT32_MAX - 1, UINT32_MAX };
	uint64_t rolled = roll(dice);

	return rolled & 1 ? edges[(rolled >> 1) % ARRAY_SIZE(edges)] : (uint32_t)(rolled >> 32);
}

/* Up to INT64_MAX. */
static inline uint64_t roll_u63(struct dice *dice)
{
	return ((uint64_t)roll_u32(dice) << 32 | roll_u32(dice)) & INT64_MAX;
}

/* NULs to its end: names are compared as a whole. */
static inline void set_name(char name[SAMPLE_NAME_LEN + 1], const char *text)
{
	memset(name, 0, SAMPLE_NAME_LEN + 1);
	strcpy(name, text);
}

/* Any bytes but NUL, 0 to 16 of them. */
static inline void roll_name(struct dice *dice, char name[SAMPLE_NAME_LEN + 1])
{
	size_t len = roll(dice) % (SAMPLE_NAME_LEN + 1);

	memset(name, 0, SAMPLE_NAME_LEN + 1);
	for (size_t i = 0; i < len; i++)
		name[i] = (char)(1 + roll(dice) % 255);
}

static inline void roll_endpoint(struct dice *dice, enum sample_family family, struct endpoint *e)
{
	memset(e, 0, sizeof(*e));
	for (size_t i = 0; i < (family == FAMILY_INET6 ? 16 : 4); i++)
		e->addr[i] = (uint8_t)roll(dice);
	e->port = (uint16_t)roll(dice);
}

static inline void roll_id(struct dice *dice, struct sample_id *id)
{
	id->cookie = 1 + roll(dice) % INT64_MAX;
	id->cgroup_id = roll_u63(dice);
	id->family = roll(dice) % FAMILY_MAX;
	roll_endpoint(dice, id->family, &id->local);
	roll_endpoint(dice, id->family, &id->remote);
	roll_name(dice, id->comm);
	roll_name(dice, id->congestion_control);
}

static inline void roll_flags(struct dice *dice, struct sample *s)
{
	bool *const flags[] = { &s->tstamp_ok,      &s->wscale_ok,       &s->cwnd_limited,
				&s->app_limited,    &s->nospace,         &s->memory_pressure,
				&s->window_scaling, &s->moderate_rcvbuf, &s->mptcp,
				&s->sndbuf_locked,  &s->rcvbuf_locked,   &s->tls,
				&s->signed_windows };

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		*flags[i] = roll(dice) & 1;
}

/*
 * Every field has any value that it may have. Those that may have all of their 32 bits are not
 * named here: a field that is new is rolled, too.
 */
static inline struct sample any_sample(struct dice *dice)
{
	struct sample s;
	uint32_t word;

	for (size_t i = 0; i < sizeof(s); i += sizeof(word)) {
		word = roll_u32(dice);
		memcpy((char *)&s + i, &word, sizeof(word));
	}
	static_assert(sizeof(s) % sizeof(word) == 0, "all of it is rolled");
	roll_id(dice, &s.id);
	roll_flags(dice, &s);
	s.detailed = true;
	s.ts_ns = roll_u63(dice);
	s.state = roll(dice) % TCP_STATE_MAX;
	s.reason = roll(dice) % SAMPLE_REASON_MAX;
	s.snd_wscale = roll(dice) % 15;
	s.rcv_wscale = roll(dice) % 15;
	s.adv_win_scale = (int32_t)(roll(dice) % 63) - 31;
	s.bytes_acked = roll_u63(dice);
	s.bytes_sent = roll_u63(dice);
	s.bytes_retrans = roll_u63(dice);
	s.bytes_received = roll_u63(dice);
	s.pacing_bytes_per_s = roll(dice) % 4 ? roll_u63(dice) : UINT64_MAX;
	return s;
}

static inline const char *field_at(size_t offset)
{
	for (size_t i = 0; i < columns_count; i++)
		if (offset >= columns[i].offset && offset < columns[i].offset + columns[i].size)
			return columns[i].name;
	return "a field without a column";
}

/*
 * The bytes between fields become 0. A compiler that cannot tell them goes by the columns: then a
 * field that has none is not missed by column_test.
 */
static inline void clear_padding(struct sample *s)
{
#if __has_builtin(__builtin_clear_padding)
	__builtin_clear_padding(s);
#else
	struct sample fields;

	memset(&fields, 0, sizeof(fields));
	for (size_t i = 0; i < columns_count; i++)
		memcpy((char *)&fields + columns[i].offset, (const char *)s + columns[i].offset,
		       columns[i].size);
	memcpy(s, &fields, sizeof(fields));
#endif
}

/* All fields are; what lies between them does not count. */
static inline void assert_sample_equal(const struct sample *given, const struct sample *expected)
{
	struct sample a = *given, b = *expected;

	clear_padding(&a);
	clear_padding(&b);
	for (size_t i = 0; i < sizeof(a); i++)
		if (((const char *)&a)[i] != ((const char *)&b)[i])
			fail_msg("samples differ in %s, at byte %zu", field_at(i), i);
}

#endif
