/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* From the kernel's raw record to a sample: every field to its own place, unknown told from zero,
 * and bytes that are no record refused. */
#include "source/decode.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "model_fixture.h"
#include "wire.h"

static struct wire_sample record(void)
{
	struct wire_sample w;

	memset(&w, 0, sizeof(w));
	w.cookie = 4097;
	w.family = AF_INET;
	w.state = TCP_STATE_ESTABLISHED;
	return w;
}

static struct sample decoded(const struct wire_sample *w)
{
	struct sample s;

	memset(&s, 0xff, sizeof(s));
	assert_int_equal(decode_sample(w, sizeof(*w), &s), 0);
	return s;
}

static void refused(void **state)
{
	struct wire_sample w = record();
	struct sample s = { .ts_ns = 1 };

	(void)state;
	assert_int_equal(decode_sample(&w, 0, &s), -EPROTO);
	assert_int_equal(decode_sample(&w, 1, &s), -EPROTO);
	assert_int_equal(decode_sample(&w, sizeof(w) - 1, &s), -EPROTO);
	w.cookie = 0;
	assert_int_equal(decode_sample(&w, sizeof(w), &s), -EPROTO);
	for (unsigned family = 0; family <= UINT16_MAX; family++) {
		w = record();
		w.family = (__u16)family;
		assert_int_equal(decode_sample(&w, sizeof(w), &s),
				 family == AF_INET || family == AF_INET6 ? 0 : -EPROTO);
	}
	for (unsigned value = 0; value <= UINT8_MAX; value++) {
		w = record();
		w.state = (__u8)value;
		assert_int_equal(decode_sample(&w, sizeof(w), &s),
				 value < TCP_STATE_MAX ? 0 : -EPROTO);
		w = record();
		w.reason = (__u8)value;
		assert_int_equal(decode_sample(&w, sizeof(w), &s),
				 value < WIRE_REASON_MAX ? 0 : -EPROTO);
		w = record();
		w.snd_wscale = (__u8)value; /* a capture has no room for more than RFC 7323 has */
		assert_int_equal(decode_sample(&w, sizeof(w), &s), value <= 14 ? 0 : -EPROTO);
		w = record();
		w.rcv_wscale = (__u8)value;
		assert_int_equal(decode_sample(&w, sizeof(w), &s), value <= 14 ? 0 : -EPROTO);
	}
}

static void untouched_on_failure(void **state)
{
	struct wire_sample w = record();
	struct sample s, before;

	(void)state;
	memset(&s, 0x5a, sizeof(s));
	before = s;
	w.cookie = 0;
	assert_int_equal(decode_sample(&w, sizeof(w), &s), -EPROTO);
	assert_memory_equal(&s, &before, sizeof(s));
}

/* Any bytes are either refused or safe to judge. */
static void unaligned_and_hostile(void **state)
{
	unsigned char bytes[sizeof(struct wire_sample) + 1];
	struct wire_sample *w = NULL;
	struct sample s;

	(void)state;
	memset(bytes, 0xff, sizeof(bytes));
	assert_int_equal(decode_sample(bytes + 1, sizeof(*w), &s), -EPROTO);
	w = (void *)bytes;
	w->family = AF_INET6;
	w->state = TCP_STATE_LISTEN;
	w->reason = WIRE_CLOSE;
	w->snd_wscale = w->rcv_wscale = 14;
	memmove(bytes + 1, bytes, sizeof(*w));
	assert_int_equal(decode_sample(bytes + 1, sizeof(*w), &s), 0);
	assert_int_equal(strlen(s.id.comm), WIRE_COMM_LEN); /* ends, though the record's did not */
	assert_int_equal(strlen(s.id.congestion_control), WIRE_CA_LEN);
	assert_int_equal(s.rcvbuf_bytes, 0); /* -1 */
	assert_int_equal(s.rtt_min_us, 0);
}

