/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A message of inet_diag: every field to its own place, of any kernel's length, and none past its end. */
#include "source/diag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "model_fixture.h"

#define NETNS 4026531840u

struct message {
	size_t len;
	char bytes[1024] __attribute__((aligned(8)));
};

static struct message message(int family, int tcp_state)
{
	struct message m = { .len = NLMSG_ALIGN(sizeof(struct inet_diag_msg)) };
	struct inet_diag_msg *msg = (void *)m.bytes;

	msg->idiag_family = (uint8_t)family;
	msg->idiag_state = (uint8_t)tcp_state;
	msg->id.idiag_sport = htons(40522);
	msg->id.idiag_dport = htons(873);
	msg->id.idiag_src[0] = htonl(0x0a090001);
	msg->id.idiag_dst[3] = htonl(0x0a090002);
	msg->id.idiag_cookie[0] = 1;
	msg->id.idiag_cookie[1] = 2;
	msg->idiag_rqueue = 3;
	msg->idiag_wqueue = 5000;
	return m;
}

static void attribute(struct message *m, unsigned short type, const void *data, size_t len)
{
	struct rtattr *attr = (void *)(m->bytes + m->len);

	attr->rta_type = type;
	attr->rta_len = (unsigned short)RTA_LENGTH(len);
	memcpy(RTA_DATA(attr), data, len);
	m->len += RTA_ALIGN(attr->rta_len);
}

static struct snapshot decoded(const struct message *m)
{
	struct snapshot seen;

	memset(&seen, 0xff, sizeof(seen));
	assert_int_equal(diag_decode(m->bytes, m->len, NETNS, &seen), 0);
	return seen;
}

static void whose(void **state)
{
	struct message m = message(AF_INET6, TCP_STATE_FIN_WAIT2);
	struct snapshot seen = decoded(&m);
	const uint8_t src[16] = { 0x0a, 9, 0, 1 }, dst[16] = { [12] = 0x0a, 9, 0, 2 };

	(void)state;
	assert_int_equal(seen.detail, DETAIL_MINI);
	assert_int_equal(seen.s.state, TCP_STATE_FIN_WAIT2);
	assert_true(seen.s.id.cookie == ((uint64_t)2 << 32 | 1));
	assert_int_equal(seen.s.id.netns, NETNS);
	assert_int_equal(seen.s.id.family, FAMILY_INET6);
	assert_int_equal(seen.s.id.local.port, 40522);
	assert_int_equal(seen.s.id.remote.port, 873);
	assert_memory_equal(seen.s.id.local.addr, src, 16);
	assert_memory_equal(seen.s.id.remote.addr, dst, 16);
	m = message(AF_INET, TCP_STATE_ESTABLISHED);
	seen = decoded(&m);
	assert_int_equal(seen.s.id.family, FAMILY_INET);
	assert_int_equal(seen.s.id.remote.addr[12], 0);
	assert_int_equal(sample_unread_bytes(&seen.s), 3);
}

static struct tcp_info some_info(void)
{
	return (struct tcp_info){
		.tcpi_options = TCPI_OPT_WSCALE | TCPI_OPT_TIMESTAMPS,
		.tcpi_snd_wscale = 7,
		.tcpi_rcv_wscale = 10,
		.tcpi_rtt = 51000,
		.tcpi_min_rtt = 50120,
		.tcpi_rcv_rtt = 52000,
		.tcpi_snd_mss = 1448,
		.tcpi_snd_cwnd = 10,
		.tcpi_notsent_bytes = 1000,
		.tcpi_snd_wnd = 65536,
		.tcpi_bytes_sent = 11,
		.tcpi_bytes_acked = 12,
		.tcpi_bytes_received = 13,
		.tcpi_bytes_retrans = 14,
		.tcpi_last_data_sent = 40,
		.tcpi_last_data_recv = 50,
	};
}

