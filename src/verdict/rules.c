// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/rules.h"

#include <assert.h>
#include <string.h>

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define WHEN(...) .when = { __VA_ARGS__ }
#define UNLESS(...) .unless = { __VA_ARGS__ }
#define P(id) PREDICATE_##id

/* clang-format off */
/* Decided once for each state that ACKs found the sender in. */
static const struct rule send_limit[] = {
	{ "silent", LIMIT_IDLE, UNLESS(P(ACTIVE)),
	  .why = "no data was sent" },
	{ "mptcp", LIMIT_UNKNOWN, WHEN(P(MPTCP)),
	  .why = "MPTCP subflows share one window and one send queue, kept at the MPTCP level (RFC 8684)" },
	{ "wrote-little", LIMIT_APP, WHEN(P(APP_STATE), P(DRAINED)), UNLESS(P(ENOUGH_ACKS)),
	  .why = "the application wrote little and finished: nothing waits and nothing is in flight" },
	{ "too-few-acks", LIMIT_UNKNOWN, UNLESS(P(ENOUGH_ACKS), P(BOOKED)),
	  .why = "each ACK is one observation of the sender, and there are too few" },
	{ "window-full", LIMIT_RWND, WHEN(P(RWND_STATE), P(ENOUGH_SEND_RTTS)),
	  .why = "data waits and the data in flight fills the peer's window: rate = window / RTT (RFC 4898, SndLimRwnd)" },
	{ "writer-waits", LIMIT_SNDBUF, WHEN(P(SNDBUF_STATE), P(ENOUGH_SEND_RTTS)),
	  .why = "everything is sent and the buffer is full: the writer waits (sk_stream_is_writeable())" },
	{ "too-few-rtts", LIMIT_UNKNOWN, UNLESS(P(ENOUGH_SEND_RTTS), P(CWND_STATE), P(PACED_STATE), P(APP_STATE)),
	  .why = "a window limits once per round trip, and there were too few" },
	{ "memory-short", LIMIT_UNKNOWN, WHEN(P(MEMORY_SHORT)),
	  .why = "under memory pressure (tcp_mem) memory is the limit at both ends (tcp_under_memory_pressure())" },
	{ "set-rate", LIMIT_UNKNOWN, WHEN(P(SET_RATE)), UNLESS(P(APP_STATE)),
	  .why = "SO_MAX_PACING_RATE limits the rate, and the congestion window grows to twice what is sent" },
	{ "network", LIMIT_CWND, WHEN(P(CWND_STATE)),
	  .why = "data waits and the data in flight fills the congestion window (RFC 5681; RFC 4898, SndLimCwnd)" },
	{ "paced-behind-a-window", LIMIT_RWND, WHEN(P(PACED_STATE), P(PACES_ITSELF), P(RWND_REACHED)),
	  .why = "BBR paces at the rate it measured, and the peer's window limited that rate" },
	{ "probing-cut-off", LIMIT_UNKNOWN, WHEN(P(PACED_STATE), P(PACES_ITSELF), P(RWND_NEAR)),
	  .why = "BBR probes with 25 % more in flight; the peer's window has no room for that, so BBR cannot find a higher rate" },
	{ "probing-cut-off-here", LIMIT_SNDBUF, WHEN(P(PACED_STATE), P(PACES_ITSELF), P(WRITER_REFUSED), P(SNDBUF_NEAR)),
	  .why = "BBR probes with 25 % more in flight; the buffer has no room for that, so BBR keeps the rate that the buffer allowed" },
	{ "paced-near-cwnd", LIMIT_CWND, WHEN(P(PACED_STATE), P(PACES_ITSELF), P(NEAR_CWND)),
	  .why = "BBR's model of the path sets the rate, and half of its congestion window is in flight" },
	{ "paced-behind-a-buffer", LIMIT_SNDBUF, WHEN(P(PACED_STATE), P(PACES_ITSELF), P(WRITER_REFUSED)),
	  .why = "BBR paces at the rate it measured, and the buffer limited that rate" },
	{ "paced-as-written", LIMIT_APP, WHEN(P(PACED_STATE), P(PACES_ITSELF), P(APP_LIMITED)),
	  .why = "BBR paces at the rate at which the application writes (tcp_rate_check_app_limited())" },
	{ "paced", LIMIT_UNKNOWN, WHEN(P(PACED_STATE)),
	  .why = "data waits although both windows have room: a queue on this host, Nagle or a pacing rate" },
	{ "full-path", LIMIT_CWND, WHEN(P(APP_STATE), P(SEND_QUEUE), P(WRITER_REFUSED)),
	  .why = "nothing waits here because the data is in a queue on the path; more data would wait there too" },
	{ "nothing-waits", LIMIT_APP, WHEN(P(APP_STATE)),
	  .why = "ACKs found no unsent data and room in the buffer: the application wrote no more" },
};