static void identity(void **state)
{
	struct wire_sample w = record();
	struct sample s;

	(void)state;
	memset(w.laddr, 0xaa, sizeof(w.laddr));
	memset(w.raddr, 0xbb, sizeof(w.raddr));
	w.cgroup_id = UINT64_MAX;
	w.netns = 4026531840u;
	w.ifindex = 3;
	w.pid = 4711;
	w.lport = 40522;
	w.rport = 65535;
	strcpy(w.comm, "rsync");
	strcpy(w.congestion_control, "cubic");
	s = decoded(&w);
	assert_int_equal(s.id.cookie, 4097);
	assert_true(s.id.cgroup_id == UINT64_MAX);
	assert_int_equal(s.id.netns, 4026531840u);
	assert_int_equal(s.id.ifindex, 3);
	assert_int_equal(s.id.pid, 4711);
	assert_int_equal(s.id.family, FAMILY_INET);
	assert_int_equal(s.id.local.port, 40522);
	assert_int_equal(s.id.remote.port, 65535);
	assert_memory_equal(s.id.local.addr, "\xaa\xaa\xaa\xaa\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	assert_memory_equal(s.id.remote.addr, "\xbb\xbb\xbb\xbb\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	assert_string_equal(s.id.comm, "rsync");
	assert_string_equal(s.id.congestion_control, "cubic");
	w.family = AF_INET6;
	s = decoded(&w);
	assert_int_equal(s.id.family, FAMILY_INET6);
	assert_memory_equal(s.id.local.addr, w.laddr, 16);
	assert_memory_equal(s.id.remote.addr, w.raddr, 16);
}

/* Each flag sets its own member, and no other. */
static void flags(void **state)
{
/* clang-format off */
#define FLAG(flag, member) { flag, offsetof(struct sample, member) }
	/* clang-format on */
	static const struct {
		__u32 flag;
		size_t offset;
	} cases[] = {
		FLAG(WIRE_F_TSTAMP_OK, tstamp_ok),
		FLAG(WIRE_F_WSCALE_OK, wscale_ok),
		FLAG(WIRE_F_CWND_LIMITED, cwnd_limited),
		FLAG(WIRE_F_APP_LIMITED, app_limited),
		FLAG(WIRE_F_NOSPACE, nospace),
		FLAG(WIRE_F_MEMORY_PRESSURE, memory_pressure),
		FLAG(WIRE_F_WINDOW_SCALING, window_scaling),
		FLAG(WIRE_F_MODERATE_RCVBUF, moderate_rcvbuf),
		FLAG(WIRE_F_MPTCP, mptcp),
	};
#undef FLAG
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct wire_sample w = record();
		struct sample s;

		w.flags = cases[i].flag;
		s = decoded(&w);
		for (size_t k = 0; k < ARRAY_SIZE(cases); k++)
			assert_int_equal(*((bool *)&s + cases[k].offset), i == k);
	}
}

static void user_locks(void **state)
{
	struct wire_sample w = record();

	(void)state;
	for (unsigned locks = 0; locks < 16; locks++) {
		w.userlocks = (__u8)locks;
		assert_int_equal(decoded(&w).sndbuf_locked, !!(locks & 1));
		assert_int_equal(decoded(&w).rcvbuf_locked, !!(locks & 2));
	}
}