static void numbers(void **state)
{
	const uint32_t memory[] = { 1, 131072, 3, 16384, 5, 6, 7, 8, 9 };
	const uint64_t cgroup = 4711;
	struct message m = message(AF_INET, TCP_STATE_ESTABLISHED);
	struct tcp_info info = some_info();
	struct snapshot seen;

	(void)state;
	attribute(&m, INET_DIAG_INFO, &info, sizeof(info));
	attribute(&m, INET_DIAG_SKMEMINFO, memory, sizeof(memory));
	attribute(&m, INET_DIAG_CONG, "cubic", 6);
	attribute(&m, INET_DIAG_CGROUP_ID, &cgroup, sizeof(cgroup));
	seen = decoded(&m);
	assert_int_equal(seen.detail, DETAIL_DIAG);
	assert_true(seen.s.wscale_ok && seen.s.tstamp_ok);
	assert_int_equal(seen.s.snd_wscale, 7);
	assert_int_equal(seen.s.rcv_wscale, 10);
	assert_int_equal(seen.s.srtt_us, 51000);
	assert_int_equal(seen.s.rtt_min_us, 50120);
	assert_int_equal(seen.s.mss_bytes, 1448);
	assert_int_equal(seen.s.cwnd_segments, 10);
	assert_int_equal(seen.s.snd_wnd_bytes, 65536);
	assert_int_equal(seen.s.write_seq - seen.s.snd_una, 5000);
	assert_int_equal(seen.s.snd_nxt - seen.s.snd_una, 4000);
	assert_int_equal(seen.s.bytes_sent, 11);
	assert_int_equal(seen.s.bytes_acked, 12);
	assert_int_equal(seen.s.bytes_received, 13);
	assert_int_equal(seen.s.bytes_retrans, 14);
	assert_int_equal(seen.sent_ago_ns, 40 * MS);
	assert_int_equal(seen.received_ago_ns, 50 * MS);
	assert_int_equal(seen.s.rmem_alloc_bytes, 1);
	assert_int_equal(seen.s.rcvbuf_bytes, 131072);
	assert_int_equal(seen.s.sndbuf_bytes, 16384);
	assert_int_equal(seen.s.wmem_queued_bytes, 6);
	assert_int_equal(seen.s.id.cgroup_id, 4711);
	assert_string_equal(seen.s.id.congestion_control, "cubic");
}

/* A shorter struct tcp_info is of an older kernel; a longer one of a newer. */
static void lengths(void **state)
{
	struct tcp_info info = some_info();
	char longer[sizeof(info) + 64] = { 0 };
	const uint32_t rcv_wnd = 77777;
	struct snapshot seen;
	struct message m;

	(void)state;
	for (size_t len = 0; len <= sizeof(info); len += 4) {
		m = message(AF_INET, TCP_STATE_ESTABLISHED);
		attribute(&m, INET_DIAG_INFO, &info, len);
		seen = decoded(&m);
		assert_int_equal(seen.s.mss_bytes,
				 len < offsetof(struct tcp_info, tcpi_snd_mss) + 4 ? 0 : 1448);
	}
	memcpy(longer, &info, sizeof(info));
	memcpy(longer + offsetof(struct tcp_info, tcpi_snd_wnd) + 4, &rcv_wnd, 4);
	m = message(AF_INET, TCP_STATE_ESTABLISHED);
	attribute(&m, INET_DIAG_INFO, longer, sizeof(longer));
	seen = decoded(&m);
	assert_int_equal(seen.s.rcv_wnd_bytes, 77777);
	info.tcpi_min_rtt = UINT32_MAX; /* there was no sample */
	m = message(AF_INET, TCP_STATE_ESTABLISHED);
	attribute(&m, INET_DIAG_INFO, &info, sizeof(info));
	seen = decoded(&m);
	assert_int_equal(seen.s.rtt_min_us, 0);
}

static void hostile(void **state)
{
	struct message m = message(AF_INET, TCP_STATE_ESTABLISHED);
	char name[64];
	struct snapshot seen;
	struct rtattr *attr;

	(void)state;
	memset(name, 'x', sizeof(name)); /* no NUL, and too long */
	attribute(&m, INET_DIAG_CONG, name, sizeof(name));
	seen = decoded(&m);
	assert_int_equal(strlen(seen.s.id.congestion_control), SAMPLE_NAME_LEN);
	for (size_t len = 0; len <= m.len; len++) { /* ASan sees what lies behind */
		char *copy = malloc(len + !len);

		memcpy(copy, m.bytes, len);
		assert_int_equal(diag_decode(copy, len, NETNS, &seen),
				 len < sizeof(struct inet_diag_msg) ? -EPROTO : 0);
		free(copy);
	}
	attr = (void *)(m.bytes + NLMSG_ALIGN(sizeof(struct inet_diag_msg)));
	for (unsigned len = 0; len <= UINT16_MAX; len++) {
		attr->rta_len = (unsigned short)len;
		assert_int_equal(diag_decode(m.bytes, m.len, NETNS, &seen), 0);
	}
}

