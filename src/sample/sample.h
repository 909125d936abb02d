/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A sample: one socket at one moment, decoded (no shifts left, unknown told from zero), with
 * what was seen of it since the sample before. The model's only input.
 */
#ifndef TCPBDP_SAMPLE_H
#define TCPBDP_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

#define SAMPLE_NAME_LEN 16

/* include/net/tcp_states.h */
enum tcp_state {
	TCP_STATE_NONE,
	TCP_STATE_ESTABLISHED,
	TCP_STATE_SYN_SENT,
	TCP_STATE_SYN_RECV,
	TCP_STATE_FIN_WAIT1,
	TCP_STATE_FIN_WAIT2,
	TCP_STATE_TIME_WAIT,
	TCP_STATE_CLOSE,
	TCP_STATE_CLOSE_WAIT,
	TCP_STATE_LAST_ACK,
	TCP_STATE_LISTEN,
	TCP_STATE_CLOSING,
	TCP_STATE_NEW_SYN_RECV,
	TCP_STATE_MAX,
};

/* As ss and /proc name it: "ESTABLISHED", "FIN_WAIT2". */
const char *tcp_state_name(enum tcp_state state);

enum sample_reason {
	SAMPLE_GATE,
	SAMPLE_SEED,
	SAMPLE_WINDOW,
	SAMPLE_STATE,
	SAMPLE_CLOSE,
	SAMPLE_REASON_MAX,
};

enum sample_family {
	FAMILY_INET,
	FAMILY_INET6,
	FAMILY_MAX,
};

struct endpoint {
	uint8_t addr[16]; /* network order; IPv4 in the first 4, the rest 0 */
	uint16_t port;
};

/* Who and where: the same in every sample of a socket, but for the owner. */
struct sample_id {
	uint64_t cookie; /* never 0, never reused while the host runs */
	uint64_t cgroup_id;
	uint32_t netns;   /* inode */
	uint32_t ifindex; /* of the route; 0 = none */
	uint32_t pid;     /* 0 = not known */
	enum sample_family family;
	struct endpoint local;
	struct endpoint remote;
	char comm[SAMPLE_NAME_LEN + 1]; /* any bytes but NUL: hostile input */
	char congestion_control[SAMPLE_NAME_LEN + 1];
};

/* Maxima, minima and counts over all events since the sample before. */
struct sample_aggregate {
	uint32_t segments;
	uint32_t sends;
	uint32_t busy;    /* segments that found data in flight */
	uint32_t waiting; /* of those: found a segment or more written and not sent */
	uint32_t blocked; /* of the waiting: found the peer's window too full for what is sent at a time */
	uint32_t unwriteable; /* of those: found none, and a send buffer without room */
	uint32_t inflight_max_bytes;
	uint32_t snd_wnd_max_bytes;
	uint32_t snd_wnd_min_bytes; /* UINT32_MAX when segments is 0; so the minima below */
	uint32_t wmem_queued_max_bytes;
	uint32_t rcv_wnd_max_bytes; /* tp->rcv_wnd: not capped by the window scale */
	uint32_t rcv_wnd_min_bytes;
	uint32_t unread_max_bytes;
	uint32_t unread_min_bytes;
	uint32_t rmem_alloc_max_bytes;
	uint32_t ack_rtt_min_us; /* unsmoothed; UINT32_MAX when busy is 0, or no RTT was known */
	/* 0, and room_min_bytes UINT32_MAX, unless the sample is detailed */
	uint32_t rwnd_full; /* of the waiting: the peer's window had too little room, the other more */
	uint32_t cwnd_full; /* of the waiting: the congestion window had, the other more */
	uint32_t refused;   /* of the unwriteable: the writer waited (SOCK_NOSPACE) */
	uint32_t data_segments;
	uint32_t read_up; /* of those: found nothing unread */
	uint32_t filled; /* of those: left less room in our window than they took, or than a quarter */
	uint32_t room_min_bytes; /* the least that one left; UINT32_MAX when data_segments is 0 */
	uint32_t rounds;         /* round trips of data that ended */
	uint32_t full_rounds; /* of those: brought seven eighths of the window that they began with */
	uint32_t asked_rounds; /* of those: we sent meanwhile, which may have asked for more */
	uint32_t data_jiffies; /* jiffies in which data came; 0 in captures before schema 4 */
};

