/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One socket over one interval: what happened between the last sample before it and the last
 * sample in it. All evidence is a delta; no lifetime total is ever judged.
 */
#ifndef TCPBDP_INTERVAL_H
#define TCPBDP_INTERVAL_H

#include "evidence/peer_window.h"
#include "sample/sample.h"

struct interval {
	struct sample base; /* the state that the interval began with */
	struct sample last; /* the newest state */
	uint64_t start_ns;
	uint64_t active_ns; /* base's time, or that of the event that ended a long silence */
	unsigned samples;   /* added since base */
	struct sample_aggregate agg;
	uint64_t srtt_sum_us;
	unsigned srtt_count;
	uint64_t ack_rtt_sum_us; /* of the least RTT of each sample that had one */
	unsigned ack_rtt_count;
	unsigned nospace; /* samples that found a writer waiting for the send buffer */
	/* Times that the peer closed its window. One that flaps within a sample's time counts once. */
	unsigned peer_zero_windows;
	uint64_t rcv_rtt_sum_us;
	unsigned rcv_rtt_count;
	uint32_t rcv_rtt_min_us; /* 0 = none */
	struct peer_window peer;
	/* of the samples with events: */
	unsigned unread_kept; /* never found the reader done: data waited for it all the time */
	unsigned closed; /* found the window all but closed, by data that waited for the reader */
	unsigned with_events;
};

/* base: the sample to count from. Its aggregates belong to the interval before. */
void interval_begin(struct interval *iv, const struct sample *base, uint64_t start_ns);

/*
 * Samples may arrive out of order (two CPUs): an older one adds its maxima, and takes nothing
 * back from the newest state.
 */
void interval_add(struct interval *iv, const struct sample *s);

/* Anything sent, received, read or tried? */
bool interval_active(const struct interval *iv);

/* The clock of TCP timestamps (RFC 7323): a receiver's RTT is off by as much. */
#define TIMESTAMP_TICK_US 1000

/* Of kernel TLS, a record that is not whole yet waits for the rest: tls_sw_recvmsg(). */
#define TLS_RECORD_MAX (16384 + 256 + 5)

/* What a receiver waits for a second segment, before it acknowledges one (TCP_DELACK_MIN). */
#define DELAYED_ACK_US 40000

/* What the deltas say. Counters wrap; a counter that ran backwards counts as 0. */
struct evidence {
	uint64_t span_ns; /* from base, or the end of the silence after it, to last */
	uint64_t busy_ns; /* of it: with data sent or queued */
	uint64_t acked_bytes;
	uint64_t delivered_bytes; /* SACKed counts; whole segments */
	uint64_t received_bytes;
	uint64_t sent_bytes; /* what was sent again included */
	uint64_t retrans_bytes;
	uint32_t rtt_min_us; /* 0 = not known; so the six below */
	uint32_t srtt_us;    /* mean over the interval */
	/* The RTT that was never undercut in the span: above the minimum, it is a queue that stands,
	 * where the mean may be that of bursts which come and drain (CoDel's distinction). */
	uint32_t standing_rtt_us;
	/* The least RTT of a sample's time, in the mean of the samples. A window that is full all the
	 * time sends no bursts: a queue that it just makes shows here, though it is undercut at times. */
	uint32_t doubtful_rtt_us;
	uint32_t rcv_rtt_us;          /* mean, as the receiver sees it; so the next */
	uint32_t rcv_standing_rtt_us; /* the receiver's; only with timestamps, without it is 0 */
	uint64_t send_bps; /* while there was something to send; 0 = for too short a time to tell */
	uint64_t recv_bps; /* over span_ns; likewise */
	uint16_t rwnd_permille;    /* of the busy time, as the kernel booked it */
	uint16_t sndbuf_permille;  /* likewise */
	uint16_t waiting_permille; /* of the busy segments */
	uint16_t blocked_permille;
	uint16_t unwriteable_permille;
};

void interval_evidence(const struct interval *iv, struct evidence *ret_evidence);

/* Whole segments came, or merged ones: a sender that held something back for a window sends no less. */
bool interval_in_bulk(const struct interval *iv, const struct evidence *ev);

/* From so many bytes on. */
uint64_t interval_bulk_bytes(const struct interval *iv);

#endif