static const struct rule recv_limit[] = {
	{ "silent", LIMIT_IDLE, UNLESS(P(RECEIVED)),
	  .why = "no data arrived" },
	{ "mptcp", LIMIT_UNKNOWN, WHEN(P(MPTCP)),
	  .why = "MPTCP subflows share one window (RFC 8684)" },
	{ "slow-reader", LIMIT_READER, WHEN(P(READER_LAGS), P(READER_FELT)),
	  .why = "unread data waits all the time and reduces the window" },
	{ "closed-for-long", LIMIT_READER, WHEN(P(WINDOW_FILLS), P(WINDOW_WAITED)),
	  .why = "the window fills, and opens many round trips later, when the application reads" },
	{ "emptied-each-time", LIMIT_RCVBUF, WHEN(P(WINDOW_FILLS), P(READER_EMPTIES)),
	  .why = "the window fills although the application reads everything and waits for more" },
	{ "no-rtt", LIMIT_UNKNOWN, UNLESS(P(RTT_KNOWN)),
	  .why = "without an RTT, the data per round trip is not known" },
	{ "impossible-rtt", LIMIT_UNKNOWN, WHEN(P(MORE_THAN_WINDOW)),
	  .why = "more than a window cannot arrive per round trip, so the RTT of the handshake was too long" },
	{ "full-rounds", LIMIT_RCVBUF, WHEN(P(FULL_ROUNDS), P(BULK), P(RTT_SURE)),
	  .why = "while data flows, a full window arrives per round trip: rate = window / RTT" },
	{ "memory-short", LIMIT_UNKNOWN, WHEN(P(MEMORY_SHORT)),
	  .why = "under memory pressure (tcp_mem) segments are dropped, and the window does not show it (tcp_try_rmem_schedule())" },
	{ "trickle", LIMIT_SENDER, UNLESS(P(BULK)),
	  .why = "segments are small; a sender that waits for a window sends full-size ones (RFC 9293, 3.8.6.2)" },
	{ "bursts-close-it", LIMIT_UNKNOWN, WHEN(P(BURSTS_CLOSE)), UNLESS(P(WINDOW_FULL)),
	  .why = "a large burst, or a reader that reads much at a time, closes the window in the same way" },
	{ "reader-in-doubt", LIMIT_UNKNOWN, WHEN(P(WINDOW_HALF_FULL), P(READER_LAGS_AT_TIMES)), UNLESS(P(WINDOW_FULL)),
	  .why = "the reader lags at times: it may be slightly slower than its window allows" },
	{ "full-at-times", LIMIT_UNKNOWN, WHEN(P(SOME_FULL_ROUNDS)), UNLESS(P(WINDOW_FULL)),
	  .why = "some round trips brought a full window: the sender sends in bursts, or it waits for our window" },
	{ "not-counted", LIMIT_UNKNOWN, WHEN(P(WINDOW_HALF_FULL)), UNLESS(P(DETAILED), P(WINDOW_FULL)),
	  .why = "on average the window has room, but the capture does not count the round trips that brought data" },
	{ "window-has-room", LIMIT_SENDER, UNLESS(P(MAYBE_FULL)),
	  .why = "less than a full window arrives per round trip (Little's law)" },
	{ "path-rate", LIMIT_SENDER, WHEN(P(RECV_AT_PATH_RATE)), UNLESS(P(WINDOW_FULL)),
	  .why = "data arrives at the rate of the full path, and the window is not full" },
	{ "few-segments", LIMIT_UNKNOWN, WHEN(P(SMALL_WINDOW)), UNLESS(P(WINDOW_FULL_PLAIN)),
	  .why = "in a window of so few segments, one more or less decides whether it is full" },
	{ "queue-behind-it", LIMIT_SENDER, WHEN(P(RECV_QUEUE)), UNLESS(P(WINDOW_FULL), P(LONGEST_FULL), P(RTT_WANDERS), P(RECV_BULK_AGAINST)),
	  .why = "the path has a standing queue, and the window has room" },
	{ "between-two-clocks", LIMIT_UNKNOWN, UNLESS(P(WINDOW_FULL)),
	  .why = "the window may be full: the timestamp tick or a varying RTT hides it (RFC 7323)" },
	{ "too-little-data", LIMIT_UNKNOWN, UNLESS(P(ENOUGH_BYTES)),
	  .why = "too few segments arrived" },
	{ "too-few-rtts", LIMIT_UNKNOWN, UNLESS(P(ENOUGH_RECV_RTTS)),
	  .why = "a window limits once per round trip, and there were too few" },
	{ "handshake-alone", LIMIT_UNKNOWN, UNLESS(P(RTT_SURE)),
	  .why = "only the handshake measured the RTT, and it may have waited for a sleeping radio" },
	{ "full-window", LIMIT_RCVBUF, WHEN(P(WINDOW_FULL), P(RTT_SURE)),
	  .why = "a full window arrives per round trip: rate = window / RTT" },
};