/* What limited the sender, in jiffies since the connection began: tcp_chrono_start(). */
struct sample_chrono {
	uint32_t busy; /* all of the time with data queued, the two below included; wraps */
	uint32_t rwnd_limited;
	uint32_t sndbuf_limited;
};

struct sample {
	uint64_t ts_ns; /* CLOCK_MONOTONIC */
	struct sample_id id;
	enum tcp_state state;
	enum sample_reason reason;
	uint32_t jiffies; /* wraps */

	uint32_t srtt_us; /* 0 = no sample yet; so the two below */
	uint32_t rtt_min_us;
	uint32_t rcv_rtt_us; /* the receiver's estimate; means something with timestamps only */
	uint32_t mss_bytes;

	bool tstamp_ok;
	bool wscale_ok; /* both sides offered it */
	bool cwnd_limited;
	bool app_limited;
	bool nospace;
	bool memory_pressure;
	bool window_scaling;  /* net.ipv4.tcp_window_scaling of the socket's namespace */
	bool moderate_rcvbuf; /* net.ipv4.tcp_moderate_rcvbuf of the socket's namespace */
	bool mptcp;
	bool signed_windows; /* net.ipv4.tcp_workaround_signed_windows: 32767 without scaling */
	bool tls;            /* kernel TLS: a record that is not whole yet stays unread */
	bool detailed; /* the later fields of the aggregates are known: not so in captures of schema 1 */
	bool sndbuf_locked; /* SO_SNDBUF was set */
	bool rcvbuf_locked; /* SO_RCVBUF was set */
	uint8_t snd_wscale; /* meaningless unless wscale_ok */
	uint8_t rcv_wscale;

	/* send side */
	uint64_t bytes_acked;
	uint64_t bytes_sent;
	uint64_t bytes_retrans;
	uint64_t pacing_bytes_per_s; /* UINT64_MAX = none */
	uint32_t snd_una;
	uint32_t snd_nxt;
	uint32_t write_seq;
	uint32_t snd_wnd_bytes;
	uint32_t max_window_bytes; /* the largest that the peer ever offered */
	uint32_t cwnd_segments;
	uint32_t cwnd_clamp_segments; /* UINT32_MAX = none; 0 = not known */
	uint32_t ssthresh_segments;
	uint32_t packets_out;
	uint32_t sacked_out;
	uint32_t lost_out;
	uint32_t retrans_out;
	uint32_t delivered_segments; /* wraps */
	uint32_t rate_delivered_segments;
	uint32_t rate_interval_us;
	uint32_t notsent_lowat_bytes;
	struct sample_chrono chrono;
	uint32_t sndbuf_bytes;
	uint32_t wmem_queued_bytes;
	uint32_t tcp_wmem[3]; /* min, default, max of the socket's namespace */

	/* receive side */
	uint64_t bytes_received;
	uint32_t rcv_nxt;
	uint32_t copied_seq;
	uint32_t rcv_wnd_bytes; /* tp->rcv_wnd: not capped by the window scale */
	uint32_t rcv_ssthresh_bytes;
	uint32_t window_clamp_bytes;
	uint32_t rcvbuf_bytes;
	uint32_t rmem_alloc_bytes;
	uint32_t tcp_rmem[3];
	uint8_t scaling_ratio; /* of 256; 0 = this kernel uses adv_win_scale */
	int32_t adv_win_scale;

	struct sample_aggregate agg;
};

/* What waits for the reader. A sample that was copied without the socket's lock may have been
 * overtaken by it: that is 0. */
uint32_t sample_unread_bytes(const struct sample *s);

/*
 * Are both of one connection of a socket? It has another peer, or port, after connect() was called again. The
 * local address may be known later than the rest.
 */
bool sample_id_same_connection(const struct sample_id *a, const struct sample_id *b);

/*
 * Did the counters of bytes begin anew since the earlier sample? Reads without the lock may find a few segments
 * less, so they must have fallen below a half; after the socket's close, by anything.
 */
bool sample_counts_anew(const struct sample *earlier, const struct sample *s);

/* The owner that another sample of the same socket knows. If it knows none, id keeps its own. */
void sample_id_take_owner(struct sample_id *id, const struct sample_id *from);

#endif
