// SPDX-License-Identifier: GPL-2.0-only
/*
 * The traffic of the lab: one program for both ends of a connection.
 *
 *	traffic listen read --port 5201		prints "ready 5201" when it listens
 *	traffic connect write --addr 10.9.0.2 --port 5201 --duration 8
 *
 * A single connection is served by this very process, so that the caller knows the process that
 * owns the socket; more than one by a child each. It ends by itself after its duration, with its
 * parent, and on SIGTERM and SIGINT, and then prints what it did in one line.
 */
#include <getopt.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "endpoint.h"
#include "transfer.h"

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
	[ACTION_WRITE] = "write",
	[ACTION_READ] = "read",
	[ACTION_ECHO] = "echo",
	[ACTION_ASK] = "ask",
};
_Static_assert(sizeof(action_names) / sizeof(action_names[0]) == ACTION_MAX, "one per action");

static const char *const means_names[] = {
	[MEANS_COPY] = "copy",
	[MEANS_POLL] = "poll",
	[MEANS_ZEROCOPY] = "zerocopy",
	[MEANS_SENDFILE] = "sendfile",
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
	{ "each", "SECONDS", "end a connection after so long, and begin the next" },
	{ "greet", "BYTES", "send so much before anything else" },
	{ "by", "MEANS", "write by copy, poll (not blocking), zerocopy or sendfile (copy)" },
	{ "lowat", "BYTES", "TCP_NOTSENT_LOWAT" },
	{ "rcvlowat", "BYTES", "SO_RCVLOWAT" },
	{ "pacing", "RATE", "SO_MAX_PACING_RATE, in bit/s" },
	{ "mss", "BYTES", "TCP_MAXSEG" },
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
	OPT_EACH,
	OPT_GREET,
	OPT_BY,
	OPT_LOWAT,
	OPT_RCVLOWAT,
	OPT_PACING,
	OPT_MSS,
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

	fputs("usage: traffic listen|connect write|read|echo|ask [-4|-6] [options]\n", out);
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

static void option(struct traffic *t, int opt)
{
	switch (opt) {
	case OPT_ADDR:
		t->end.addr = optarg;
		break;
	case OPT_PORT:
		t->end.port = (uint16_t)arg_count("port", optarg, UINT16_MAX);
		break;
	case OPT_DURATION:
		t->duration_ns = arg_seconds_as_ns("duration", optarg);
		if (t->duration_ns > DURATION_MAX_NS)
			die(2, "duration: at most 600 s");
		break;
	case OPT_CONNECTIONS:
		t->connections = (int)arg_count("connections", optarg, CONNECTIONS_MAX);
		break;
	case OPT_RATE:
		t->opts.write_bps = arg_rate_bps("rate", optarg);
		break;
	case OPT_READ_RATE:
		t->opts.read_bps = arg_rate_bps("read-rate", optarg);
		break;
	case OPT_PACING:
		t->end.pacing_bytes_per_s = (int)(arg_rate_bps("pacing", optarg) / 8);
		break;
	case OPT_CONGESTION:
		t->end.congestion = optarg;
		break;
	case OPT_EACH:
		t->opts.each_ns = arg_seconds_as_ns("each", optarg);
		break;
	case OPT_BY:
		t->opts.means = (enum means)find_name(means_names, MEANS_MAX, optarg);
		break;
	case OPT_WARM_UP:
		t->opts.warm_up_ns = arg_seconds_as_ns("warm-up", optarg);
		break;
	case OPT_HALF_CLOSE:
		t->half_close = true;
		break;
	case '4':
	case '6':
		t->end.family = opt == '4' ? AF_INET : AF_INET6;
		break;
	default:
		size_option(t, opt);
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

static void parse(struct traffic *t, int argc, char **argv)
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
		t->opts.size = t->opts.action >= ACTION_ECHO ? 64 : 128 << 10;

	/* A paced end moves 10 ms of data at a time: a trickle, and no bursts. */
	rate_bps = t->opts.action == ACTION_READ ? t->opts.read_bps : t->opts.write_bps;
	if (rate_bps && !t->opts.burst && rate_bps / 800 < t->opts.size)
		t->opts.size = rate_bps >= 800 ? rate_bps / 800 : 1;
}

static void serve(const struct traffic *t, int index, int fd)
{
	endpoint_connected(&t->end, fd, t->opts.action >= ACTION_ECHO);
	if (t->half_close)
		shutdown(fd, SHUT_WR);
	transfer_run(&t->done[index], fd, &t->opts);
	close(fd);
}

/* The child's own alarm: timers are not inherited. */
static pid_t serve_in_child(const struct traffic *t, int index, int fd)
{
	pid_t parent = getpid(), child = fork();

	if (child < 0)
		die(1, "fork: %m");
	if (child)
		return child;
	die_with_parent(parent);
	transfer_bound(t->duration_ns);
	serve(t, index, fd);
	exit(0);
}

/* The next connection's socket, -1 when stopped before it came. */
static int traffic_open(const struct traffic *t, int listener)
{
	int fd = -1;

	if (!t->listening)
		return endpoint_connect(&t->end);
	while (fd < 0 && !transfer_stopped) {
		fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0 && errno != EINTR)
			die(1, "accept: %m");
	}
	return fd;
}

static int traffic_listen(const struct traffic *t)
{
	uint16_t port;
	int fd = endpoint_listen(&t->end, t->connections, &port);

	printf("ready %u\n", port);
	fflush(stdout);
	return fd;
}

/* Every child is waited for; when we are told to stop, so are they. */
static void reap(const pid_t *children, int count)
{
	bool told = false;
	int i;

	for (i = 0; i < count;) {
		if (waitpid(children[i], NULL, 0) == children[i] || errno == ECHILD) {
			i++;
			continue;
		}
		for (int k = i; transfer_stopped && !told && k < count; k++)
			kill(children[k], SIGTERM);
		told = transfer_stopped;
	}
}

static void run(const struct traffic *t)
{
	pid_t children[CONNECTIONS_MAX];
	int listener = t->listening ? traffic_listen(t) : -1;
	int i, fd, count = 0;

	transfer_bound(t->duration_ns);
	if (t->opts.each_ns && t->connections == 1) {
		while ((fd = transfer_stopped ? -1 : traffic_open(t, listener)) >= 0)
			serve(t, 0, fd);
		return;
	}
	for (i = 0; i < t->connections && !transfer_stopped; i++) {
		fd = traffic_open(t, listener);
		if (fd < 0)
			break;
		if (t->connections == 1) {
			serve(t, i, fd);
			continue;
		}
		children[count++] = serve_in_child(t, i, fd);
		close(fd);
	}
	reap(children, count);
}

static uint64_t cpu_ns(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * NSEC_PER_SEC +
	       (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000;
}

static void report(const struct traffic *t)
{
	struct transfer sum = { .start_ns = UINT64_MAX };
	uint64_t cpu = cpu_ns(RUSAGE_SELF) + cpu_ns(RUSAGE_CHILDREN);
	int i, count = 0;
	double s;

	for (i = 0; i < t->connections; i++) {
		if (!t->done[i].start_ns)
			continue;
		count++;
		sum.sent_bytes += t->done[i].sent_bytes;
		sum.received_bytes += t->done[i].received_bytes;
		sum.transactions += t->done[i].transactions;
		if (t->done[i].start_ns < sum.start_ns)
			sum.start_ns = t->done[i].start_ns;
		if (t->done[i].end_ns > sum.end_ns)
			sum.end_ns = t->done[i].end_ns;
	}
	s = count ? (double)(sum.end_ns - sum.start_ns) / NSEC_PER_SEC : 0;
	printf("done connections %d sent_bytes %llu received_bytes %llu seconds %.3f rate_bps %.0f",
	       count, (unsigned long long)sum.sent_bytes, (unsigned long long)sum.received_bytes, s,
	       s > 0 ? (double)(sum.sent_bytes + sum.received_bytes) * 8 / s : 0);
	if (sum.transactions)
		printf(" transactions %llu cpu_ns_per_transaction %.1f",
		       (unsigned long long)sum.transactions,
		       (double)cpu / (double)sum.transactions);
	putchar('\n');
}

int main(int argc, char **argv)
{
	struct traffic t = { .connections = 1, .duration_ns = 10 * NSEC_PER_SEC };
	pid_t parent = getppid();

	t.end.family = AF_INET;
	parse(&t, argc, argv);
	die_with_parent(parent);
	t.done = mmap(NULL, CONNECTIONS_MAX * sizeof(*t.done), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (t.done == MAP_FAILED)
		die(1, "no memory");
	run(&t);
	report(&t);
	return 0;
}
