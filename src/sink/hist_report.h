/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A report of hist: the histograms of an interval, for a person and as JSON; and the metrics. */
#ifndef TCPBDP_HIST_REPORT_H
#define TCPBDP_HIST_REPORT_H

#include "hist/hist_set.h"
#include "hist/metric.h"
#include "sink/group_label.h"

#define HIST_LABEL_LEN 512 /* of a group */

struct hist_report {
	enum metric metric;
	enum weight weight;
	struct group_choice group;
	uint64_t ts_ns; /* the end of the interval, CLOCK_REALTIME */
	uint64_t interval_ns;
	const struct hist_set *set; /* ranked */
	size_t merged;              /* groups that are in its rest */
	bool separate;              /* from a report before, by a blank line */
	bool timestamp;
	bool header;
	bool utf8; /* what reads it decodes UTF-8: see quote_terminal() */
	struct group_names names;
};

/* Each is one text, to be freed. NULL when memory is out. */
char *hist_report_text(const struct hist_report *r);
char *hist_report_json(const struct hist_report *r);

char *hist_report_metrics_text(void);
char *hist_report_metrics_json(void);

#endif