/* A number of its own in every field: none is swapped with, or lost to, another. */
static void every_number_arrives(void **state)
{
	struct wire_sample w = record();
	struct sample s;

	(void)state;
#define NUMBER(wire, line) (w.wire = (line))
#define FIELD(wire, member) assert_int_equal(s.member, w.wire)
	NUMBER(ts_ns, 1), NUMBER(bytes_acked, 2), NUMBER(bytes_received, 3);
	NUMBER(bytes_sent, 4), NUMBER(bytes_retrans, 5), NUMBER(pacing_rate, 6);
	NUMBER(jiffies, 7), NUMBER(rtt_min_us, 8), NUMBER(mss_cache, 9), NUMBER(snd_una, 10);
	NUMBER(snd_nxt, 11), NUMBER(write_seq, 12), NUMBER(snd_wnd, 13), NUMBER(max_window, 14);
	NUMBER(snd_cwnd, 15), NUMBER(snd_ssthresh, 16), NUMBER(packets_out, 17);
	NUMBER(sacked_out, 18), NUMBER(lost_out, 19), NUMBER(retrans_out, 20);
	NUMBER(snd_cwnd_clamp, 21), NUMBER(delivered, 22), NUMBER(rate_delivered, 23);
	NUMBER(rate_interval_us, 24), NUMBER(notsent_lowat, 25), NUMBER(rcv_nxt, 26);
	NUMBER(copied_seq, 28), NUMBER(rcv_wnd, 29);
	NUMBER(rcv_ssthresh, 30), NUMBER(window_clamp, 31), NUMBER(sndbuf, 32);
	NUMBER(wmem_queued, 33), NUMBER(rcvbuf, 34), NUMBER(rmem_alloc, 35);
	NUMBER(adv_win_scale, -2), NUMBER(scaling_ratio, 37), NUMBER(snd_wscale, 12);
	NUMBER(rcv_wscale, 13), NUMBER(state, TCP_STATE_FIN_WAIT2), NUMBER(reason, WIRE_STATE);
	for (int i = 0; i < 3; i++)
		w.tcp_rmem[i] = 40 + i, w.tcp_wmem[i] = 50 + i;
	NUMBER(agg.segments, 60), NUMBER(agg.sends, 61), NUMBER(agg.busy, 62);
	NUMBER(agg.waiting, 63), NUMBER(agg.unwriteable, 64), NUMBER(agg.inflight_max, 65);
	NUMBER(agg.snd_wnd_max, 66), NUMBER(agg.snd_wnd_min, 67);
	NUMBER(agg.wmem_queued_max, 68), NUMBER(agg.rcv_wnd_max, 69);
	NUMBER(agg.rcv_wnd_min, 70), NUMBER(agg.unread_max, 71), NUMBER(agg.unread_min, 72);
	NUMBER(agg.rmem_alloc_max, 73), NUMBER(agg.rwnd_full, 74), NUMBER(agg.cwnd_full, 75);
	NUMBER(agg.refused, 76), NUMBER(agg.data_segments, 77), NUMBER(agg.read_up, 78);
	NUMBER(agg.filled, 79), NUMBER(agg.room_min, 80), NUMBER(agg.rounds, 81);
	NUMBER(agg.full_rounds, 82), NUMBER(agg.asked_rounds, 83);
	NUMBER(agg.data_jiffies, 84);
	s = decoded(&w);
	FIELD(ts_ns, ts_ns), FIELD(bytes_acked, bytes_acked);
	FIELD(bytes_received, bytes_received), FIELD(bytes_sent, bytes_sent);
	FIELD(bytes_retrans, bytes_retrans), FIELD(pacing_rate, pacing_bytes_per_s);
	FIELD(jiffies, jiffies), FIELD(rtt_min_us, rtt_min_us), FIELD(mss_cache, mss_bytes);
	FIELD(snd_una, snd_una), FIELD(snd_nxt, snd_nxt), FIELD(write_seq, write_seq);
	FIELD(snd_wnd, snd_wnd_bytes), FIELD(max_window, max_window_bytes);
	FIELD(snd_cwnd, cwnd_segments), FIELD(snd_ssthresh, ssthresh_segments);
	FIELD(packets_out, packets_out), FIELD(sacked_out, sacked_out);
	FIELD(lost_out, lost_out), FIELD(retrans_out, retrans_out);
	FIELD(delivered, delivered_segments), FIELD(rate_delivered, rate_delivered_segments);
	FIELD(rate_interval_us, rate_interval_us), FIELD(notsent_lowat, notsent_lowat_bytes);
	FIELD(rcv_nxt, rcv_nxt), FIELD(copied_seq, copied_seq), FIELD(rcv_wnd, rcv_wnd_bytes);
	FIELD(rcv_ssthresh, rcv_ssthresh_bytes), FIELD(window_clamp, window_clamp_bytes);
	FIELD(sndbuf, sndbuf_bytes), FIELD(wmem_queued, wmem_queued_bytes);
	FIELD(rcvbuf, rcvbuf_bytes), FIELD(rmem_alloc, rmem_alloc_bytes);
	FIELD(adv_win_scale, adv_win_scale), FIELD(scaling_ratio, scaling_ratio);
	FIELD(snd_wscale, snd_wscale), FIELD(rcv_wscale, rcv_wscale);
	FIELD(state, state), FIELD(reason, reason);
	for (int i = 0; i < 3; i++) {
		FIELD(tcp_rmem[i], tcp_rmem[i]);
		FIELD(tcp_wmem[i], tcp_wmem[i]);
	}
	FIELD(agg.segments, agg.segments), FIELD(agg.sends, agg.sends);
	FIELD(agg.busy, agg.busy), FIELD(agg.waiting, agg.waiting);
	FIELD(agg.unwriteable, agg.unwriteable);
	FIELD(agg.inflight_max, agg.inflight_max_bytes);
	FIELD(agg.snd_wnd_max, agg.snd_wnd_max_bytes);
	FIELD(agg.snd_wnd_min, agg.snd_wnd_min_bytes);
	FIELD(agg.wmem_queued_max, agg.wmem_queued_max_bytes);
	FIELD(agg.rcv_wnd_max, agg.rcv_wnd_max_bytes);
	FIELD(agg.rcv_wnd_min, agg.rcv_wnd_min_bytes);
	FIELD(agg.unread_max, agg.unread_max_bytes);
	FIELD(agg.unread_min, agg.unread_min_bytes);
	FIELD(agg.rmem_alloc_max, agg.rmem_alloc_max_bytes);
	FIELD(agg.rwnd_full, agg.rwnd_full), FIELD(agg.cwnd_full, agg.cwnd_full);
	FIELD(agg.refused, agg.refused), FIELD(agg.data_segments, agg.data_segments);
	FIELD(agg.read_up, agg.read_up), FIELD(agg.filled, agg.filled);
	FIELD(agg.room_min, agg.room_min_bytes), FIELD(agg.rounds, agg.rounds);
	FIELD(agg.full_rounds, agg.full_rounds), FIELD(agg.asked_rounds, agg.asked_rounds);
	FIELD(agg.data_jiffies, agg.data_jiffies);
	FIELD(snd_cwnd_clamp, cwnd_clamp_segments);
	assert_true(s.detailed);
#undef NUMBER
#undef FIELD
}

