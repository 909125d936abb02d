// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/column.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#define FIELD(field) offsetof(struct sample, field), sizeof(((struct sample *)0)->field)
#define NO_BASE 0, 0
#define UP_TO(max) 0, (max)
#define SHIFT -31, 31
#define U32 UP_TO(UINT32_MAX)
#define S32 INT32_MIN, INT32_MAX
#define U63 UP_TO(INT64_MAX)
#define S63 -INT64_MAX, INT64_MAX
#define FLAG UP_TO(1)

/* From this version on, samples are detailed. */
#define COLUMN_DETAILED_VERSION 2

/* clang-format off */
#define NUMBER(table, name, field, ...) \
	{ name, 1, table, COLUMN_NUMBER, NULL_NEVER, FIELD(field), NO_BASE, __VA_ARGS__, 0 }
#define OR_NULL(table, name, field, null, ...) \
	{ name, 1, table, COLUMN_NUMBER, null, FIELD(field), NO_BASE, __VA_ARGS__, 0 }
#define SINCE(table, name, field, ...) \
	{ name, 1, table, COLUMN_SINCE, NULL_NEVER, FIELD(field), NO_BASE, __VA_ARGS__, 0 }
#define OVER(table, name, field, base, ...) \
	{ name, 1, table, COLUMN_OVER, NULL_NEVER, FIELD(field), FIELD(base), __VA_ARGS__, 0 }
#define UNDER(table, name, field, base, ...) \
	{ name, 1, table, COLUMN_UNDER, NULL_NEVER, FIELD(field), FIELD(base), __VA_ARGS__, 0 }
/* of version 2 of the schema */
#define NUMBER_2(table, name, field, ...) \
	{ name, 2, table, COLUMN_NUMBER, NULL_NEVER, FIELD(field), NO_BASE, __VA_ARGS__, 0 }
#define OR_NULL_2(table, name, field, null, ...) \
	{ name, 2, table, COLUMN_NUMBER, null, FIELD(field), NO_BASE, __VA_ARGS__, 0 }
/* of version 4 */
#define NUMBER_4(table, name, field, ...) \
	{ name, 4, table, COLUMN_NUMBER, NULL_NEVER, FIELD(field), NO_BASE, __VA_ARGS__, 0 }
#define TEXT(table, name, field, index) \
	{ name, 1, table, COLUMN_TEXT, NULL_ZERO, FIELD(field), NO_BASE, UP_TO(0), index }

