/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of the lab's traffic. */
#ifndef LAB_TRAFFIC_OPTIONS_H
#define LAB_TRAFFIC_OPTIONS_H

#include <getopt.h>
#include <stdbool.h>

#include "endpoint.h"
#include "exchange.h"

#define CONNECTIONS_MAX 1024
#define DURATION_MAX_NS (600 * NSEC_PER_SEC)

struct traffic {
	bool listening, half_close;
	int connections;
	uint64_t duration_ns;
	struct endpoint end;
	struct transfer_opts opts;
	struct transfer *done; /* one per connection, shared with the children */
};

static const char *const action_names[] = {
	[ACTION_WRITE] = "write", [ACTION_READ] = "read",     [ACTION_ECHO] = "echo",
	[ACTION_ASK] = "ask",     [ACTION_DUPLEX] = "duplex",
};
_Static_assert(sizeof(action_names) / sizeof(action_names[0]) == ACTION_MAX, "one per action");

static const char *const means_names[] = {
	[MEANS_COPY] = "copy",         [MEANS_EAGAIN] = "eagain",     [MEANS_POLL] = "poll",
	[MEANS_ZEROCOPY] = "zerocopy", [MEANS_SENDFILE] = "sendfile", [MEANS_SPLICE] = "splice",
	[MEANS_URING] = "uring",
};
_Static_assert(sizeof(means_names) / sizeof(means_names[0]) == MEANS_MAX, "one per means");

/* An option is a row. */
static const struct traffic_opt {
	const char *name, *arg, *help;
} rows[] = {
	{ "addr", "ADDR", "connect to it, or listen on it (loopback, or any)" },
	{ "port", "PORT", "0 to listen where the kernel likes (0)" },
	{ "duration", "SECONDS", "ends after it (10)" },
	{ "connections", "N", "at once (1)" },
	{ "size", "BYTES", "of one read or write (128k; echo and ask: 64)" },
	{ "rate", "RATE", "write no faster, in bit/s" },
	{ "burst", "BYTES", "write so much at a time, and wait until --rate allows the next" },
	{ "read-rate", "RATE", "read no faster, in bit/s" },
	{ "read-burst", "BYTES",
	  "read so much at a time, and wait until --read-rate allows the next" },
	{ "stall", "MS/MS", "read nothing at the beginning of each cycle: 30/60" },
	{ "work", "MS", "be busy for so long after each read" },
	{ "answer", "BYTES", "of echo and ask, where it is not as long as the question" },
	{ "chunk", "BYTES", "of one call to write, where a write or an answer is longer" },
	{ "threads", "N", "write to the one socket (1)" },
	{ "each", "SECONDS", "end a connection after so long, and begin the next" },
	{ "greet", "BYTES", "send so much before anything else" },
	{ "by", "MEANS", "of writing, as writer.h has them (copy)" },
	{ "lowat", "BYTES", "TCP_NOTSENT_LOWAT" },
	{ "rcvlowat", "BYTES", "SO_RCVLOWAT" },
	{ "pacing", "RATE", "SO_MAX_PACING_RATE, in bit/s" },
	{ "mss", "BYTES", "TCP_MAXSEG" },
	{ "clamp", "BYTES", "TCP_WINDOW_CLAMP before connect or listen" },
	{ "tls", NULL, "TLS in the kernel, with keys that are no secret" },
	{ "sndbuf", "BYTES", "SO_SNDBUF before connect or listen" },
	{ "rcvbuf", "BYTES", "SO_RCVBUF before connect or listen" },
	{ "late-sndbuf", "BYTES", "SO_SNDBUF on the connected socket" },
	{ "late-rcvbuf", "BYTES", "SO_RCVBUF on the connected socket" },
	{ "congestion", "NAME", "congestion control" },
	{ "warm-up", "SECONDS", "what is read until then does not count (0)" },
	{ "half-close", NULL, "shut down writing before anything else" },
};
enum {
	OPT_ADDR,
	OPT_PORT,
	OPT_DURATION,
	OPT_CONNECTIONS,
	OPT_SIZE,
	OPT_RATE,
	OPT_BURST,
	OPT_READ_RATE,
	OPT_READ_BURST,
	OPT_STALL,
	OPT_WORK,
	OPT_ANSWER,
	OPT_CHUNK,
	OPT_THREADS,
	OPT_EACH,
	OPT_GREET,
	OPT_BY,
	OPT_LOWAT,
	OPT_RCVLOWAT,
	OPT_PACING,
	OPT_MSS,
	OPT_CLAMP,
	OPT_TLS,
	OPT_SNDBUF,
	OPT_RCVBUF,
	OPT_LATE_SNDBUF,
	OPT_LATE_RCVBUF,
	OPT_CONGESTION,
	OPT_WARM_UP,
	OPT_HALF_CLOSE,
	OPT_MAX
};
_Static_assert(sizeof(rows) / sizeof(rows[0]) == OPT_MAX, "one row per option");