static void round_trips(void **state)
{
	struct wire_sample w = record();

	(void)state;
	w.srtt_us_x8 = 8 * 50120 + 7;
	w.rcv_rtt_us_x8 = 8 * 50200;
	w.agg.ack_rtt_min_us = 50119;
	w.rtt_min_us = 50313; /* unshifted */
	assert_int_equal(decoded(&w).srtt_us, 50120);
	assert_int_equal(decoded(&w).rcv_rtt_us, 50200);
	assert_int_equal(decoded(&w).agg.ack_rtt_min_us, 50119);
	assert_int_equal(decoded(&w).rtt_min_us, 50313);
	w.srtt_us_x8 = w.rcv_rtt_us_x8 = w.rtt_min_us = 0;
	assert_int_equal(decoded(&w).srtt_us, 0);
	assert_int_equal(decoded(&w).rcv_rtt_us, 0);
	assert_int_equal(decoded(&w).rtt_min_us, 0);
	w.rtt_min_us = UINT32_MAX;
	w.agg.ack_rtt_min_us = UINT32_MAX;
	assert_int_equal(decoded(&w).rtt_min_us, 0);
	assert_int_equal(decoded(&w).agg.ack_rtt_min_us, UINT32_MAX);
	w.agg.ack_rtt_min_us = 0; /* data in flight before the first RTT: not known, not none */
	assert_int_equal(decoded(&w).agg.ack_rtt_min_us, UINT32_MAX);
}

/* The kernel's ints: never negative in earnest, and never four gigabytes for it. */
static void negative_is_nothing(void **state)
{
	struct wire_sample w = record();
	struct sample s;

	(void)state;
	w.sndbuf = w.wmem_queued = w.rcvbuf = w.rmem_alloc = -1;
	w.tcp_rmem[0] = w.tcp_rmem[2] = w.tcp_wmem[0] = w.tcp_wmem[2] = INT32_MIN;
	s = decoded(&w);
	assert_int_equal(s.sndbuf_bytes | s.wmem_queued_bytes, 0);
	assert_int_equal(s.rcvbuf_bytes | s.rmem_alloc_bytes, 0);
	assert_int_equal(s.tcp_rmem[0] | s.tcp_rmem[2] | s.tcp_wmem[0] | s.tcp_wmem[2], 0);
	w.sndbuf = w.rcvbuf = INT32_MAX;
	assert_int_equal(decoded(&w).sndbuf_bytes, INT32_MAX);
	assert_int_equal(decoded(&w).rcvbuf_bytes, INT32_MAX);
}

