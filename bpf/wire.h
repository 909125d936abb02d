/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The records from the kernel side to user space; both sides include this header.
 *
 * A record holds raw fields of the kernel. User space applies shifts, ratios and caps:
 * src/source/decode.c is the only reader.
 */
#ifndef TCPBDP_WIRE_H
#define TCPBDP_WIRE_H

#ifndef __VMLINUX_H__
#include <linux/types.h>
#endif

#define WIRE_COMM_LEN 16
#define WIRE_CA_LEN 16

/* Why a record was written. */
enum wire_reason {
	WIRE_GATE,   /* the gate opened: a regular sample */
	WIRE_SEED,   /* found by the iterator; never through the ring buffer */
	WIRE_WINDOW, /* a window closed or opened again */
	WIRE_STATE,  /* the connection changed its TCP state, not to CLOSE */
	WIRE_CLOSE,  /* the socket's last sample */
	WIRE_REASON_MAX,
};

/* The events that are counted, and the hooks that see them. */
enum wire_event {
	WIRE_SEGMENTS, /* tcp_rcv_established, or tcp_rcv_state_process when half-closed */
	WIRE_SENDS,    /* tcp_sendmsg */
	WIRE_READS,    /* tcp_rcv_space_adjust of half-closed sockets */
	WIRE_CLOSES,   /* inet_sock_set_state out of ESTABLISHED or into CLOSE */
	WIRE_EVENT_MAX,
};

/* The outcome of an event: exactly one of these. */
enum wire_outcome {
	WIRE_EMITTED,
	WIRE_SUPPRESSED, /* only added to the socket's aggregates */
	WIRE_DROPPED,    /* the ring buffer, or the memory for the socket's state, was full */
	WIRE_FILTERED,
	WIRE_OUTCOME_MAX,
};

/*
 * The event counters of one program, per CPU. A program does not interrupt itself on a CPU, so
 * plain additions are exact.
 */
struct wire_ledger {
	__u64 count[WIRE_OUTCOME_MAX];
};

/*
 * Aggregates between two records of a socket, over all processed events, suppressed ones too. One
 * event may count for several segments (bpf/quiet.bpf.h). min > max = nothing seen.
 */
struct wire_aggregate {
	__u32 segments;        /* events of the receive side */
	__u32 sends;           /* processed calls of the send side */
	__u32 busy;            /* segments that found data in flight */
	__u32 waiting;         /* of busy: found at least a segment of unsent data */
	__u32 unwriteable;     /* of busy: found less, and no room (!sk_stream_is_writeable()) */
	__u32 inflight_max;    /* bytes, snd_nxt - snd_una */
	__u32 snd_wnd_max;     /* bytes */
	__u32 snd_wnd_min;     /* bytes */
	__u32 wmem_queued_max; /* bytes of memory */
	__u32 rcv_wnd_max;     /* bytes, not capped at 65535 << rcv_wscale */
	__u32 rcv_wnd_min;     /* bytes */
	__u32 unread_max;      /* bytes, rcv_nxt - copied_seq */
	__u32 unread_min;      /* bytes */
	__u32 rmem_alloc_max;  /* bytes of memory */
	__u32 ack_rtt_min_us;  /* smallest RTT of an ACK, unsmoothed: shows a queue that drains */
	__u32 blocked;         /* of waiting: no room for a burst in the peer's window */
	__u32 rwnd_full;       /* of waiting: the same, and the peer's window had the least room */
	__u32 cwnd_full;       /* of waiting: the congestion window had the least room */
	__u32 refused;         /* of unwriteable: found the writer waiting (SOCK_NOSPACE) */
	__u32 data_segments;   /* segments with data */
	__u32 read_up;         /* of data_segments: found nothing unread */
	__u32 filled;   /* of data_segments: left less room in our window than their size or 1/4 */
	__u32 room_min; /* bytes; the smallest room that one left */
	__u32 rounds;   /* complete round trips of data */
	__u32 full_rounds;  /* of rounds: brought at least 7/8 of the window at their begin */
	__u32 asked_rounds; /* of full_rounds: we sent data meanwhile, perhaps a request */
	__u32 data_jiffies; /* jiffies in which data came */
};

_Static_assert(sizeof(struct wire_aggregate) == 108, "wire_aggregate has no holes");

/* Flags of a sample */
enum {
	WIRE_F_TSTAMP_OK = 1 << 0,
	WIRE_F_WSCALE_OK = 1 << 1,
	WIRE_F_CWND_LIMITED = 1 << 2,
	WIRE_F_APP_LIMITED = 1 << 3,
	WIRE_F_NOSPACE = 1 << 4,
	WIRE_F_MEMORY_PRESSURE = 1 << 5, /* of the socket's memory cgroup */
	WIRE_F_WINDOW_SCALING = 1 << 6,  /* the namespace's sysctl */
	WIRE_F_MODERATE_RCVBUF = 1 << 7, /* the namespace's sysctl */
	WIRE_F_MPTCP = 1 << 8,
	WIRE_F_MINI = 1 << 9, /* not a full socket: only addresses, owner and state are valid */
	WIRE_F_TLS = 1 << 10, /* kernel TLS: unread data may be an incomplete record */
	WIRE_F_SIGNED_WINDOWS = 1 << 11, /* the namespace's sysctl */
};