#define SLOWER_WHY "other traffic fills the queue now, or the path became longer; an endpoint cannot tell which"
#define WANDERS_WHY "the RTT varies from span to span; the queue of one full bottleneck would be steady"
#define AGAINST_WHY "the queue may be on the path of the ACKs, where more data in flight does help"
#define FULL_WHY "the rate stayed the same while the RTT grew: more data in flight only lengthens the queue (RFC 6349, buffer delay)"
#define FAR_WHY "the data in flight is far above the BDP: most of it waits in a queue (RFC 6349, buffer delay)"
#define UNPROVEN_WHY "the RTT is above its minimum, but never grew while the rate stayed the same"
#define CAME_WHY "a connection that starts behind a queue takes the RTT of the queue for the RTT of the path"
#define LATELY_WHY "a queue stood in recent spans; it has drained for now, but the path may still be full"
#define DOUBT_WHY "a window that just covers the BDP makes a short queue; a larger one would gain nothing"

static const struct rule rwnd_cause[] = {
	{ "lossy-reader", CAUSE_NONE, WHEN(P(PEER_LAGS), P(LOSES)),
	  .why = "data that waits behind a lost segment also uses up the window" },
	{ "silly-window", CAUSE_NO_WSCALE_PEER, WHEN(P(PEER_SILLY)), UNLESS(P(SCALING_OFF)),
	  .why = "a window below one segment means that a middlebox removed the window scale option (RFC 7323, 2.2)" },
	{ "unscaled-on-the-way", CAUSE_NO_WSCALE_PEER, WHEN(P(PEER_UNSCALED_SHRUNK), P(PEER_STANDS)), UNLESS(P(SCALING_OFF)),
	  .why = "a middlebox removed the window scale option from one segment of the handshake (RFC 7323, 2.2)" },
	{ "slow-reader", CAUSE_PEER_READER, WHEN(P(PEER_LAGS)), UNLESS(P(PEER_STANDS)),
	  .why = "unread data reduces the advertised window (RFC 9293, 3.8.6.2.2)" },
	{ "closed-for-long", CAUSE_PEER_READER, WHEN(P(PEER_WAITED)), UNLESS(P(PEER_STANDS)),
	  .why = "the window is always full, yet less than an eighth of it is sent per round trip: the reader is slow (Little's law)" },
	{ "full-path", CAUSE_PATH_FULL, WHEN(P(SEND_AT_PATH_RATE)),
	  .why = FULL_WHY },
	{ "slower-behind-a-queue", CAUSE_NONE, WHEN(P(SEND_QUEUE), P(SEND_SLOWER)),
	  .why = SLOWER_WHY },
	{ "rtt-wanders", CAUSE_NONE, WHEN(P(SEND_QUEUE), P(RTT_WANDERS)),
	  .why = WANDERS_WHY },
	{ "queue-against", CAUSE_NONE, WHEN(P(SEND_QUEUE), P(SEND_BULK_AGAINST)),
	  .why = AGAINST_WHY },
	{ "far-above-bdp", CAUSE_PATH_FULL, WHEN(P(SEND_QUEUE), P(SEND_FAR_ABOVE), P(RTT_STEADY)),
	  .why = FAR_WHY },
	{ "queue-unproven", CAUSE_NONE, WHEN(P(SEND_QUEUE)),
	  .why = UNPROVEN_WHY },
	{ "came-to-a-queue", CAUSE_NONE, WHEN(P(CAME_TO_QUEUE)),
	  .why = CAME_WHY },
	{ "queue-lately", CAUSE_NONE, WHEN(P(SEND_QUEUE_LATELY)),
	  .why = LATELY_WHY },
	{ "queue-in-doubt", CAUSE_NONE, WHEN(P(SEND_QUEUE_DOUBT)),
	  .why = DOUBT_WHY },
	{ "growing", CAUSE_AUTOTUNING, WHEN(P(PEER_WINDOW_GROWS)), UNLESS(P(PEER_UNSCALED)),
	  .why = "receive autotuning is still growing the window (tcp_rcv_space_adjust())" },
	{ "not-carried", CAUSE_NONE, UNLESS(P(RWND_CARRIED)),
	  .why = "only a part of the window is sent per round trip: mostly the reader keeps it closed" },
	{ "unscaled-here", CAUSE_NO_WSCALE_LOCAL, WHEN(P(PEER_UNSCALED), P(SCALING_OFF)),
	  .why = "without window scaling (RFC 7323) a window is at most 65535 bytes" },
	{ "unscaled-here-alone", CAUSE_NONE, WHEN(P(PEER_UNSCALED), P(PEER_SCALES)),
	  .why = "the peer scales on other connections, so it did not refuse: a SYN cookie, or our sysctl was off" },
	{ "unscaled-peer", CAUSE_NO_WSCALE_PEER, WHEN(P(PEER_UNSCALED)),
	  .why = "the peer or a middlebox sent no window scale (RFC 7323)" },
	{ "reader-in-doubt", CAUSE_NONE, UNLESS(P(PEER_RETURNS)),
	  .why = "a window that stays below its maximum: a slow reader, or a buffer that shrank" },
	{ "small-peer-buffer", CAUSE_PEER_BUFFER, WHEN(P(RWND_CARRIED), P(PEER_RETURNS)), UNLESS(P(SEND_QUEUE_DOUBT)),
	  .why = "the window opens to its maximum and is used up every round trip, and there is no queue" },
};