const struct column columns[] = {
	SINCE(TABLE_SAMPLES, "t_ns", ts_ns, S63),
	SINCE(TABLE_SAMPLES, "jiffies", jiffies, S32),
	NUMBER(TABLE_SAMPLES, "reason", reason, UP_TO(SAMPLE_REASON_MAX - 1)),
	OR_NULL(TABLE_SAMPLES, "srtt_us", srtt_us, NULL_ZERO, U32),
	OR_NULL(TABLE_SAMPLES, "ack_rtt_min_us", agg.ack_rtt_min_us, NULL_MAX, U32),
	NUMBER(TABLE_SAMPLES, "bytes_acked", bytes_acked, U63),
	NUMBER(TABLE_SAMPLES, "bytes_received", bytes_received, U63),
	NUMBER(TABLE_SAMPLES, "delivered_segments", delivered_segments, U32),
	NUMBER(TABLE_SAMPLES, "busy_jiffies", chrono.busy, U32),
	NUMBER(TABLE_SAMPLES, "segments", agg.segments, U32),
	NUMBER(TABLE_SAMPLES, "sends", agg.sends, U32),
	NUMBER(TABLE_SAMPLES, "busy_segments", agg.busy, U32),

	OR_NULL(TABLE_SETTINGS, "pid", id.pid, NULL_ZERO, U32),
	OR_NULL(TABLE_SETTINGS, "cgroup", id.cgroup_id, NULL_ZERO, U63),
	OR_NULL(TABLE_SETTINGS, "ifindex", id.ifindex, NULL_ZERO, U32),
	NUMBER(TABLE_SETTINGS, "state", state, UP_TO(TCP_STATE_MAX - 1)),
	NUMBER(TABLE_SETTINGS, "mss_bytes", mss_bytes, U32),
	OR_NULL(TABLE_SETTINGS, "rtt_min_us", rtt_min_us, NULL_ZERO, U32),
	OVER(TABLE_SETTINGS, "snd_una_over_acked", snd_una, bytes_acked, S32),
	OVER(TABLE_SETTINGS, "rcv_nxt_over_received", rcv_nxt, bytes_received, S32),
	NUMBER(TABLE_SETTINGS, "tstamp_ok", tstamp_ok, FLAG),
	NUMBER(TABLE_SETTINGS, "wscale_ok", wscale_ok, FLAG),
	NUMBER(TABLE_SETTINGS, "snd_wscale", snd_wscale, UP_TO(14)), /* RFC 7323 */
	NUMBER(TABLE_SETTINGS, "rcv_wscale", rcv_wscale, UP_TO(14)),
	NUMBER(TABLE_SETTINGS, "sndbuf_locked", sndbuf_locked, FLAG),
	NUMBER(TABLE_SETTINGS, "rcvbuf_locked", rcvbuf_locked, FLAG),
	NUMBER(TABLE_SETTINGS, "mptcp", mptcp, FLAG),
	NUMBER(TABLE_SETTINGS, "memory_pressure", memory_pressure, FLAG),
	NUMBER(TABLE_SETTINGS, "tcp_window_scaling", window_scaling, FLAG),
	NUMBER(TABLE_SETTINGS, "tcp_moderate_rcvbuf", moderate_rcvbuf, FLAG),
	NUMBER(TABLE_SETTINGS, "tcp_wmem_min", tcp_wmem[0], U32),
	NUMBER(TABLE_SETTINGS, "tcp_wmem_default", tcp_wmem[1], U32),
	NUMBER(TABLE_SETTINGS, "tcp_wmem_max", tcp_wmem[2], U32),
	NUMBER(TABLE_SETTINGS, "tcp_rmem_min", tcp_rmem[0], U32),
	NUMBER(TABLE_SETTINGS, "tcp_rmem_default", tcp_rmem[1], U32),
	NUMBER(TABLE_SETTINGS, "tcp_rmem_max", tcp_rmem[2], U32),
	OR_NULL(TABLE_SETTINGS, "scaling_ratio", scaling_ratio, NULL_ZERO, UP_TO(UINT8_MAX)),
	NUMBER(TABLE_SETTINGS, "adv_win_scale", adv_win_scale, SHIFT),
	OR_NULL(TABLE_SETTINGS, "notsent_lowat_bytes", notsent_lowat_bytes, NULL_MAX, U32),
	TEXT(TABLE_SETTINGS, "comm", id.comm, 0),
	TEXT(TABLE_SETTINGS, "congestion_control", id.congestion_control, 1),
	NUMBER_2(TABLE_SETTINGS, "tls", tls, FLAG),
	NUMBER_2(TABLE_SETTINGS, "tcp_workaround_signed_windows", signed_windows, FLAG),
	OR_NULL_2(TABLE_SETTINGS, "cwnd_clamp_segments", cwnd_clamp_segments, NULL_MAX, U32),

	OVER(TABLE_SENDING, "inflight_bytes", snd_nxt, snd_una, S32),
	OVER(TABLE_SENDING, "unsent_bytes", write_seq, snd_nxt, S32),
	OVER(TABLE_SENDING, "sent_over_acked_bytes", bytes_sent, bytes_acked, S63),
	NUMBER(TABLE_SENDING, "bytes_retrans", bytes_retrans, U63),
	NUMBER(TABLE_SENDING, "peer_window_bytes", snd_wnd_bytes, U32),
	NUMBER(TABLE_SENDING, "peer_window_max_bytes", agg.snd_wnd_max_bytes, U32),
	OR_NULL(TABLE_SENDING, "peer_window_min_bytes", agg.snd_wnd_min_bytes, NULL_MAX, U32),
	NUMBER(TABLE_SENDING, "peer_window_ever_bytes", max_window_bytes, U32),
	NUMBER(TABLE_SENDING, "cwnd_segments", cwnd_segments, U32),
	NUMBER(TABLE_SENDING, "ssthresh_segments", ssthresh_segments, U32),
	NUMBER(TABLE_SENDING, "packets_out", packets_out, U32),
	NUMBER(TABLE_SENDING, "sacked_out", sacked_out, U32),
	NUMBER(TABLE_SENDING, "lost_out", lost_out, U32),
	NUMBER(TABLE_SENDING, "retrans_out", retrans_out, U32),
	OR_NULL(TABLE_SENDING, "pacing_bytes_per_s", pacing_bytes_per_s, NULL_MAX, U63),
	NUMBER(TABLE_SENDING, "rate_delivered_segments", rate_delivered_segments, U32),
	NUMBER(TABLE_SENDING, "rate_interval_us", rate_interval_us, U32),
	NUMBER(TABLE_SENDING, "cwnd_limited", cwnd_limited, FLAG),
	NUMBER(TABLE_SENDING, "app_limited", app_limited, FLAG),
	NUMBER(TABLE_SENDING, "nospace", nospace, FLAG),
	NUMBER(TABLE_SENDING, "rwnd_limited_jiffies", chrono.rwnd_limited, U32),
	NUMBER(TABLE_SENDING, "sndbuf_limited_jiffies", chrono.sndbuf_limited, U32),
	NUMBER(TABLE_SENDING, "sndbuf_bytes", sndbuf_bytes, U32),
	NUMBER(TABLE_SENDING, "wmem_queued_bytes", wmem_queued_bytes, U32),
	NUMBER(TABLE_SENDING, "wmem_queued_max_bytes", agg.wmem_queued_max_bytes, U32),
	NUMBER(TABLE_SENDING, "inflight_max_bytes", agg.inflight_max_bytes, U32),
	NUMBER(TABLE_SENDING, "waiting_segments", agg.waiting, U32),
	NUMBER(TABLE_SENDING, "blocked_segments", agg.blocked, U32),
	NUMBER(TABLE_SENDING, "unwriteable_segments", agg.unwriteable, U32),
	NUMBER_2(TABLE_SENDING, "rwnd_full_segments", agg.rwnd_full, U32),
	NUMBER_2(TABLE_SENDING, "cwnd_full_segments", agg.cwnd_full, U32),
	NUMBER_2(TABLE_SENDING, "refused_segments", agg.refused, U32),

	UNDER(TABLE_RECEIVING, "unread_bytes", copied_seq, rcv_nxt, S32),
	NUMBER(TABLE_RECEIVING, "unread_max_bytes", agg.unread_max_bytes, U32),
	OR_NULL(TABLE_RECEIVING, "unread_min_bytes", agg.unread_min_bytes, NULL_MAX, U32),
	OR_NULL(TABLE_RECEIVING, "rcv_rtt_us", rcv_rtt_us, NULL_ZERO, U32),
	NUMBER(TABLE_RECEIVING, "window_bytes", rcv_wnd_bytes, U32),
	NUMBER(TABLE_RECEIVING, "window_max_bytes", agg.rcv_wnd_max_bytes, U32),
	OR_NULL(TABLE_RECEIVING, "window_min_bytes", agg.rcv_wnd_min_bytes, NULL_MAX, U32),
	NUMBER(TABLE_RECEIVING, "rcv_ssthresh_bytes", rcv_ssthresh_bytes, U32),
	NUMBER(TABLE_RECEIVING, "window_clamp_bytes", window_clamp_bytes, U32),
	NUMBER(TABLE_RECEIVING, "rcvbuf_bytes", rcvbuf_bytes, U32),
	NUMBER(TABLE_RECEIVING, "rmem_alloc_bytes", rmem_alloc_bytes, U32),
	NUMBER(TABLE_RECEIVING, "rmem_alloc_max_bytes", agg.rmem_alloc_max_bytes, U32),
	NUMBER_2(TABLE_RECEIVING, "data_segments", agg.data_segments, U32),
	NUMBER_2(TABLE_RECEIVING, "read_up_segments", agg.read_up, U32),
	NUMBER_2(TABLE_RECEIVING, "filled_segments", agg.filled, U32),
	OR_NULL_2(TABLE_RECEIVING, "room_min_bytes", agg.room_min_bytes, NULL_MAX, U32),
	NUMBER_2(TABLE_RECEIVING, "rounds", agg.rounds, U32),
	NUMBER_2(TABLE_RECEIVING, "full_rounds", agg.full_rounds, U32),
	NUMBER_2(TABLE_RECEIVING, "asked_rounds", agg.asked_rounds, U32),
	NUMBER_4(TABLE_RECEIVING, "data_jiffies", agg.data_jiffies, U32),
};
/* clang-format on */