/* ASan sees a byte that lies behind it. */
static int decoded_alone(const struct message *m, size_t len, struct snapshot *seen)
{
	char *copy = malloc(len + !len);
	int err;

	memcpy(copy, m->bytes, len);
	err = diag_decode(copy, len, NETNS, seen);
	free(copy);
	return err;
}

/* The last attribute ends where the message does, and its aligned end would lie behind. */
static void unaligned_end(void **state)
{
	struct message m;
	struct snapshot seen;

	(void)state;
	for (size_t len = 1; len <= 20; len++) {
		m = message(AF_INET, TCP_STATE_ESTABLISHED);
		attribute(&m, INET_DIAG_CONG, "a name of twenty byte", len);
		m.len -= RTA_ALIGN(len) - len;
		assert_int_equal(decoded_alone(&m, m.len, &seen), 0);
		assert_int_equal(strlen(seen.s.id.congestion_control),
				 len < SAMPLE_NAME_LEN ? len : SAMPLE_NAME_LEN);
	}
}

static void refused(void **state)
{
	struct message m = message(AF_UNIX, TCP_STATE_ESTABLISHED);
	struct snapshot seen;

	(void)state;
	assert_int_equal(diag_decode(m.bytes, m.len, NETNS, &seen), -EPROTO);
	m = message(AF_INET, TCP_STATE_MAX);
	assert_int_equal(diag_decode(m.bytes, m.len, NETNS, &seen), -EPROTO);
	m = message(AF_INET, TCP_STATE_ESTABLISHED);
	memset(((struct inet_diag_msg *)(void *)m.bytes)->id.idiag_cookie, 0, 8);
	assert_int_equal(diag_decode(m.bytes, m.len, NETNS, &seen), -EPROTO);
}

/* A listener's queues are of peers. */
static void listener(void **state)
{
	struct message m = message(AF_INET, TCP_STATE_LISTEN);
	struct snapshot seen = decoded(&m);

	(void)state;
	assert_int_equal(sample_unread_bytes(&seen.s), 0);
	assert_int_equal(seen.s.write_seq, seen.s.snd_una);
}

/* ---- datagrams ---- */

#define SEQ 77

struct given {
	size_t count;
	uint64_t cookie; /* of the last */
	int err;         /* what is said to it */
};

static int on_given(void *ctx, const struct snapshot *seen)
{
	struct given *given = ctx;

	given->count++;
	given->cookie = seen->s.id.cookie;
	return given->err;
}

static void append(struct message *datagram, unsigned type, unsigned flags, uint32_t seq,
		   const void *body, size_t len)
{
	struct nlmsghdr h = {
		.nlmsg_len = (uint32_t)NLMSG_LENGTH(len),
		.nlmsg_type = (uint16_t)type,
		.nlmsg_flags = (uint16_t)flags,
		.nlmsg_seq = seq,
	};

	memcpy(datagram->bytes + datagram->len, &h, sizeof(h));
	memcpy(datagram->bytes + datagram->len + NLMSG_HDRLEN, body, len);
	datagram->len += NLMSG_ALIGN(h.nlmsg_len);
}

static void append_socket(struct message *datagram, unsigned flags, uint32_t seq)
{
	struct message m = message(AF_INET, TCP_STATE_ESTABLISHED);

	append(datagram, SOCK_DIAG_BY_FAMILY, flags, seq, m.bytes, m.len);
}

/* What the first len bytes are taken for, with ASan behind them. */
static int taken_of(const struct message *datagram, size_t len, struct diag_dump *dump)
{
	char *copy = malloc(len + !len);
	int ret;

	memcpy(copy, datagram->bytes, len);
	ret = diag_take(dump, copy, len);
	free(copy);
	return ret;
}

static int taken(const struct message *datagram, struct given *given, bool *ret_torn)
{
	struct diag_dump dump = { .seq = SEQ, .netns = NETNS, .fn = on_given, .ctx = given };
	int ret = taken_of(datagram, datagram->len, &dump);

	*ret_torn = dump.torn;
	return ret;
}

static void whole_dump(void **state)
{
	struct message m = { 0 };
	struct given given = { 0 };
	const int32_t no_error = 0;
	bool torn;

	(void)state;
	assert_int_equal(taken(&m, &given, &torn), 0);
	append_socket(&m, NLM_F_MULTI, SEQ);
	append_socket(&m, NLM_F_MULTI, SEQ);
	assert_int_equal(taken(&m, &given, &torn), 0);
	append(&m, NLMSG_DONE, NLM_F_MULTI, SEQ, &no_error, sizeof(no_error));
	append_socket(&m, NLM_F_MULTI, SEQ); /* after the end */
	assert_int_equal(taken(&m, &given, &torn), 1);
	assert_int_equal(given.count, 4);
	assert_true(given.cookie == ((uint64_t)2 << 32 | 1));
	assert_false(torn);
	given = (struct given){ .err = -EPIPE };
	assert_int_equal(taken(&m, &given, &torn), -EPIPE);
	assert_int_equal(given.count, 1);
}