static const struct rule cwnd_cause[] = {
	{ "clamped", CAUSE_CWND_CLAMP, WHEN(P(CWND_CLAMPED)),
	  .why = "tp->snd_cwnd_clamp limits the congestion window (tcp_cong_avoid_ai())" },
	{ "free", CAUSE_NONE, UNLESS(P(CWND_CLAMPED)),
	  .why = "congestion control sets the congestion window" },
};

static const struct rule sndbuf_cause[] = {
	{ "full-path", CAUSE_PATH_FULL, WHEN(P(SEND_AT_PATH_RATE)),
	  .why = FULL_WHY },
	{ "slower-behind-a-queue", CAUSE_NONE, WHEN(P(SEND_QUEUE), P(SEND_SLOWER)),
	  .why = SLOWER_WHY },
	{ "rtt-wanders", CAUSE_NONE, WHEN(P(SEND_QUEUE), P(RTT_WANDERS)),
	  .why = WANDERS_WHY },
	{ "queue-against", CAUSE_NONE, WHEN(P(SEND_QUEUE), P(SEND_BULK_AGAINST)),
	  .why = AGAINST_WHY },
	{ "far-above-bdp", CAUSE_PATH_FULL, WHEN(P(SEND_QUEUE), P(SEND_FAR_ABOVE), P(RTT_STEADY)),
	  .why = FAR_WHY },
	{ "queue-unproven", CAUSE_NONE, WHEN(P(SEND_QUEUE)),
	  .why = UNPROVEN_WHY },
	{ "came-to-a-queue", CAUSE_NONE, WHEN(P(CAME_TO_QUEUE)),
	  .why = CAME_WHY },
	{ "queue-lately", CAUSE_NONE, WHEN(P(SEND_QUEUE_LATELY)),
	  .why = LATELY_WHY },
	{ "queue-in-doubt", CAUSE_NONE, WHEN(P(SNDBUF_QUEUE_DOUBT)),
	  .why = DOUBT_WHY },
	{ "growing", CAUSE_AUTOTUNING, WHEN(P(SNDBUF_GROWS)), UNLESS(P(SNDBUF_LOCKED)),
	  .why = "send autotuning is still growing the buffer (tcp_sndbuf_expand())" },
	{ "may-grow", CAUSE_AUTOTUNING, WHEN(P(SNDBUF_BELOW_MAX)), UNLESS(P(SNDBUF_LOCKED), P(MEMORY_SHORT)),
	  .why = "send autotuning has not reached its maximum" },
	{ "not-carried", CAUSE_NONE, UNLESS(P(SNDBUF_CARRIED)),
	  .why = "a buffer that limits is sent once per round trip, and less was sent (Little's law)" },
	{ "fixed-by-application", CAUSE_SO_SNDBUF, WHEN(P(SNDBUF_LOCKED), P(SNDBUF_CARRIED)),
	  .why = "SO_SNDBUF turns autotuning off (socket(7))" },
	{ "held-by-memory", CAUSE_MEMORY_PRESSURE, WHEN(P(SNDBUF_BELOW_MAX), P(MEMORY_SHORT)),
	  .why = "buffers do not grow under memory pressure (tcp_should_expand_sndbuf())" },
	{ "at-its-maximum", CAUSE_TCP_WMEM, WHEN(P(SNDBUF_CARRIED)), UNLESS(P(SNDBUF_BELOW_MAX), P(SNDBUF_LOCKED), P(SNDBUF_QUEUE_DOUBT)),
	  .why = "tcp_wmem[2] limits the autotuned buffer" },
};

