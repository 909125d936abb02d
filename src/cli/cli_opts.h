/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The options that the commands share, parsed and checked. */
#ifndef TCPBDP_CLI_OPTS_H
#define TCPBDP_CLI_OPTS_H

#include "model/filter.h"
#include "source/hooks.h"

enum color {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
	COLOR_MAX,
};

struct cli_opts {
	bool json;
	uint64_t interval_ns;   /* > 0; default 1 s */
	uint64_t duration_ns;   /* 0 = until interrupted */
	struct filter filter;   /* names already resolved to numbers */
	uint64_t bandwidth_bps; /* 0 = not given */
	bool flagged;
	enum attach_kind attach;
	uint32_t sample_interval_ms; /* default 100; 0 = a sample for every event */
	bool timestamp;
	bool no_header;
	enum color color;
	unsigned verbose;
};

#endif