struct wire_sample {
	__u64 ts_ns; /* CLOCK_MONOTONIC */
	__u64 cookie;
	__u64 cgroup_id;
	__u64 bytes_acked;
	__u64 bytes_received;
	__u64 bytes_sent;
	__u64 bytes_retrans;
	__u64 pacing_rate; /* bytes/s; ~0 = none */

	__u8 laddr[16]; /* network order; IPv4 in the first 4 */
	__u8 raddr[16];
	char comm[WIRE_COMM_LEN];
	char congestion_control[WIRE_CA_LEN];

	__u32 netns;
	__u32 pid; /* 0 = not known */
	__u16 family;
	__u16 lport; /* host order */
	__u16 rport;
	__u8 state;  /* include/net/tcp_states.h */
	__u8 reason; /* enum wire_reason */

	__u32 ifindex; /* of the route; 0 = none */
	__u32 flags;

	__u32 jiffies;
	__u32 srtt_us_x8;
	__u32 rtt_min_us; /* ~0 = no sample */
	__u32 rcv_rtt_us_x8;
	__u32 mss_cache;

	__u32 snd_una;
	__u32 snd_nxt;
	__u32 write_seq;
	__u32 snd_wnd;
	__u32 max_window;
	__u32 snd_cwnd;
	__u32 snd_cwnd_clamp;
	__u32 snd_ssthresh;
	__u32 packets_out;
	__u32 sacked_out;
	__u32 lost_out;
	__u32 retrans_out;
	__u32 delivered;
	__u32 rate_delivered;
	__u32 rate_interval_us;
	__u32 notsent_lowat;
	__u32 chrono_start;
	__u32 chrono_stat[3];

	__u32 rcv_nxt;
	__u32 copied_seq;
	__u32 rcv_wnd;
	__u32 rcv_ssthresh;
	__u32 window_clamp;

	__s32 sndbuf;
	__s32 wmem_queued;
	__s32 rcvbuf;
	__s32 rmem_alloc;
	__s32 tcp_rmem[3];
	__s32 tcp_wmem[3];
	__s32 adv_win_scale;

	__u8 scaling_ratio; /* 0 = this kernel has none */
	__u8 snd_wscale;
	__u8 rcv_wscale;
	__u8 chrono_type;
	__u8 userlocks;
	__u8 pad[7];

	struct wire_aggregate agg;
};

_Static_assert(sizeof(struct wire_sample) % 8 == 0, "wire_sample needs no tail padding");

/* A socket for tcpbdp list: a record of an iterator. */
struct wire_socket {
	struct wire_sample sample;
	__u32 lsndtime; /* jiffies */
	__u32 lrcvtime;
};

/* A process that has a socket open: a record of an iterator. */
struct wire_owner {
	__u64 cookie;
	__u32 pid;
	__u32 netns;
	__u32 fd;
	__u32 pad;
	char comm[WIRE_COMM_LEN];
};

_Static_assert(sizeof(struct wire_owner) == 40, "wire_owner has no holes");

/*
 * An address or prefix in network order. IPv4 uses the first word; the masks of the others are 0.
 */
struct wire_cidr {
	__u32 addr[4]; /* already masked */
	__u32 mask[4];
	__u32 family;
};

#define WIRE_FILTER_MAX 32
#define WIRE_FILTER_PIDS_MAX 256

/*
 * The user's filter: a socket must match one value of each list that is not empty. It is rodata, so
 * unused options cost nothing.
 */
struct wire_filter {
	__u64 cgroup_ids[WIRE_FILTER_MAX]; /* the group or one below it */
	struct wire_cidr addrs[WIRE_FILTER_MAX];
	__u32 netns[WIRE_FILTER_MAX];
	__u32 pids[WIRE_FILTER_PIDS_MAX];
	char comms[WIRE_FILTER_MAX][WIRE_COMM_LEN];
	__u16 ports[WIRE_FILTER_MAX]; /* either end */
	__u16 lports[WIRE_FILTER_MAX];
	__u16 rports[WIRE_FILTER_MAX];
	__u32 cgroups_count;
	__u32 addrs_count;
	__u32 netns_count;
	__u32 pids_count;
	__u32 comms_count;
	__u32 ports_count;
	__u32 lports_count;
	__u32 rports_count;
	__u16 family; /* on the wire: a v4-mapped address is IPv4; 0 = any */
	__u8 any;     /* there is a filter other than the owner's */
	__u8 pad[5];
};

_Static_assert(sizeof(struct wire_filter) == 32 * (8 + 36 + 4 + 16 + 3 * 2) + 256 * 4 + 8 * 4 + 8,
	       "wire_filter has no holes");

/* Counters of hist besides its histograms. */
enum wire_tally {
	WIRE_WITHOUT_SAMPLE, /* the metric had no value yet */
	WIRE_WITHOUT_OWNER,  /* the owner is needed, but not known yet */
	WIRE_CROWDED,        /* counted without its group: too many groups */
	WIRE_UNCOUNTED,      /* no memory for the socket's state or for the bucket */
	WIRE_TALLY_MAX,
};

/* The key of a count: group and bucket. */
struct wire_bucket {
	__u32 group; /* its number in the map of groups */
	__u32 bucket;
};

#endif