static const struct rule rcvbuf_cause[] = {
	{ "full-path", CAUSE_PATH_FULL, WHEN(P(RECV_AT_PATH_RATE)),
	  .why = FULL_WHY },
	{ "slower-behind-a-queue", CAUSE_NONE, WHEN(P(RECV_QUEUE), P(RECV_SLOWER)),
	  .why = SLOWER_WHY },
	{ "rtt-wanders", CAUSE_NONE, WHEN(P(RECV_QUEUE), P(RTT_WANDERS)),
	  .why = WANDERS_WHY },
	{ "queue-against", CAUSE_NONE, WHEN(P(RECV_QUEUE), P(RECV_BULK_AGAINST)),
	  .why = AGAINST_WHY },
	{ "far-above-bdp", CAUSE_PATH_FULL, WHEN(P(RECV_QUEUE), P(RECV_FAR_ABOVE), P(RTT_STEADY)),
	  .why = FAR_WHY },
	{ "queue-unproven", CAUSE_NONE, WHEN(P(RECV_QUEUE)),
	  .why = UNPROVEN_WHY },
	{ "came-to-a-queue", CAUSE_NONE, WHEN(P(CAME_TO_QUEUE)),
	  .why = CAME_WHY },
	{ "queue-lately", CAUSE_NONE, WHEN(P(RECV_QUEUE_LATELY)),
	  .why = LATELY_WHY },
	{ "queue-in-doubt", CAUSE_NONE, WHEN(P(RECV_QUEUE_DOUBT)), UNLESS(P(WINDOW_FILLS)),
	  .why = DOUBT_WHY },
	{ "never-idle", CAUSE_NONE, WHEN(P(RECV_NEVER_IDLE), P(RECV_QUEUE_SHORT)), UNLESS(P(WINDOW_FILLS)),
	  .why = "a window that limits leaves its path idle in a part of each round trip; this path was never idle and has a short queue, so it may be full" },
	{ "unscaled-here", CAUSE_NO_WSCALE_LOCAL, WHEN(P(OWN_UNSCALED), P(SCALING_OFF)),
	  .why = "without window scaling (RFC 7323) a window is at most 65535 bytes" },
	{ "unscaled-here-alone", CAUSE_NONE, WHEN(P(OWN_UNSCALED), P(PEER_SCALES)),
	  .why = "the peer scales on other connections, so it did not refuse: a SYN cookie, or our sysctl was off" },
	{ "unscaled-peer", CAUSE_NO_WSCALE_PEER, WHEN(P(OWN_UNSCALED)),
	  .why = "the peer or a middlebox sent no window scale (RFC 7323)" },
	{ "growing", CAUSE_AUTOTUNING, WHEN(P(RECV_WINDOW_GROWS)),
	  .why = "receive autotuning is still growing the window (tcp_rcv_space_adjust())" },
	{ "held-by-memory", CAUSE_MEMORY_PRESSURE, WHEN(P(FAR_BELOW), P(MEMORY_SHORT)),
	  .why = "memory pressure reduces rcv_ssthresh (tcp_clamp_window())" },
	{ "held-by-nobody-known", CAUSE_NONE, WHEN(P(FAR_BELOW)),
	  .why = "rcv_ssthresh limits the window, and the reason is not known (tcp_grow_window())" },
	{ "scale-of-the-buffer", CAUSE_SO_RCVBUF, WHEN(P(SCALE_BINDS), P(RCVBUF_LOCKED), P(SCALE_OF_BUFFER)),
	  .why = "SO_RCVBUF also determined the window scale (tcp_select_initial_window())" },
	{ "scale", CAUSE_WSCALE, WHEN(P(SCALE_BINDS)),
	  .why = "the window scale is chosen once, at the handshake (RFC 7323, 2.3)" },
	{ "clamp", CAUSE_WINDOW_CLAMP, WHEN(P(CLAMPED)),
	  .why = "tp->window_clamp is smaller than the window that the buffer allows (__tcp_select_window())" },
	{ "fixed-by-application", CAUSE_SO_RCVBUF, WHEN(P(RCVBUF_LOCKED)),
	  .why = "SO_RCVBUF turns autotuning off (socket(7))" },
	{ "at-its-maximum", CAUSE_TCP_RMEM, WHEN(P(RCVBUF_AT_MAX)), UNLESS(P(RCVBUF_LOCKED)),
	  .why = "tcp_rmem[2] limits the autotuned buffer" },
	{ "autotuning-off", CAUSE_AUTOTUNE_OFF, UNLESS(P(AUTOTUNING_ON)),
	  .why = "with tcp_moderate_rcvbuf = 0 the buffer keeps its initial size" },
	{ "held-by-memory-early", CAUSE_MEMORY_PRESSURE, WHEN(P(MEMORY_SHORT)),
	  .why = "buffers do not grow under memory pressure" },
	{ "rests-below-its-maximum", CAUSE_NONE, WHEN(P(RECV_WINDOW_RESTS)), UNLESS(P(RCVBUF_AT_MAX)),
	  .why = "autotuning follows what the application reads per round trip, and it waits for more than that (tcp_rcv_space_adjust())" },
	{ "may-grow", CAUSE_AUTOTUNING, UNLESS(P(RCVBUF_AT_MAX)),
	  .why = "receive autotuning has not reached its maximum" },
};
/* clang-format on */

