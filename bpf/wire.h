/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What travels from the kernel side to user space: THE header that both share.
 *
 * A record holds the kernel's fields as the kernel keeps them, raw: shifts,
 * ratios, caps and verdicts are user space's. src/source/decode.c is its only reader.
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
	WIRE_STATE,  /* the connection changes its TCP state, and lives on */
	WIRE_CLOSE,  /* the socket's last sample */
	WIRE_REASON_MAX,
};

/* The events that the ledger counts, each by the hooks that see it. */
enum wire_event {
	WIRE_SEGMENTS, /* tcp_rcv_established, or tcp_rcv_state_process when half-closed */
	WIRE_SENDS,    /* tcp_sendmsg */
	WIRE_READS,    /* tcp_rcv_space_adjust of half-closed sockets */
	WIRE_CLOSES,   /* inet_sock_set_state out of ESTABLISHED or into CLOSE */
	WIRE_EVENT_MAX,
};

/* How an event ended: exactly one of these each. */
enum wire_outcome {
	WIRE_EMITTED,
	WIRE_SUPPRESSED, /* folded into the socket's aggregates */
	WIRE_DROPPED,    /* the ring buffer, or the memory for the socket's state, was full */
	WIRE_FILTERED,
	WIRE_OUTCOME_MAX,
};

/* One event's row of the ledger, per CPU. Each program has a row of its own, and no program
 * interrupts itself on a CPU: plain additions are exact. */
struct wire_ledger {
	__u64 count[WIRE_OUTCOME_MAX];
};

/* What was seen between two records of a socket. Maxima and minima are of all events that were looked at,
 * also of the suppressed ones; a look may count for several segments (bpf/quiet.bpf.h). min > max says
 * that nothing was seen. */
struct wire_aggregate {
	__u32 segments;        /* events of the receive side */
	__u32 sends;           /* calls of the send side that were looked at */
	__u32 busy;            /* segments that found data in flight */
	__u32 waiting;         /* of those: found a segment written, not sent */
	__u32 unwriteable;     /* of those: found none, and no room (!sk_stream_is_writeable()) */
	__u32 inflight_max;    /* bytes, snd_nxt - snd_una */
	__u32 snd_wnd_max;     /* bytes */
	__u32 snd_wnd_min;     /* bytes */
	__u32 wmem_queued_max; /* bytes of memory */
	__u32 rcv_wnd_max;     /* bytes, not capped at 65535 << rcv_wscale */
	__u32 rcv_wnd_min;     /* bytes */
	__u32 unread_max;      /* bytes, rcv_nxt - copied_seq */
	__u32 unread_min;      /* bytes */
	__u32 rmem_alloc_max;  /* bytes of memory */
	__u32 ack_rtt_min_us; /* the least that an ACK told, unsmoothed: a queue that drains shows here */
	__u32 blocked; /* of the waiting: found the peer's window too full for what is sent at a time */
	__u32 rwnd_full; /* of the waiting: found it too full, and the congestion window less so */
	__u32 cwnd_full; /* of the waiting: found the congestion window too full, and the peer's less so */
	__u32 refused;       /* of the unwriteable: found the writer waiting (SOCK_NOSPACE) */
	__u32 data_segments; /* segments that brought data; of them: */
	__u32 read_up;       /* found nothing unread */
	__u32 filled;        /* left less room in our window than they took, or than a quarter */
	__u32 room_min;      /* bytes; the least room that one left */
	__u32 rounds;        /* round trips of data that ended; of them: */
	__u32 full_rounds;   /* brought all but an eighth of the window that they began with */
	__u32 asked_rounds; /* of those: we sent something meanwhile, which may have asked for more */
};

_Static_assert(sizeof(struct wire_aggregate) == 104, "wire_aggregate has no holes");

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
	WIRE_F_MINI = 1 << 9, /* no full socket: who and where, and the state, are all there is */
	WIRE_F_TLS = 1 << 10, /* kernel TLS: what is unread may be part of a record */
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
	__u8 pad[3];

	struct wire_aggregate agg;
};

_Static_assert(sizeof(struct wire_sample) % 8 == 0, "wire_sample needs no tail padding");

/* A socket as tcpbdp list sees it: a record of an iterator. */
struct wire_socket {
	struct wire_sample sample;
	__u32 lsndtime; /* jiffies */
	__u32 lrcvtime;
};

/* Who holds a socket: a record of an iterator. */
struct wire_owner {
	__u64 cookie;
	__u32 pid;
	__u32 netns;
	__u32 fd;
	__u32 pad;
	char comm[WIRE_COMM_LEN];
};

_Static_assert(sizeof(struct wire_owner) == 40, "wire_owner has no holes");

/* An address or prefix, in network order; of IPv4 the first word, and the mask of the others is 0. */
struct wire_cidr {
	__u32 addr[4]; /* already masked */
	__u32 mask[4];
	__u32 family;
};

#define WIRE_FILTER_MAX 32
#define WIRE_FILTER_PIDS_MAX 256

/*
 * Which sockets the user asked for: one value of each list that has any. Rodata: what is not asked
 * for costs nothing.
 */
struct wire_filter {
	__u64 cgroup_ids[WIRE_FILTER_MAX]; /* it or any below it */
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
	__u16 family; /* as on the wire: a v4-mapped address is IPv4; 0 = not asked for */
	__u8 any;     /* anything but the owner is asked for */
	__u8 pad[5];
};

_Static_assert(sizeof(struct wire_filter) == 32 * (8 + 36 + 4 + 16 + 3 * 2) + 256 * 4 + 8 * 4 + 8,
	       "wire_filter has no holes");

/* What hist counts beside its histograms. */
enum wire_tally {
	WIRE_WITHOUT_SAMPLE, /* the metric was read before there was one */
	WIRE_WITHOUT_OWNER,  /* nobody was seen with the socket yet, and its owner is asked for */
	WIRE_CROWDED,        /* counted without its group: there were too many */
	WIRE_UNCOUNTED,      /* there was no memory for the socket's state, or for the bucket */
	WIRE_TALLY_MAX,
};

/* Where a value of a group is counted. */
struct wire_bucket {
	__u32 group; /* as the map of groups numbers it */
	__u32 bucket;
};

#endif
