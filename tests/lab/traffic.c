// SPDX-License-Identifier: GPL-2.0-only
/*
 * The traffic of the lab: one program for both ends of a connection.
 *
 *	traffic listen read --port 5201		prints "ready 5201" when it listens
 *	traffic connect write --addr 10.9.0.2 --port 5201 --duration 8
 *	traffic probe tls			status 0 where this kernel has it
 *
 * A single connection is served by this very process, so that the caller knows the process that
 * owns the socket; more than one by a child each. It ends by itself after its duration, with its
 * parent, and on SIGTERM and SIGINT, and then prints what it did in one line.
 */
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "traffic_options.h"

static void serve(const struct traffic *t, int index, int fd)
{
	endpoint_connected(&t->end, fd, is_dialog(&t->opts));
	if (t->half_close)
		shutdown(fd, SHUT_WR);
	exchange_run(&t->done[index], fd, &t->opts);
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

/* Whether this kernel has what some writers and readers need. */
static bool probe(const char *what)
{
	struct io_uring_params params;

	if (!strcmp(what, "tls"))
		return tls_is_there();
	if (!strcmp(what, "uring"))
		return uring_setup(&params) >= 0;
	die(2, "probe: tls or uring, not %s", what);
}

int main(int argc, char **argv)
{
	struct traffic t = { .connections = 1, .duration_ns = 10 * NSEC_PER_SEC };
	pid_t parent = getppid();

	if (argc == 3 && !strcmp(argv[1], "probe"))
		return probe(argv[2]) ? 0 : 1;
	t.end.family = AF_INET;
	traffic_parse(&t, argc, argv);
	die_with_parent(parent);
	t.done = mmap(NULL, CONNECTIONS_MAX * sizeof(*t.done), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (t.done == MAP_FAILED)
		die(1, "no memory");
	run(&t);
	report(&t);
	return 0;
}
