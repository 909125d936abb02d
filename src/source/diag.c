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
#include "tcp/window_math.h"

#define NSEC_PER_MSEC UINT64_C(1000000)
/* The kernel fills a read of this size with messages, up to 32 KiB (netlink_dump()). */
#define BUF_BYTES 32768
/* How often an inconsistent dump is requested again, as the kernel recommends. */
#define TRIES 3
/* The build host's struct tcp_info may be shorter than the kernel's; tcpi_rcv_wnd is from 6.2. */
#define RCV_WND_OFFSET (offsetof(struct tcp_info, tcpi_snd_wnd) + sizeof(uint32_t))

static void decode_info(const void *data, size_t len, struct snapshot *seen)
{
	struct sample *s = &seen->s;
	struct tcp_info info = { 0 };

	memcpy(&info, data, min_u64(len, sizeof(info)));
	s->wscale_ok = info.tcpi_options & TCPI_OPT_WSCALE;
	s->tstamp_ok = info.tcpi_options & TCPI_OPT_TIMESTAMPS;
	s->snd_wscale = (uint8_t)min_u64(info.tcpi_snd_wscale, WINDOW_SCALE_MAX);
	s->rcv_wscale = (uint8_t)min_u64(info.tcpi_rcv_wscale, WINDOW_SCALE_MAX);
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

static void decode_attribute(unsigned type, const void *data, size_t len, struct snapshot *seen)
{
	switch (type) {
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

/*
 * RTA_NEXT() subtracts the aligned length from the rest even if the message ends before that; the
 * unsigned rest is then nearly SIZE_MAX. Here no step goes past the end.
 */
static void decode_attributes(const char *bytes, size_t left, struct snapshot *seen)
{
	struct rtattr attr;

	while (left >= sizeof(attr)) {
		size_t step;

		memcpy(&attr, bytes, sizeof(attr));
		if (attr.rta_len < sizeof(attr) || attr.rta_len > left)
			return;
		decode_attribute(attr.rta_type, bytes + sizeof(attr), attr.rta_len - sizeof(attr),
				 seen);
		step = min_u64(RTA_ALIGN(attr.rta_len), left);
		bytes += step;
		left -= step;
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
	const size_t head_len = NLMSG_ALIGN(sizeof(struct inet_diag_msg));
	struct inet_diag_msg msg;

	if (len < sizeof(msg))
		return -EPROTO;
	memcpy(&msg, message, sizeof(msg));
	if ((msg.idiag_family != AF_INET && msg.idiag_family != AF_INET6) ||
	    msg.idiag_state >= TCP_STATE_MAX || !(msg.id.idiag_cookie[0] || msg.id.idiag_cookie[1]))
		return -EPROTO;
	memset(ret_seen, 0, sizeof(*ret_seen));
	ret_seen->detail = DETAIL_MINI; /* unless attributes follow */
	ret_seen->s.state = (enum tcp_state)msg.idiag_state;
	ret_seen->s.reason = SAMPLE_SEED;
	ret_seen->s.id.netns = netns;
	decode_id(&msg, &ret_seen->s.id);
	if (msg.idiag_state != TCP_STATE_LISTEN) { /* a listener reports its accept queue there */
		ret_seen->s.rcv_nxt = msg.idiag_rqueue;
		ret_seen->s.write_seq = msg.idiag_wqueue;
		ret_seen->s.snd_nxt = msg.idiag_wqueue;
	}
	if (len > head_len)
		decode_attributes((const char *)message + head_len, len - head_len, ret_seen);
	return 0;
}

/* The (negative) errno in a message of the kernel; 0 = none. */
static int error_in(const char *body, size_t len)
{
	int32_t err = 0;

	if (len >= sizeof(err))
		memcpy(&err, body, sizeof(err));
	return err < 0 ? err : 0;
}

/* 1 = end of the dump, 0 = more will come, or -errno. */
static int take(struct diag_dump *dump, const struct nlmsghdr *h, const char *body, size_t len)
{
	struct snapshot seen;
	int err;

	if (h->nlmsg_seq != dump->seq) /* a reply to another request */
		return 0;
	if (h->nlmsg_flags & NLM_F_DUMP_INTR)
		dump->torn = true;
	switch (h->nlmsg_type) {
	case NLMSG_DONE:
		err = error_in(body, len);
		return err ? err : 1;
	case NLMSG_ERROR:
		err = error_in(body, len);
		return err ? err : -EPROTO;
	case SOCK_DIAG_BY_FAMILY:
		if (diag_decode(body, len, dump->netns, &seen))
			return 0;
		seen.s.ts_ns = dump->ts_ns;
		return dump->fn(dump->ctx, &seen);
	}
	return 0;
}

int diag_take(struct diag_dump *dump, const void *datagram, size_t len)
{
	const char *bytes = datagram;
	struct nlmsghdr h;
	int ret = 0;

	while (!ret && len >= sizeof(h)) {
		size_t step;

		memcpy(&h, bytes, sizeof(h));
		if (h.nlmsg_len < sizeof(h) || h.nlmsg_len > len)
			return dump->torn ? 0 : -EPROTO;
		ret = take(dump, &h, bytes + sizeof(h), h.nlmsg_len - sizeof(h));
		step = min_u64(NLMSG_ALIGN((uint64_t)h.nlmsg_len), len);
		bytes += step;
		len -= step;
	}
	return ret;
}

static int ask(int fd, int family, unsigned states, uint32_t seq)
{
	struct {
		struct nlmsghdr header;
		struct inet_diag_req_v2 body;
	} request = {
		.header = {
			.nlmsg_len = sizeof(request),
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
			.nlmsg_seq = seq,
		},
		.body = {
			.sdiag_family = (uint8_t)family,
			.sdiag_protocol = IPPROTO_TCP,
			.idiag_ext = 1 << (INET_DIAG_INFO - 1) | 1 << (INET_DIAG_CONG - 1) |
				     1 << (INET_DIAG_SKMEMINFO - 1),
			.idiag_states = states,
		},
	};

	return send(fd, &request, sizeof(request), 0) < 0 ? -errno : 0;
}

/*
 * Receives a datagram: its length, 0 if it is not from the kernel, or -errno. The kernel continues
 * a dump when it is read, so waiting for more data is never needed.
 */
static ssize_t receive(int fd, char *buf, bool *torn)
{
	struct sockaddr_nl from = { 0 };
	struct iovec part = { buf, BUF_BYTES };
	struct msghdr msg = {
		.msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &part, .msg_iovlen = 1
	};
	ssize_t got = recvmsg(fd, &msg, MSG_DONTWAIT);

	if (got < 0)
		return errno == EINTR ? 0 : errno == EAGAIN ? -EPROTO : -errno;
	if (msg.msg_namelen < sizeof(from) || from.nl_family != AF_NETLINK || from.nl_pid)
		return 0;
	*torn |= msg.msg_flags & MSG_TRUNC;
	return got;
}

/* Reads to the end even if the dump is inconsistent: the kernel makes one dump at a time. */
static int read_dump(int fd, char *buf, struct diag_dump *dump)
{
	int ret = 0;

	while (!ret) {
		ssize_t got = receive(fd, buf, &dump->torn);

		ret = got < 0 ? (int)got : diag_take(dump, buf, (size_t)got);
	}
	return ret < 0 ? ret : 0;
}

static int read_family(int fd, int family, unsigned states, char *buf, struct diag_dump *dump)
{
	for (int i = 0; i < TRIES; i++) {
		int err;

		dump->seq++;
		dump->torn = false;
		err = ask(fd, family, states, dump->seq);
		if (!err)
			err = read_dump(fd, buf, dump);
		if (err || !dump->torn)
			return err;
	}
	return -EAGAIN;
}

/*
 * Connects the socket, to exclude messages of other processes: a root of the user namespace that
 * owns the network namespace may send them.
 */
int diag_open(void)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	int err;

	if (fd < 0)
		return -errno;
	if (!connect(fd, (struct sockaddr *)&kernel, sizeof(kernel)))
		return fd;
	err = -errno;
	close(fd);
	return err;
}

int diag_read(int fd, unsigned states, uint32_t netns, snapshot_fn fn, void *ctx)
{
	static const int families[] = { AF_INET, AF_INET6 };
	const uint64_t now_ns = clock_ns(CLOCK_MONOTONIC);
	struct diag_dump dump = {
		.seq = (uint32_t)now_ns, .netns = netns, .ts_ns = now_ns, .fn = fn, .ctx = ctx
	};
	char *buf = malloc(BUF_BYTES);
	int err = buf ? 0 : -ENOMEM;

	for (int i = 0; !err && i < 2; i++)
		err = read_family(fd, families[i], states, buf, &dump);
	free(buf);
	return err;
}