/* chrono_stat[0] is busy and not limited; the running type is not booked yet. */
static void chronographs(void **state)
{
	static const struct {
		__u8 type;
		uint32_t jiffies, start, stat[3];
		struct sample_chrono expected;
	} cases[] = {
		{ 0, 1000, 900, { 10, 20, 30 }, { 60, 20, 30 } }, /* nothing runs */
		{ 1, 1000, 900, { 10, 20, 30 }, { 160, 20, 30 } },
		{ 2, 1000, 900, { 10, 20, 30 }, { 160, 120, 30 } },
		{ 3, 1000, 900, { 10, 20, 30 }, { 160, 20, 130 } },
		{ 4, 1000, 900, { 10, 20, 30 }, { 60, 20, 30 } }, /* none that we know */
		{ 255, 1000, 900, { 10, 20, 30 }, { 60, 20, 30 } },
		{ 2, 50, 0u - 50, { 10, 20, 30 }, { 160, 120, 30 } }, /* jiffies wrap */
		{ 1, 1000, 1000, { 0, 0, 0 }, { 0, 0, 0 } },
		{ 2, 10, 0, { 0u - 5, 0u - 5, 0 }, { 0, 5, 0 } }, /* the sums wrap */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct wire_sample w = record();
		struct sample s;

		w.chrono_type = cases[i].type;
		w.jiffies = cases[i].jiffies;
		w.chrono_start = cases[i].start;
		memcpy(w.chrono_stat, cases[i].stat, sizeof(w.chrono_stat));
		s = decoded(&w);
		assert_int_equal(s.chrono.busy, cases[i].expected.busy);
		assert_int_equal(s.chrono.rwnd_limited, cases[i].expected.rwnd_limited);
		assert_int_equal(s.chrono.sndbuf_limited, cases[i].expected.sndbuf_limited);
	}
}

static void snapshots(void **state)
{
	struct wire_socket w = { .sample = record(), .lsndtime = 90, .lrcvtime = 101 };
	struct snapshot seen;

	(void)state;
	w.sample.jiffies = 100;
	memset(&seen, 0xff, sizeof(seen));
	assert_int_equal(decode_snapshot(&w, sizeof(w), 4 * MS, &seen), 0);
	assert_int_equal(seen.s.id.cookie, 4097);
	assert_int_equal(seen.detail, DETAIL_WHOLE);
	assert_int_equal(seen.sent_ago_ns, 40 * MS);
	assert_int_equal(seen.received_ago_ns, 0); /* another CPU's jiffies are ahead */
	w.sample.jiffies = 5;                      /* it wraps */
	w.lsndtime = UINT32_MAX;
	w.sample.flags = WIRE_F_MINI;
	assert_int_equal(decode_snapshot(&w, sizeof(w), 4 * MS, &seen), 0);
	assert_int_equal(seen.sent_ago_ns, 24 * MS);
	assert_int_equal(seen.detail, DETAIL_MINI);
	assert_int_equal(decode_snapshot(&w, sizeof(w) - 1, 4 * MS, &seen), -EPROTO);
	w.sample.cookie = 0;
	assert_int_equal(decode_snapshot(&w, sizeof(w), 4 * MS, &seen), -EPROTO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused),
		cmocka_unit_test(untouched_on_failure),
		cmocka_unit_test(unaligned_and_hostile),
		cmocka_unit_test(identity),
		cmocka_unit_test(flags),
		cmocka_unit_test(user_locks),
		cmocka_unit_test(every_number_arrives),
		cmocka_unit_test(round_trips),
		cmocka_unit_test(negative_is_nothing),
		cmocka_unit_test(chronographs),
		cmocka_unit_test(snapshots),
	};

	return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
