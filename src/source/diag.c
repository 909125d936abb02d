// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/diag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/units.h"
#include "os/clock.h"

#define NSEC_PER_MSEC UINT64_C(1000000)
/* The kernel packs as many messages into a read as this holds, up to 32 KiB (netlink_dump()). */
#define BUF_BYTES 32768
/* struct tcp_info ends where the kernel's did when this was built; tcpi_rcv_wnd is of 6.2. */
#define RCV_WND_OFFSET (offsetof(struct tcp_info, tcpi_snd_wnd) + sizeof(uint32_t))

static void decode_info(const void *data, size_t len, struct snapshot *seen)
{
	struct sample *s = &seen->s;
	struct tcp_info info = { 0 };

	memcpy(&info, data, min_u64(len, sizeof(info)));
	s->wscale_ok = info.tcpi_options & TCPI_OPT_WSCALE;
	s->tstamp_ok = info.tcpi_options & TCPI_OPT_TIMESTAMPS;
	s->snd_wscale = info.tcpi_snd_wscale;
	s->rcv_wscale = info.tcpi_rcv_wscale;
	s->srtt_us = info.tcpi_rtt;
	s->rtt_min_us = info.tcpi_min_rtt == UINT32_MAX ? 0 : info.tcpi_min_rtt;
	s->rcv_rtt_us = info.tcpi_rcv_rtt;
	s->mss_bytes = info.tcpi_snd_mss;
	s->cwnd_segments = info.tcpi_snd_cwnd;
	s->bytes_sent = info.tcpi_bytes_sent;
	s->bytes_acked = info.tcpi_bytes_acked;
	s->bytes_received = info.tcpi_bytes_received;
	s->bytes_retrans = info.tcpi_bytes_retrans;
	s->snd_wnd_bytes = info.tcpi_snd_wnd;
	s->snd_nxt = s->write_seq - info.tcpi_notsent_bytes;
	if (len >= RCV_WND_OFFSET + sizeof(uint32_t))
		memcpy(&s->rcv_wnd_bytes, (const char *)data + RCV_WND_OFFSET, sizeof(uint32_t));
	seen->sent_ago_ns = info.tcpi_last_data_sent * NSEC_PER_MSEC;
	seen->received_ago_ns = info.tcpi_last_data_recv * NSEC_PER_MSEC;
	seen->detail = DETAIL_DIAG;
}

static void decode_memory(const void *data, size_t len, struct sample *s)
{
	uint32_t memory[SK_MEMINFO_VARS] = { 0 };

	memcpy(memory, data, min_u64(len, sizeof(memory)));
	s->rmem_alloc_bytes = memory[SK_MEMINFO_RMEM_ALLOC];
	s->rcvbuf_bytes = memory[SK_MEMINFO_RCVBUF];
	s->wmem_queued_bytes = memory[SK_MEMINFO_WMEM_QUEUED];
	s->sndbuf_bytes = memory[SK_MEMINFO_SNDBUF];
}

static void decode_attribute(const struct rtattr *attr, struct snapshot *seen)
{
	const void *data = RTA_DATA(attr);
	size_t len = RTA_PAYLOAD(attr);

	switch (attr->rta_type) {
	case INET_DIAG_INFO:
		decode_info(data, len, seen);
		break;
	case INET_DIAG_SKMEMINFO:
		decode_memory(data, len, &seen->s);
		break;
	case INET_DIAG_CONG:
		memcpy(seen->s.id.congestion_control, data, min_u64(len, SAMPLE_NAME_LEN));
		break;
	case INET_DIAG_CGROUP_ID:
		memcpy(&seen->s.id.cgroup_id, data, min_u64(len, sizeof(uint64_t)));
		break;
	}
}

static void decode_id(const struct inet_diag_msg *msg, struct sample_id *id)
{
	size_t addr_len = msg->idiag_family == AF_INET6 ? 16 : 4;

	id->family = msg->idiag_family == AF_INET6 ? FAMILY_INET6 : FAMILY_INET;
	id->cookie = (uint64_t)msg->id.idiag_cookie[1] << 32 | msg->id.idiag_cookie[0];
	memcpy(id->local.addr, msg->id.idiag_src, addr_len);
	memcpy(id->remote.addr, msg->id.idiag_dst, addr_len);
	id->local.port = ntohs(msg->id.idiag_sport);
	id->remote.port = ntohs(msg->id.idiag_dport);
}

