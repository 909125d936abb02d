// SPDX-License-Identifier: GPL-2.0
/*
 * The load under which costs are measured: 64-byte requests and responses over N connections, as
 * many as the CPU gives or so many a second, on the loopback of a network namespace of its own.
 *
 *	load [--connections N] [--rate TRANSACTIONS_PER_SECOND_AND_CONNECTION]
 *
 * Says "ready", and then answers every line on stdin with "TRANSACTIONS CPU_NS WALL_NS", each
 * counted from the start. It ends with its stdin.
 *
 * One thread holds both ends of every connection and never waits for data, since on loopback a
 * packet is received before send() returns: the softirq, and with it every BPF program of the
 * receive side, runs within the sender's system call. So that thread's CPU clock holds all that a
 * transaction costs, softirq included, and nothing of what else runs on the machine; no scheduler
 * decides how many messages a wake-up is good for; and with no context switch to hide behind, what
 * a tracer adds is as large a share as it can be. (CONFIG_IRQ_TIME_ACCOUNTING would take the
 * softirq out of that clock: overhead.sh looks.)
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
#define LIFE_MAX_S 600

struct load {
	int connections;
	uint64_t round_ns; /* 0 = as fast as it goes */
	int asking[CONNECTIONS_MAX], answering[CONNECTIONS_MAX];
	atomic_ulong transactions;
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
		load->asking[i] = endpoint_connect(&end);
		load->answering[i] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (load->answering[i] < 0)
			die(1, "accept: %m");
		endpoint_connected(&end, load->asking[i], true);
		endpoint_connected(&end, load->answering[i], true);
	}
	close(listener);
}

static void say(int fd)
{
	static const char message[MESSAGE_BYTES];

	if (send(fd, message, sizeof(message), MSG_NOSIGNAL) != sizeof(message))
		die(1, "send: %m");
}

static void hear(int fd)
{
	char message[MESSAGE_BYTES];

	if (recv(fd, message, sizeof(message), MSG_WAITALL) != sizeof(message))
		die(1, "recv: %m");
}

static void one_round(struct load *load)
{
	for (int i = 0; i < load->connections; i++)
		say(load->asking[i]);
	for (int i = 0; i < load->connections; i++) {
		hear(load->answering[i]);
		say(load->answering[i]);
	}
	for (int i = 0; i < load->connections; i++)
		hear(load->asking[i]);
	atomic_fetch_add_explicit(&load->transactions, load->connections, memory_order_relaxed);
}

/* Absolute times, so that a late wake-up does not lower the rate. */
static void *work(void *arg)
{
	struct load *load = arg;
	uint64_t due_ns = now_ns();
	struct timespec due;

	for (;;) {
		one_round(load);
		if (!load->round_ns)
			continue;
		due_ns += load->round_ns;
		due = timespec_from_ns(due_ns);
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
	}
	return NULL;
}

static void answer(struct load *load, clockid_t worker_clock)
{
	struct timespec cpu;

	if (clock_gettime(worker_clock, &cpu))
		die(1, "the CPU clock of a thread: %m");
	printf("%lu %llu %llu\n", atomic_load(&load->transactions),
	       (unsigned long long)cpu.tv_sec * NSEC_PER_SEC + (unsigned long long)cpu.tv_nsec,
	       (unsigned long long)now_ns());
	fflush(stdout);
}

static void parse(struct load *load, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "connections", required_argument, NULL, 'c' },
		{ "rate", required_argument, NULL, 'r' },
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
			load->round_ns = rate ? NSEC_PER_SEC / rate : 0;
			break;
		default:
			die(2, "usage: load [--connections N] [--rate N]");
		}
	}
}

int main(int argc, char **argv)
{
	static struct load load = { .connections = 32 };
	pid_t parent = getppid();
	clockid_t worker_clock;
	pthread_t worker;
	char line[64];
	int err;

	parse(&load, argc, argv);
	die_with_parent(parent);
	alarm(LIFE_MAX_S);
	own_namespace();
	connect_all(&load);
	err = pthread_create(&worker, NULL, work, &load);
	if (!err)
		err = pthread_getcpuclockid(worker, &worker_clock);
	if (err)
		die(1, "cannot start a thread: %s", strerror(err));
	puts("ready");
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin))
		answer(&load, worker_clock);
	return 0;
}