static void other_requests(void **state)
{
	struct message m = { 0 };
	struct given given = { 0 };
	const int32_t denied = -EPERM;
	bool torn;

	(void)state;
	append_socket(&m, NLM_F_MULTI | NLM_F_DUMP_INTR, SEQ + 1);
	append(&m, NLMSG_ERROR, 0, SEQ - 1, &denied, sizeof(denied));
	append(&m, NLMSG_DONE, NLM_F_MULTI, 0, "", 0);
	append(&m, NLMSG_NOOP, 0, SEQ, "", 0);
	append(&m, RTM_NEWROUTE, 0, SEQ, "", 0);
	assert_int_equal(taken(&m, &given, &torn), 0);
	assert_int_equal(given.count, 0);
	assert_false(torn);
}

static void table_changed(void **state)
{
	struct message m = { 0 };
	struct given given = { 0 };
	bool torn;

	(void)state;
	append_socket(&m, NLM_F_MULTI | NLM_F_DUMP_INTR, SEQ);
	assert_int_equal(taken(&m, &given, &torn), 0);
	assert_int_equal(given.count, 1);
	assert_true(torn);
	m.len = 0;
	append(&m, NLMSG_DONE, NLM_F_MULTI | NLM_F_DUMP_INTR, SEQ, "", 0);
	assert_int_equal(taken(&m, &given, &torn), 1);
	assert_true(torn);
}

static void kernel_errors(void **state)
{
	static const struct {
		unsigned type;
		int32_t err;
		size_t len;
		int ret;
	} rows[] = {
		{ NLMSG_ERROR, -ENOENT, 4, -ENOENT },
		{ NLMSG_ERROR, -ENOENT, 3, -EPROTO },
		{ NLMSG_ERROR, 0, 4, -EPROTO },
		{ NLMSG_ERROR, 1, 4, -EPROTO },
		{ NLMSG_DONE, -ENOMEM, 4, -ENOMEM },
		{ NLMSG_DONE, 5, 4, 1 },
		{ NLMSG_DONE, 0, 0, 1 },
	};
	struct given given = { 0 };
	bool torn;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct message m = { 0 };

		append(&m, rows[i].type, 0, SEQ, &rows[i].err, rows[i].len);
		if (taken(&m, &given, &torn) != rows[i].ret)
			fail_msg("row %zu", i);
	}
}

/* Cut off, or with a length that cannot be: no byte outside is read, and a cut that is known of is
 * no error. */
static void hostile_datagrams(void **state)
{
	struct message m = { 0 };
	struct given given = { 0 };
	struct nlmsghdr h;

	(void)state;
	append_socket(&m, NLM_F_MULTI, SEQ);
	append_socket(&m, NLM_F_MULTI, SEQ);
	for (size_t len = 0; len <= m.len; len++) {
		struct diag_dump dump = { .seq = SEQ, .fn = on_given, .ctx = &given };
		bool cut = len % (m.len / 2) >= sizeof(h);

		assert_int_equal(taken_of(&m, len, &dump), cut ? -EPROTO : 0);
		dump.torn = true;
		assert_int_equal(taken_of(&m, len, &dump), 0);
	}
	memcpy(&h, m.bytes, sizeof(h));
	for (uint32_t len = 0; len <= 2 * m.len; len++) {
		struct diag_dump dump = { .seq = SEQ, .fn = on_given, .ctx = &given };

		h.nlmsg_len = len <= m.len ? len : UINT32_MAX - len;
		memcpy(m.bytes, &h, sizeof(h));
		taken_of(&m, m.len, &dump);
		taken_of(&m, len <= m.len ? len : m.len, &dump); /* its aligned end lies behind */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whose),          cmocka_unit_test(numbers),
		cmocka_unit_test(lengths),        cmocka_unit_test(hostile),
		cmocka_unit_test(refused),        cmocka_unit_test(listener),
		cmocka_unit_test(unaligned_end),  cmocka_unit_test(whole_dump),
		cmocka_unit_test(other_requests), cmocka_unit_test(table_changed),
		cmocka_unit_test(kernel_errors),  cmocka_unit_test(hostile_datagrams),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