int diag_decode(const void *message, size_t len, uint32_t netns, struct snapshot *ret_seen)
{
	struct inet_diag_msg msg;
	const struct rtattr *attr;
	size_t left = len - NLMSG_ALIGN(sizeof(msg));

	if (len < sizeof(msg))
		return -EPROTO;
	memcpy(&msg, message, sizeof(msg));
	if ((msg.idiag_family != AF_INET && msg.idiag_family != AF_INET6) ||
	    msg.idiag_state >= TCP_STATE_MAX || !(msg.id.idiag_cookie[0] || msg.id.idiag_cookie[1]))
		return -EPROTO;
	memset(ret_seen, 0, sizeof(*ret_seen));
	ret_seen->detail = DETAIL_MINI; /* unless there is more */
	ret_seen->s.state = (enum tcp_state)msg.idiag_state;
	ret_seen->s.reason = SAMPLE_SEED;
	ret_seen->s.id.netns = netns;
	decode_id(&msg, &ret_seen->s.id);
	if (msg.idiag_state != TCP_STATE_LISTEN) { /* of a listener they are its queue of peers */
		ret_seen->s.rcv_nxt = msg.idiag_rqueue;
		ret_seen->s.write_seq = msg.idiag_wqueue;
		ret_seen->s.snd_nxt = msg.idiag_wqueue;
	}
	if (len < NLMSG_ALIGN(sizeof(msg)))
		return 0;
	attr = (const void *)((const char *)message + NLMSG_ALIGN(sizeof(msg)));
	for (; RTA_OK(attr, left); attr = RTA_NEXT(attr, left))
		decode_attribute(attr, ret_seen);
	return 0;
}

static int ask(int fd, int family, unsigned states)
{
	struct {
		struct nlmsghdr header;
		struct inet_diag_req_v2 body;
	} request = {
		.header = {
			.nlmsg_len = sizeof(request),
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		},
		.body = {
			.sdiag_family = (uint8_t)family,
			.sdiag_protocol = IPPROTO_TCP,
			.idiag_ext = 1 << (INET_DIAG_INFO - 1) | 1 << (INET_DIAG_CONG - 1) |
				     1 << (INET_DIAG_SKMEMINFO - 1),
			.idiag_states = states,
		},
	};
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	if (sendto(fd, &request, sizeof(request), 0, (struct sockaddr *)&kernel, sizeof(kernel)) <
	    0)
		return -errno;
	return 0;
}

struct dump {
	uint32_t netns;
	uint64_t ts_ns;
	snapshot_fn fn;
	void *ctx;
};

/* 1 = the dump has ended, 0 = more will come, or -errno. */
static int take(const struct dump *dump, const struct nlmsghdr *h)
{
	struct snapshot seen;

	if (h->nlmsg_type == NLMSG_DONE)
		return 1;
	if (h->nlmsg_type == NLMSG_ERROR) {
		const struct nlmsgerr *e = NLMSG_DATA(h);

		return h->nlmsg_len < NLMSG_LENGTH(sizeof(*e)) || !e->error ? -EPROTO : e->error;
	}
	if (diag_decode(NLMSG_DATA(h), h->nlmsg_len - NLMSG_HDRLEN, dump->netns, &seen))
		return 0;
	seen.s.ts_ns = dump->ts_ns;
	return dump->fn(dump->ctx, &seen);
}

static int read_dump(int fd, char *buf, const struct dump *dump)
{
	int ret = 0;

	while (!ret) {
		ssize_t got = recv(fd, buf, BUF_BYTES, 0);
		const struct nlmsghdr *h = (const void *)buf;
		size_t left = (size_t)got;

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got ? -errno : -EPROTO;
		for (; !ret && NLMSG_OK(h, left); h = NLMSG_NEXT(h, left))
			ret = take(dump, h);
	}
	return ret < 0 ? ret : 0;
}

int diag_open(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

	return fd < 0 ? -errno : fd;
}

int diag_read(int fd, unsigned states, uint32_t netns, snapshot_fn fn, void *ctx)
{
	static const int families[] = { AF_INET, AF_INET6 };
	struct dump dump = {
		.netns = netns, .ts_ns = clock_ns(CLOCK_MONOTONIC), .fn = fn, .ctx = ctx
	};
	char *buf = malloc(BUF_BYTES);
	int err = buf ? 0 : -ENOMEM;

	for (int i = 0; !err && i < 2; i++) {
		err = ask(fd, families[i], states);
		if (!err)
			err = read_dump(fd, buf, &dump);
	}
	free(buf);
	return err;
}