__attribute__((noreturn)) static void usage(FILE *out)
{
	int i;

	fputs("usage: traffic listen|connect write|read|echo|ask|duplex [-4|-6] [options]\n", out);
	for (i = 0; i < OPT_MAX; i++)
		fprintf(out, "  --%-12s %-8s %s\n", rows[i].name, rows[i].arg ? rows[i].arg : "",
			rows[i].help);
	exit(out == stdout ? 0 : 2);
}

static int find_name(const char *const *names, int count, const char *name)
{
	int i;

	for (i = 0; i < count && strcmp(names[i], name); i++)
		;
	if (i == count)
		usage(stderr);
	return i;
}

static void size_option(struct traffic *t, int opt)
{
	int bytes = (int)arg_bytes(rows[opt].name, optarg);

	switch (opt) {
	case OPT_SIZE:
		if (!bytes || bytes > TRANSFER_SIZE_MAX)
			die(2, "size: must be 1 to %d bytes", TRANSFER_SIZE_MAX);
		t->opts.size = (size_t)bytes;
		break;
	case OPT_BURST:
		t->opts.burst = (size_t)bytes;
		break;
	case OPT_READ_BURST:
		t->opts.read_burst = (size_t)bytes;
		break;
	case OPT_CHUNK:
		t->opts.chunk = (size_t)bytes;
		break;
	case OPT_ANSWER:
		t->opts.answer = (size_t)bytes;
		break;
	case OPT_GREET:
		t->opts.greeting = (size_t)bytes;
		break;
	case OPT_LOWAT:
		t->end.lowat_bytes = bytes;
		break;
	case OPT_RCVLOWAT:
		t->end.rcvlowat_bytes = bytes;
		break;
	case OPT_MSS:
		t->end.mss_bytes = bytes;
		break;
	case OPT_CLAMP:
		t->end.clamp_bytes = bytes;
		break;
	case OPT_SNDBUF:
		t->end.sndbuf_bytes = bytes;
		break;
	case OPT_RCVBUF:
		t->end.rcvbuf_bytes = bytes;
		break;
	case OPT_LATE_SNDBUF:
		t->end.late_sndbuf_bytes = bytes;
		break;
	case OPT_LATE_RCVBUF:
		t->end.late_rcvbuf_bytes = bytes;
		break;
	}
}

static void stall_option(struct transfer_opts *opts)
{
	char *cycle = strchr(optarg, '/');

	if (!cycle)
		die(2, "stall: '%s' is not MS/MS", optarg);
	*cycle++ = 0;
	opts->stall_ns = arg_ms_as_ns("stall", optarg);
	opts->stall_cycle_ns = arg_ms_as_ns("stall", cycle);
}

