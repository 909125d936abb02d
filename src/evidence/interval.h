/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One socket over one interval: from the last sample before it to the last sample in it. All
 * evidence is a delta; lifetime totals are never judged.
 */
#ifndef TCPBDP_INTERVAL_H
#define TCPBDP_INTERVAL_H

#include "evidence/peer_window.h"
#include "sample/sample.h"

struct interval {
	struct sample base; /* the state that the interval began with */
	struct sample last; /* the newest state */
	uint64_t start_ns;
	uint64_t active_ns; /* time of base, or of the event that ended a long silence */
	unsigned samples;   /* added since base */
	struct sample_aggregate agg;
	uint64_t srtt_sum_us;
	unsigned srtt_count;
	uint64_t ack_rtt_sum_us; /* of the minimum RTT of each sample that has one */
	unsigned ack_rtt_count;
	unsigned nospace; /* samples that found a writer waiting for the send buffer */
	/* Times that the peer closed its window. One that flaps within a sample's time counts once. */
	unsigned peer_zero_windows;
	uint64_t rcv_rtt_sum_us;
	unsigned rcv_rtt_count;
	uint32_t rcv_rtt_min_us; /* 0 = none */
	struct peer_window peer;
	/* of the samples with events: */
	unsigned unread_kept; /* had unread data all the time */
	unsigned closed;      /* had a nearly closed window because of unread data */
	unsigned with_events;
};

/* base: the sample to count from. Its aggregates belong to the previous interval. */
void interval_begin(struct interval *iv, const struct sample *base, uint64_t start_ns);

/*
 * Samples may arrive out of order (two CPUs). An older one adds its aggregates and leaves the
 * newest state as it is.
 */
void interval_add(struct interval *iv, const struct sample *s);

/* Did the socket send, receive, read or try to? */
bool interval_active(const struct interval *iv);

/* The tick of TCP timestamps (RFC 7323), and so the error of a receiver's RTT. */
#define TIMESTAMP_TICK_US 1000

/*
 * Kernel TLS leaves an incomplete record unread: tls_sw_recvmsg(). RFC 8446, 5.1: header and tag.
 */
#define TLS_RECORD_MAX (16384 + 256 + 5)

/* How long a receiver waits for a second segment before it sends an ACK (TCP_DELACK_MIN). */
#define DELAYED_ACK_US 40000

/* The deltas. Counters wrap; a counter that ran backwards counts as 0. */
struct evidence {
	uint64_t span_ns; /* from base, or the end of the silence after it, to last */
	uint64_t busy_ns; /* the part of it with data in flight or queued */
	uint64_t acked_bytes;
	uint64_t delivered_bytes; /* segments, SACKed ones too, times the MSS */
	uint64_t received_bytes;
	uint64_t sent_bytes; /* what was sent again included */
	uint64_t retrans_bytes;
	uint32_t rtt_min_us; /* 0 = not known, as for the six below */
	uint32_t srtt_us;    /* mean over the interval */
	/*
	 * The smallest RTT of the span. Above the minimum it is a standing queue; the mean may come
	 * from bursts that drain (CoDel's distinction).
	 */
	uint32_t standing_rtt_us;
	/*
	 * The mean of the samples' smallest RTTs. It shows the short queue of a window that is
	 * always full, which drains at times.
	 */
	uint32_t doubtful_rtt_us;
	uint32_t rcv_rtt_us;          /* the receiver's mean */
	uint32_t rcv_standing_rtt_us; /* the receiver's smallest; only with timestamps */
	uint64_t send_bps;            /* over busy_ns; 0 = the time is too short */
	uint64_t recv_bps;            /* over span_ns; likewise */
	uint16_t rwnd_permille;       /* of the busy time, counted by the kernel */
	uint16_t sndbuf_permille;     /* likewise */
	uint16_t waiting_permille;    /* of the busy segments */
	uint16_t blocked_permille;
	uint16_t unwriteable_permille;
	/* The kernel's ticks from base to last, and in how many of them data came. */
	uint32_t jiffies;
	uint64_t jiffy_ns;
	uint16_t data_time_permille;
};

void interval_evidence(const struct interval *iv, struct evidence *ret_evidence);

/* Full-size or merged segments arrived. A sender that waits for a window sends no smaller ones. */
bool interval_in_bulk(const struct interval *iv, const struct evidence *ev);

/* The number of bytes from which it is bulk. */
uint64_t interval_bulk_bytes(const struct interval *iv);

#endif