const size_t columns_count = sizeof(columns) / sizeof(columns[0]);
static_assert(sizeof(columns) / sizeof(columns[0]) <= COLUMNS_MAX, "room for all");

const char *column_table_name(enum column_table table)
{
	static const char *const names[] = {
		[TABLE_SAMPLES] = "samples",
		[TABLE_SETTINGS] = "settings",
		[TABLE_SENDING] = "sending",
		[TABLE_RECEIVING] = "receiving",
	};
	static_assert(sizeof(names) / sizeof(names[0]) == COLUMN_TABLE_MAX, "a table has no name");

	return names[table];
}

size_t column_range(enum column_table table, size_t *ret_first)
{
	size_t first = 0, end;

	while (columns[first].table != table)
		first++;
	for (end = first; end < columns_count && columns[end].table == table; end++)
		;
	*ret_first = first;
	return end;
}

static uint64_t load(const struct sample *s, size_t offset, size_t size)
{
	const char *field = (const char *)s + offset;
	uint8_t u8;
	uint32_t u32;
	uint64_t u64;

	switch (size) {
	case sizeof(u8):
		memcpy(&u8, field, size);
		return u8;
	case sizeof(u32):
		memcpy(&u32, field, size);
		return u32;
	default:
		memcpy(&u64, field, sizeof(u64));
		return u64;
	}
}