static const struct {
	const char *name;
	const struct rule *rows;
	size_t count;
} lists[] = {
	[RULES_SEND_LIMIT] = { "send limit", send_limit, COUNT(send_limit) },
	[RULES_RECV_LIMIT] = { "recv limit", recv_limit, COUNT(recv_limit) },
	[RULES_RWND_CAUSE] = { "rwnd cause", rwnd_cause, COUNT(rwnd_cause) },
	[RULES_CWND_CAUSE] = { "cwnd cause", cwnd_cause, COUNT(cwnd_cause) },
	[RULES_SNDBUF_CAUSE] = { "sndbuf cause", sndbuf_cause, COUNT(sndbuf_cause) },
	[RULES_RCVBUF_CAUSE] = { "rcvbuf cause", rcvbuf_cause, COUNT(rcvbuf_cause) },
};
static_assert(COUNT(lists) == RULE_LIST_MAX, "a list has no rows");

const char *rules_name(enum rule_list list)
{
	return lists[list].name;
}

const struct rule *rules_of(enum rule_list list, size_t *ret_count)
{
	*ret_count = lists[list].count;
	return lists[list].rows;
}

/* The first predicate that keeps the row from matching; PREDICATE_NONE = it matches. */
static enum predicate fails_by(const struct rule *rule, rules_ask_fn ask, void *ctx)
{
	for (int i = 0; i < RULE_WHEN_MAX && rule->when[i]; i++)
		if (!ask(ctx, rule->when[i]))
			return rule->when[i];
	for (int i = 0; i < RULE_UNLESS_MAX && rule->unless[i]; i++)
		if (ask(ctx, rule->unless[i]))
			return rule->unless[i];
	return PREDICATE_NONE;
}

