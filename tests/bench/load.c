// SPDX-License-Identifier: GPL-2.0-only
/*
 * The load under which costs are measured: 64-byte requests and responses over N connections, as
 * many as the CPU gives or so many a second, on the loopback of a network namespace of its own.
 *
 *	load [--connections N] [--rate TRANSACTIONS_PER_SECOND_AND_CONNECTION] [--bulk]
 *
 * With --bulk each connection carries 64 KiB messages one way, as fast as it goes. A message is a
 * transaction then.
 *
 * Says "ready", and then answers every line on stdin with "TRANSACTIONS CPU_NS WALL_NS", each
 * counted from the start. It ends with its stdin.
 *
 * A blocking thread per end, as in most servers: a transaction is two messages, two wake-ups and two
 * switches of context. On loopback a packet is received before send() returns: the softirq, and
 * with it every BPF program of the receive side, runs within the sender's system call. So the CPU
 * clock of this process holds all that a transaction costs, softirq included, to the nanosecond,
 * and nothing of what else runs on the machine, as /proc/stat would. (CONFIG_IRQ_TIME_ACCOUNTING
 * takes the softirq out of that clock: overhead.sh looks.)
 */
#include <getopt.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/ioctl.h>

#include "../lab/endpoint.h"

#define CONNECTIONS_MAX 1024
#define MESSAGE_BYTES 64
#define BULK_BYTES 65536
#define LIFE_MAX_S 600

struct load {
	int connections;
	uint64_t period_ns; /* between the transactions of a connection; 0 = as fast as it goes */
	bool bulk;
	struct connection {
		const struct load *load;
		int asking, answering; /* its two ends */
		atomic_ulong transactions;
	} each[CONNECTIONS_MAX];
};

/* Gone with the process, whatever ends it. */
static void own_namespace(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd;

	if (unshare(CLONE_NEWNET))
		die(1, "cannot make a network namespace: %m");
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &lo))
		die(1, "cannot set lo up: %m");
	close(fd);
}

static void connect_all(struct load *load)
{
	struct endpoint end = { .family = AF_INET, .addr = "127.0.0.1" };
	int listener = endpoint_listen(&end, load->connections, &end.port);

	for (int i = 0; i < load->connections; i++) {
		struct connection *one = &load->each[i];

		one->load = load;
		one->asking = endpoint_connect(&end);
		one->answering = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (one->answering < 0)
			die(1, "accept: %m");
		endpoint_connected(&end, one->asking, true);
		endpoint_connected(&end, one->answering, true);
	}
	close(listener);
}

/* A process that is stopped and goes on finds a message sent, or taken, in part. */
static void say(int fd, size_t bytes)
{
	static const char message[BULK_BYTES];

	while (bytes) {
		ssize_t sent = send(fd, message, bytes, MSG_NOSIGNAL);

		if (sent <= 0)
			die(1, "send: %m");
		bytes -= sent;
	}
}

static void hear(int fd, size_t bytes)
{
	char message[BULK_BYTES];

	while (bytes) {
		ssize_t got = recv(fd, message, bytes, MSG_WAITALL);

		if (got <= 0)
			die(1, "recv: %m");
		bytes -= got;
	}
}

static void *read_bulk(void *arg)
{
	struct connection *one = arg;

	for (;;) {
		hear(one->answering, BULK_BYTES);
		atomic_fetch_add_explicit(&one->transactions, 1, memory_order_relaxed);
	}
	return NULL;
}

static void *write_bulk(void *arg)
{
	const struct connection *one = arg;

	for (;;)
		say(one->asking, BULK_BYTES);
	return NULL;
}

static void *answer(void *arg)
{
	const struct connection *one = arg;

	for (;;) {
		hear(one->answering, MESSAGE_BYTES);
		say(one->answering, MESSAGE_BYTES);
	}
	return NULL;
}

/* Paced by absolute times, so that a late wake-up does not lower the rate. */
static void *ask(void *arg)
{
	struct connection *one = arg;
	uint64_t due_ns = now_ns();
	struct timespec due;

	for (;;) {
		say(one->asking, MESSAGE_BYTES);
		hear(one->asking, MESSAGE_BYTES);
		atomic_fetch_add_explicit(&one->transactions, 1, memory_order_relaxed);
		if (!one->load->period_ns)
			continue;
		due_ns += one->load->period_ns;
		due = timespec_from_ns(due_ns);
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
	}
	return NULL;
}

static void start(void *(*end)(void *), struct connection *one)
{
	pthread_t thread;
	int err = pthread_create(&thread, NULL, end, one);

	if (err)
		die(1, "cannot start a thread: %s", strerror(err));
}

static void report(const struct load *load)
{
	unsigned long transactions = 0;
	struct timespec cpu;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
	for (int i = 0; i < load->connections; i++)
		transactions += atomic_load(&load->each[i].transactions);
	printf("%lu %llu %llu\n", transactions,
	       (unsigned long long)cpu.tv_sec * NSEC_PER_SEC + (unsigned long long)cpu.tv_nsec,
	       (unsigned long long)now_ns());
	fflush(stdout);
}

static void parse(struct load *load, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "connections", required_argument, NULL, 'c' },
		{ "rate", required_argument, NULL, 'r' },
		{ "bulk", no_argument, NULL, 'b' },
		{ 0 },
	};
	uint64_t rate;
	int opt;

	while ((opt = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		switch (opt) {
		case 'c':
			load->connections = (int)arg_count("connections", optarg, CONNECTIONS_MAX);
			break;
		case 'r':
			rate = arg_count("rate", optarg, 100000);
			load->period_ns = rate ? NSEC_PER_SEC / rate : 0;
			break;
		case 'b':
			load->bulk = true;
			break;
		default:
			die(2, "usage: load [--connections N] [--rate N] [--bulk]");
		}
	}
}

int main(int argc, char **argv)
{
	static struct load load = { .connections = 32 };
	pid_t parent = getppid();
	char line[64];

	parse(&load, argc, argv);
	die_with_parent(parent);
	alarm(LIFE_MAX_S);
	own_namespace();
	connect_all(&load);
	for (int i = 0; i < load.connections; i++) {
		start(load.bulk ? read_bulk : answer, &load.each[i]);
		start(load.bulk ? write_bulk : ask, &load.each[i]);
	}
	puts("ready");
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin))
		report(&load);
	return 0;
}