static void store(struct sample *s, size_t offset, size_t size, uint64_t value)
{
	char *field = (char *)s + offset;
	uint8_t u8 = (uint8_t)value;
	uint32_t u32 = (uint32_t)value;

	switch (size) {
	case sizeof(u8):
		memcpy(field, &u8, size);
		break;
	case sizeof(u32):
		memcpy(field, &u32, size);
		break;
	default:
		memcpy(field, &value, sizeof(value));
	}
}

static uint64_t all_ones(size_t size)
{
	return size == 8 ? UINT64_MAX : (UINT64_C(1) << (8 * size)) - 1;
}

/* The low `size` bytes as a signed number. */
static int64_t sign_extend(uint64_t value, size_t size)
{
	return size == 8 ? (int64_t)value : (int32_t)(uint32_t)value;
}

/* The value that a column's field is relative to. */
static uint64_t base_of(const struct column *c, const struct sample *origin, const struct sample *s)
{
	if (c->kind == COLUMN_SINCE)
		return load(origin, c->offset, c->size);
	return c->base_size ? load(s, c->base_offset, c->base_size) : 0;
}

static int64_t pack_number(const struct column *c, const struct sample *origin,
			   const struct sample *s)
{
	uint64_t value = load(s, c->offset, c->size), base = base_of(c, origin, s);
	int64_t number;

	if ((c->null == NULL_ZERO && !value) || (c->null == NULL_MAX && value == all_ones(c->size)))
		return COLUMN_NULL;
	if (c->kind == COLUMN_NUMBER && c->min == 0)
		return value > (uint64_t)c->max ? c->max : (int64_t)value;
	number = sign_extend(c->kind == COLUMN_UNDER ? base - value : value - base, c->size);
	return number < c->min ? c->min : number > c->max ? c->max : number;
}

void column_pack(const struct sample *origin, const struct sample *s, struct stored *ret_stored)
{
	memset(ret_stored->text, 0, sizeof(ret_stored->text));
	for (size_t i = 0; i < columns_count; i++) {
		const struct column *c = &columns[i];

		if (c->kind != COLUMN_TEXT) {
			ret_stored->number[i] = pack_number(c, origin, s);
			continue;
		}
		ret_stored->number[i] = 0;
		strcpy(ret_stored->text[c->text], (const char *)s + c->offset);
	}
}

bool column_table_same(enum column_table table, const struct stored *a, const struct stored *b)
{
	size_t first, end = column_range(table, &first);

	if (memcmp(&a->number[first], &b->number[first], (end - first) * sizeof(a->number[0])))
		return false;
	for (size_t i = first; i < end; i++)
		if (columns[i].kind == COLUMN_TEXT &&
		    strcmp(a->text[columns[i].text], b->text[columns[i].text]))
			return false;
	return true;
}

static bool unpack_number(const struct column *c, const struct sample *origin, int64_t number,
			  struct sample *s)
{
	uint64_t base = base_of(c, origin, s);

	if (number == COLUMN_NULL) {
		store(s, c->offset, c->size, c->null == NULL_MAX ? UINT64_MAX : 0);
		return c->null != NULL_NEVER;
	}
	if (number < c->min || number > c->max)
		return false;
	store(s, c->offset, c->size,
	      c->kind == COLUMN_UNDER ? base - (uint64_t)number : base + (uint64_t)number);
	return true;
}

const struct column *column_unpack(const struct sample *origin, const struct stored *stored,
				   int version, struct sample *ret_sample)
{
	ret_sample->detailed = version >= COLUMN_DETAILED_VERSION;
	if (!ret_sample->detailed)
		ret_sample->agg.room_min_bytes = UINT32_MAX;
	for (size_t i = 0; i < columns_count; i++) {
		const struct column *c = &columns[i];

		if (c->since > version)
			continue;
		if (c->kind == COLUMN_TEXT)
			strcpy((char *)ret_sample + c->offset, stored->text[c->text]);
		else if (!unpack_number(c, origin, stored->number[i], ret_sample))
			return c;
	}
	return NULL;
}