const struct rule *rules_first(enum rule_list list, rules_ask_fn ask, void *ctx)
{
	size_t i = 0;

	while (i + 1 < lists[list].count && fails_by(&lists[list].rows[i], ask, ctx))
		i++;
	return &lists[list].rows[i];
}

/* Facts computed so far: each predicate is evaluated at most once per case. */
struct answers {
	const struct case_file *cf;
	bool known[PREDICATE_MAX];
	struct fact facts[PREDICATE_MAX];
};

static bool ask_case(void *ctx, enum predicate predicate)
{
	struct answers *a = ctx;

	if (!a->known[predicate]) {
		a->facts[predicate] = predicate_ask(predicate, a->cf);
		a->known[predicate] = true;
	}
	return a->facts[predicate].holds;
}

static void add_facts(struct reason *reason, struct answers *a, const enum predicate *predicates,
		      int max)
{
	for (int i = 0; i < max && predicates[i]; i++) {
		ask_case(a, predicates[i]);
		reason->facts[reason->facts_count++] = a->facts[predicates[i]];
	}
}

/*
 * How far the fact is from the opposite: |seen - asked| / the larger, permille; 1000 = no figures.
 */
static uint64_t distance(const struct fact *fact)
{
	uint64_t most = fact->seen > fact->asked ? fact->seen : fact->asked;
	uint64_t apart = fact->seen > fact->asked ? fact->seen - fact->asked
						  : fact->asked - fact->seen;

	if (fact->unit == FACT_FLAG || !most || apart > UINT64_MAX / 1000)
		return 1000;
	return apart * 1000 / most;
}

int rules_decide(enum rule_list list, const struct case_file *cf, struct reason *ret_reason)
{
	const struct rule *rule = lists[list].rows, *last = rule + lists[list].count - 1;
	struct answers answers = { .cf = cf };
	struct reason reason = { 0 };
	uint64_t nearest = 1000;

	for (; rule < last; rule++) {
		enum predicate failed = fails_by(rule, ask_case, &answers);

		if (!failed)
			break;
		if (distance(&answers.facts[failed]) >= nearest)
			continue;
		nearest = distance(&answers.facts[failed]);
		reason.nearest = rule;
		reason.failed = answers.facts[failed];
	}
	reason.rule = rule;
	add_facts(&reason, &answers, rule->when, RULE_WHEN_MAX);
	add_facts(&reason, &answers, rule->unless, RULE_UNLESS_MAX);
	*ret_reason = reason;
	return rule->result;
}