static void time_option(struct traffic *t, int opt)
{
	switch (opt) {
	case OPT_DURATION:
		t->duration_ns = arg_seconds_as_ns("duration", optarg);
		if (t->duration_ns > DURATION_MAX_NS)
			die(2, "duration: at most 600 s");
		break;
	case OPT_EACH:
		t->opts.each_ns = arg_seconds_as_ns("each", optarg);
		break;
	case OPT_WARM_UP:
		t->opts.warm_up_ns = arg_seconds_as_ns("warm-up", optarg);
		break;
	case OPT_STALL:
		stall_option(&t->opts);
		break;
	case OPT_WORK:
		t->opts.work_ns = arg_ms_as_ns("work", optarg);
		break;
	default:
		size_option(t, opt);
	}
}

static void rate_option(struct traffic *t, int opt)
{
	switch (opt) {
	case OPT_RATE:
		t->opts.write_bps = arg_rate_bps("rate", optarg);
		break;
	case OPT_READ_RATE:
		t->opts.read_bps = arg_rate_bps("read-rate", optarg);
		break;
	case OPT_PACING:
		t->end.pacing_bytes_per_s = (int)(arg_rate_bps("pacing", optarg) / 8);
		break;
	default:
		time_option(t, opt);
	}
}

static void option(struct traffic *t, int opt)
{
	switch (opt) {
	case OPT_ADDR:
		t->end.addr = optarg;
		break;
	case OPT_PORT:
		t->end.port = (uint16_t)arg_count("port", optarg, UINT16_MAX);
		break;
	case OPT_CONNECTIONS:
		t->connections = (int)arg_count("connections", optarg, CONNECTIONS_MAX);
		break;
	case OPT_THREADS:
		t->opts.threads = (unsigned int)arg_count("threads", optarg, CREW_MAX);
		break;
	case OPT_CONGESTION:
		t->end.congestion = optarg;
		break;
	case OPT_BY:
		t->opts.means = (enum means)find_name(means_names, MEANS_MAX, optarg);
		break;
	case OPT_TLS:
		t->end.tls = true;
		break;
	case OPT_HALF_CLOSE:
		t->half_close = true;
		break;
	case '4':
	case '6':
		t->end.family = opt == '4' ? AF_INET : AF_INET6;
		break;
	default:
		rate_option(t, opt);
	}
}

static void parse_words(struct traffic *t, char **words)
{
	if (!words[0] || !words[1] || words[2])
		usage(stderr);
	t->listening = !strcmp(words[0], "listen");
	if (!t->listening && strcmp(words[0], "connect"))
		usage(stderr);
	t->opts.action = (enum action)find_name(action_names, ACTION_MAX, words[1]);
}

/* Which end's turn it is to write changes. */
static bool is_dialog(const struct transfer_opts *opts)
{
	return opts->action == ACTION_ECHO || opts->action == ACTION_ASK;
}

static void traffic_parse(struct traffic *t, int argc, char **argv)
{
	struct option longs[OPT_MAX + 1] = { 0 };
	uint64_t rate_bps;
	int i, opt;

	for (i = 0; i < OPT_MAX; i++) {
		longs[i].name = rows[i].name;
		longs[i].has_arg = rows[i].arg ? required_argument : no_argument;
		longs[i].val = i;
	}
	while ((opt = getopt_long(argc, argv, "46h", longs, NULL)) != -1) {
		if (opt == 'h' || opt == '?')
			usage(opt == 'h' ? stdout : stderr);
		option(t, opt);
	}
	parse_words(t, argv + optind);
	if (!t->opts.size)
		t->opts.size = is_dialog(&t->opts) ? 64 : 128 << 10;

	/* A paced end moves 10 ms of data at a time: a trickle, and no bursts. */
	rate_bps = t->opts.action == ACTION_READ ? t->opts.read_bps : t->opts.write_bps;
	if (rate_bps && !t->opts.burst && rate_bps / 800 < t->opts.size)
		t->opts.size = rate_bps >= 800 ? rate_bps / 800 : 1;
}

#endif
