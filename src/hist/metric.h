/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The metrics: a row each. A metric has a value of a moment, which hist counts: reading_value() in
 * reading.h. Some also have one of an interval, which fleet counts: metric_of_finding().
 */
#ifndef TCPBDP_METRIC_H
#define TCPBDP_METRIC_H

#include "finding/finding.h"
#include "hist/reading.h"
#include "sample/sample.h"

enum quantity {
	QUANTITY_USEC,
	QUANTITY_BYTES,
	QUANTITY_BITS_PER_SECOND,
	QUANTITY_PERCENT,
	QUANTITY_PERMILLE,
	QUANTITY_MAX,
};

/* Which hook shows it. */
enum metric_side {
	METRIC_AT_SEGMENT, /* one that arrives: the state is that before it */
	METRIC_AT_SEND,    /* a call that sends */
	METRIC_SIDE_MAX,
};

/* What a count stands for. */
enum weight {
	WEIGHT_SOCKETS,  /* a socket and a second in which it was active */
	WEIGHT_SEGMENTS, /* an event that shows the metric */
	WEIGHT_MAX,
};

/* Whose limit it may be told by. */
enum metric_direction {
	METRIC_SENDS,
	METRIC_RECEIVES,
	METRIC_BOTH, /* of the path: that of the send side, unless it is idle */
};

struct metric_row {
	const char *name;
	enum quantity unit;
	enum metric_side side;
	enum metric_direction direction;
	unsigned reads;     /* READS_* */
	bool in_samples;    /* a sample, and so a capture, has what it is made of */
	const char *source; /* the fields of the kernel, as an expression */
	const char *about;  /* a line for a person */
};

const struct metric_row *metric_row(enum metric metric);

/* "us"; for a histogram's title: "usecs" */
const char *quantity_name(enum quantity unit);
const char *quantity_title(enum quantity unit);

/* "segment" */
const char *metric_side_name(enum metric_side side);

/* "sockets" */
const char *weight_name(enum weight weight);

/* The metric of this name; false if there is none. */
bool metric_find(const char *name, enum metric *ret_metric);

/*
 * A metric's value as a sample shows it; false = none yet. Also of a socket that has closed: its
 * buffers and windows are gone then, its path is as it was.
 */
bool metric_of_sample(enum metric metric, const struct sample *s, uint64_t *ret_value);

/* Does the socket have one for both directions? Else each direction has its own. */
bool metric_of_path(enum metric metric);

/* Headroom of an interval counts in thousandths, not in percent: fleet's lowest bound is 1/8. */
#define METRIC_HEADROOM_ONE 1000

/*
 * A metric's value as the finding of an interval shows it. false: it is not known, or the metric has
 * no value of an interval. It is not made as the value of a moment is:
 *
 *            of a moment                       of an interval
 *   queue    smoothed less minimum RTT         mean less minimum RTT
 *   rate     delivery-rate: of the last ACKs   payload over the time that it took
 *   bdp      that rate * minimum RTT           bandwidth that the socket has shown * minimum RTT
 *   headroom window now / that BDP, percent    largest window / that BDP, 1/METRIC_HEADROOM_ONE
 *
 * The last three are the sender's of a moment, and either direction's of an interval.
 */
bool metric_of_finding(enum metric metric, const struct finding *f, enum direction direction,
		       uint64_t *ret_value);

#endif
