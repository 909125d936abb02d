/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A finding: the result for one socket and one interval. The model's output, the sinks' input. */
#ifndef TCPBDP_FINDING_H
#define TCPBDP_FINDING_H

#include "sample/host_facts.h"
#include "sample/sample.h"
#include "sample/snapshot.h"
#include "verdict/limit.h"
#include "verdict/shares.h"

enum bdp_bound {
	BDP_UNKNOWN, /* bdp_bytes is not valid */
	BDP_LOWER,   /* the path was never full: the true BDP is at least this */
	BDP_EXACT,   /* the path was full: it had a queue */
};

enum needed_source {
	NEEDED_NONE,     /* needed_bytes is not valid */
	NEEDED_GIVEN,    /* --bandwidth */
	NEEDED_MEASURED, /* the largest unconstrained rate to the same peer */
	NEEDED_LINK,     /* the egress device's speed */
	NEEDED_DOUBLING, /* twice the present buffer */
	NEEDED_SOURCE_MAX,
};

/* "given"; NULL for NEEDED_NONE */
const char *needed_source_name(enum needed_source source);

/* "lower", "exact"; NULL for BDP_UNKNOWN */
const char *bdp_bound_name(enum bdp_bound bound);

/* The sum of its spans: verdict/account.h. */
struct account;
struct because;

/* Common to both directions. */
struct finding_direction {
	enum limit limit;
	enum cause cause;
	/* Borrowed, valid while a sink handles the finding; NULL = a snapshot, without rules. */
	const struct account *account;
	bool undersized;
	uint16_t limit_share_permille; /* of the busy time, 0..1000 */
	uint64_t bytes;                /* payload of the interval: acknowledged, or received */
	uint64_t rate_bps;             /* payload bits per second over the interval */
	uint64_t bdp_bytes;
	enum bdp_bound bdp_bound;
	uint32_t window_bytes; /* the window that bounds this direction now */
	uint64_t ceiling_bps;  /* window at its largest / minimum RTT; 0 = RTT not known */
	bool ceiling_is_lower; /* the ceiling may rise without a setting */
	uint32_t buffer_bytes;
	uint32_t buffer_used_bytes;
	uint32_t buffer_max_bytes; /* what autotuning may reach; the buffer itself if locked */
	bool buffer_locked;
	uint32_t sysctl_bytes[3]; /* tcp_wmem or tcp_rmem of its namespace */
	uint64_t needed_bytes;    /* buffer size for the bandwidth named by needed_source */
	enum needed_source needed_source;
	uint64_t needed_window_bytes; /* of payload, that the needed buffer is for */
};

struct finding_send {
	struct finding_direction dir;
	uint32_t inflight_bytes; /* largest of the interval */
	uint64_t cwnd_bytes;
	uint32_t peer_window_bytes; /* largest of the interval */
	int peer_wscale;            /* -1 = not negotiated */
	uint64_t sent_bytes;        /* of the interval, what was sent again included */
	uint64_t retrans_bytes;     /* of them, sent again */
	uint64_t pacing_bps;        /* 0 = not paced, or not known */
	unsigned zero_windows;      /* times that the peer closed its window */
	struct send_shares shares;  /* all 0 where nothing was judged */
};

struct finding_recv {
	struct finding_direction dir;
	uint32_t unread_bytes;
	int wscale;              /* -1 = not negotiated */
	bool needed_fits_wscale; /* the window of needed_bytes fits this connection's scale */
};

/* How many processes have the socket open. A snapshot does not show which one uses it. */
enum holders {
	HOLDERS_UNKNOWN,
	HOLDERS_ONE, /* id.pid */
	HOLDERS_MORE,
};

struct finding {
	uint64_t ts_ns; /* end of the interval, CLOCK_REALTIME */
	uint64_t interval_ns;
	struct sample_id id;
	const struct sample *sample; /* the newest; borrowed, as long as the finding is told */
	const char *cgroup;          /* path below the cgroup mount; NULL = not known; borrowed */
	const struct workload_names *names; /* of that; NULL = no runtime tells; borrowed */
	const char *netns_name;             /* "host", "blue"; NULL = none; borrowed */
	enum holders holders;               /* of a snapshot */
	enum tcp_state state;
	enum detail detail;  /* which of the fields below are known; for an interval, all */
	uint32_t rtt_min_us; /* 0 = not known, as for the next */
	uint32_t srtt_us;
	uint32_t mss_bytes;
	struct finding_send send;
	struct finding_recv recv;
};

/* Fills in what the host calls the places that the socket lives in. */
void finding_name(struct finding *f, const struct host_facts *host);

/* Which rules decided; NULL = none was asked: a snapshot. */
const struct because *finding_because(const struct finding_direction *dir);

const struct finding_direction *finding_side(const struct finding *f, enum direction direction);

/* Either direction undersized. */
bool finding_flagged(const struct finding *f);

#endif
