// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Binary: inet_diag's datagrams, which anybody may have sent, and the records of the ring buffer. */
#include <assert.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "../random.h"
#include "parser.h"
#include "source/decode.h"
#include "source/diag.h"
#include "wire.h"

#define SEQ 7
#define NETNS 4026531840U

/* ---- inet_diag ---- */

static size_t put_attribute(uint8_t *bytes, unsigned short type, const void *data, size_t len)
{
	const struct rtattr attr = { .rta_len = (unsigned short)RTA_LENGTH(len), .rta_type = type };

	memset(bytes, 0, RTA_SPACE(len));
	memcpy(bytes, &attr, sizeof(attr));
	memcpy(bytes + RTA_LENGTH(0), data, len);
	return RTA_SPACE(len);
}

static size_t put_socket(uint64_t *random, uint8_t *bytes)
{
	struct inet_diag_msg msg = {
		.idiag_family = random_one_in(random, 2) ? AF_INET : AF_INET6,
		.idiag_state = (uint8_t)(1 + random_below(random, 11)),
		.id.idiag_cookie = { 1 + (uint32_t)random_below(random, 99), 0 },
	};
	struct nlmsghdr header = { .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_seq = SEQ };
	const struct tcp_info info = { .tcpi_rtt = 100, .tcpi_snd_mss = 1448 };
	const uint32_t memory[SK_MEMINFO_VARS] = { 0, 131072 };
	size_t len = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(msg));

	memcpy(bytes + NLMSG_HDRLEN, &msg, sizeof(msg));
	len += put_attribute(bytes + len, INET_DIAG_INFO, &info, sizeof(info));
	len += put_attribute(bytes + len, INET_DIAG_SKMEMINFO, memory, sizeof(memory));
	len += put_attribute(bytes + len, INET_DIAG_CONG, "cubic", 5);
	if (random_one_in(random, 4)) /* the kernel fills up the last attribute; others need not */
		len -= RTA_SPACE(5) - RTA_LENGTH(5);
	header.nlmsg_len = (uint32_t)len;
	memcpy(bytes, &header, sizeof(header));
	return len;
}

static size_t seed_diag(uint64_t *random, uint8_t *bytes)
{
	const struct nlmsghdr done = { .nlmsg_len = NLMSG_HDRLEN + 4,
				       .nlmsg_type = NLMSG_DONE,
				       .nlmsg_seq = SEQ };
	size_t len = 0, sockets = random_below(random, 5);

	for (size_t i = 0; i < sockets; i++)
		len += put_socket(random, bytes + len);
	if (random_one_in(random, 2)) {
		memset(bytes + len, 0, done.nlmsg_len);
		memcpy(bytes + len, &done, sizeof(done));
		len += done.nlmsg_len;
	}
	return len;
}

static int on_snapshot(void *ctx, const struct snapshot *seen)
{
	assert(seen->s.state < TCP_STATE_MAX && seen->s.id.family < FAMILY_MAX);
	assert(seen->s.snd_wscale <= 14 && seen->s.rcv_wscale <= 14);
	assert(seen->s.id.cookie && seen->s.id.netns == NETNS);
	assert(memchr(seen->s.id.congestion_control, 0, sizeof(seen->s.id.congestion_control)));
	++*(int *)ctx;
	return 0;
}

static int feed_diag(uint64_t *random, const uint8_t *bytes, size_t len)
{
	int taken = 0, ret;
	struct diag_dump dump = { .seq = SEQ, .netns = NETNS, .fn = on_snapshot, .ctx = &taken };

	(void)random;
	ret = diag_take(&dump, bytes, len);
	assert(ret <= 1);
	return taken;
}

/* ---- records ---- */

static struct wire_sample sound_sample(uint64_t *random)
{
	return (struct wire_sample){
		.cookie = 1 + random_below(random, 99),
		.ts_ns = random_width(random) >> 1,
		.family = random_one_in(random, 2) ? AF_INET : AF_INET6,
		.state = (uint8_t)(1 + random_below(random, 11)),
		.reason = (uint8_t)random_below(random, WIRE_REASON_MAX),
		.comm = "traffic",
	};
}

static size_t seed_sample(uint64_t *random, uint8_t *bytes)
{
	const struct wire_sample w = sound_sample(random);

	memcpy(bytes, &w, sizeof(w));
	return sizeof(w);
}

static size_t seed_socket(uint64_t *random, uint8_t *bytes)
{
	const struct wire_socket w = { .sample = sound_sample(random) };

	memcpy(bytes, &w, sizeof(w));
	return sizeof(w);
}

static void check_sample(const struct sample *s)
{
	assert(s->id.cookie && s->id.family < FAMILY_MAX && s->state < TCP_STATE_MAX);
	assert(s->reason < SAMPLE_REASON_MAX && s->snd_wscale <= 14 && s->rcv_wscale <= 14);
	assert(memchr(s->id.comm, 0, sizeof(s->id.comm)));
	assert(memchr(s->id.congestion_control, 0, sizeof(s->id.congestion_control)));
	assert(sample_unread_bytes(s) <= INT32_MAX);
}

static int feed_sample(uint64_t *random, const uint8_t *bytes, size_t len)
{
	struct sample s;
	int err = decode_sample(bytes, len, &s);

	(void)random;
	assert(!err || err == -EPROTO);
	if (!err)
		check_sample(&s);
	return !err;
}

static int feed_socket(uint64_t *random, const uint8_t *bytes, size_t len)
{
	struct snapshot seen;
	int err = decode_snapshot(bytes, len, random_width(random), &seen);

	assert(!err || err == -EPROTO);
	if (!err)
		check_sample(&seen.s);
	return !err;
}

const struct parser parsers_of_records[] = {
	{ "diag", seed_diag, feed_diag },
	{ "sample", seed_sample, feed_sample },
	{ "socket", seed_socket, feed_socket },
	{ 0 },
};
