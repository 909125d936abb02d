// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Replays captures that nobody recorded, made from those of the corpus.
 *
 *	capture --runs 1000000 --jobs 2 CAPTURE...
 *
 * An input has a number: with the same seed and corpus it is the same input, so that the one that
 * failed can be had again alone, with --first NUMBER --runs 1. The inputs are replayed by processes
 * of their own: one that crashes, hangs or leaks is told, and its input kept in a file.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "feed.h"
#include "memory.h"
#include "mutate.h"
#include "random.h"
#include "sanitizer.h"

#define SEEDS_MAX 64
#define JOBS_MAX 64
#define CHUNK 4000 /* inputs of a process; a leak is only found at its end */
#define HANG_SECONDS 10

/* Of a process, in memory that the parent shares. */
struct slot {
	pid_t pid;
	int said_fd;    /* a file that is its stderr, of the last input alone */
	uint64_t input; /* that it is at; last when it is through */
	uint64_t first, last;
	struct feed_counts counts;
	uint64_t slowest, slowest_ns;
};

struct fuzz {
	uint64_t runs, first, seed;
	unsigned jobs;
	pid_t pid;       /* of the parent: others may use the directory */
	const char *dir; /* for the inputs, of which those that failed stay there */
	struct seed seeds[SEEDS_MAX];
	size_t seeds_count, room;
	struct slot *slots;
	uint64_t next; /* input that no process has */
	unsigned failures;
	struct feed_counts counts;
	uint64_t slowest, slowest_ns;
};

static uint64_t now_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec;
}

__attribute__((noreturn)) static void give_up(const char *what)
{
	fprintf(stderr, "fuzz: %s: %s\n", what, strerror(errno));
	exit(2);
}

/* ---- a process ---- */

/* Where a process has its inputs, one after the other. */
static char *job_path(const struct fuzz *fz, const struct slot *slot, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/job-%d-%zu.tcpbdp", fz->dir, (int)fz->pid,
		 (size_t)(slot - fz->slots));
	return path;
}

/* The input of this number, and the rest of its chance. */
static size_t make_input(const struct fuzz *fz, uint64_t number, uint8_t *bytes,
			 uint64_t *ret_random)
{
	uint64_t random = fz->seed ^ number * UINT64_C(0xd1342543de82ef95);

	random = random_next(&random); /* neighbours have nothing in common */
	*ret_random = random;
	return mutate(&fz->seeds[random_below(ret_random, fz->seeds_count)], ret_random, bytes);
}

static void empty(int fd)
{
	if (ftruncate(fd, 0) || lseek(fd, 0, SEEK_SET))
		give_up("cannot empty a file");
}

static void write_input(int fd, const uint8_t *bytes, size_t len)
{
	if (pwrite(fd, bytes, len, 0) != (ssize_t)len || ftruncate(fd, (off_t)len))
		give_up("cannot write an input");
}

/* With a stack, where it hangs. */
static void on_alarm(int signal)
{
	(void)signal;
	abort();
}

static void work(struct fuzz *fz, struct slot *slot)
{
	char path[PATH_MAX];
	int fd = open(job_path(fz, slot, path), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int out_fd = memfd_create("out", MFD_CLOEXEC);
	FILE *out = out_fd < 0 ? NULL : fdopen(out_fd, "w+");
	uint8_t *bytes = malloc(fz->room);

	if (fd < 0 || !out || !bytes || memory_for_sqlite())
		give_up("cannot begin");
	signal(SIGALRM, on_alarm);
	for (; slot->input < slot->last; slot->input++) {
		uint64_t random, begun_ns = now_ns(CLOCK_PROCESS_CPUTIME_ID), took_ns;
		size_t len = make_input(fz, slot->input, bytes, &random);

		write_input(fd, bytes, len);
		empty(slot->said_fd);
		alarm(HANG_SECONDS);
		feed(path, out, &random, &slot->counts);
		alarm(0);
		took_ns = now_ns(CLOCK_PROCESS_CPUTIME_ID) - begun_ns;
		if (took_ns > slot->slowest_ns) {
			slot->slowest = slot->input;
			slot->slowest_ns = took_ns;
		}
	}
	close(fd);
	fclose(out);
	free(bytes);
}

/* ---- the parent ---- */

static void start(struct fuzz *fz, struct slot *slot, uint64_t first, uint64_t last)
{
	pid_t pid;

	*slot = (struct slot){
		.said_fd = memfd_create("said", MFD_CLOEXEC),
		.first = first,
		.input = first,
		.last = last,
	};
	if (slot->said_fd < 0)
		give_up("memfd");
	fflush(NULL);
	pid = fork();
	if (pid < 0)
		give_up("fork");
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(slot->said_fd, STDERR_FILENO);
		work(fz, slot);
		exit(0);
	}
	slot->pid = pid; /* the parent's word alone: the slot is shared */
}

static void keep_input(const struct fuzz *fz, const struct slot *slot)
{
	char from[PATH_MAX], to[PATH_MAX];

	snprintf(to, sizeof(to), "%s/input-%" PRIu64 ".tcpbdp", fz->dir, slot->input);
	if (rename(job_path(fz, slot, from), to))
		give_up(from);
	fprintf(stderr, "fuzz: input %" PRIu64 " of seed %" PRIu64 " failed, and is kept as %s\n",
		slot->input, fz->seed, to);
}

static void add_counts(struct fuzz *fz, const struct slot *slot)
{
	fz->counts.inputs += slot->counts.inputs;
	fz->counts.opened += slot->counts.opened;
	fz->counts.sampled += slot->counts.sampled;
	fz->counts.samples += slot->counts.samples;
	fz->counts.ticks += slot->counts.ticks;
	fz->counts.findings += slot->counts.findings;
	if (slot->slowest_ns > fz->slowest_ns) {
		fz->slowest = slot->slowest;
		fz->slowest_ns = slot->slowest_ns;
	}
}

/* What the program said of the input, and then assert() or a sanitizer. */
static void repeat(int fd)
{
	char text[4096];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, text, sizeof(text), at)) > 0) {
		fwrite(text, (size_t)n, 1, stderr);
		at += n;
	}
}

/* One has ended. */
static void reap(struct fuzz *fz)
{
	char path[PATH_MAX];
	int status;
	pid_t pid = wait(&status);
	struct slot *slot = fz->slots;

	while (slot->pid != pid)
		slot++;
	slot->pid = 0;
	add_counts(fz, slot);
	if (status || fz->runs == 1)
		repeat(slot->said_fd);
	close(slot->said_fd);
	fz->failures += status != 0;
	if (!status)
		unlink(job_path(fz, slot, path));
	else if (slot->input < slot->last)
		keep_input(fz, slot);
	else
		fprintf(stderr,
			"fuzz: inputs %" PRIu64 " to %" PRIu64 " failed as a whole: a leak?\n",
			slot->first, slot->last - 1);
}

static unsigned running(const struct fuzz *fz)
{
	unsigned n = 0;

	for (unsigned i = 0; i < fz->jobs; i++)
		n += fz->slots[i].pid != 0;
	return n;
}

static void run(struct fuzz *fz)
{
	const uint64_t end = fz->first + fz->runs;

	fz->next = fz->first;
	do {
		for (unsigned i = 0; i < fz->jobs && fz->next < end && !fz->failures; i++) {
			uint64_t last = end - fz->next < CHUNK ? end : fz->next + CHUNK;

			if (fz->slots[i].pid)
				continue;
			start(fz, &fz->slots[i], fz->next, last);
			fz->next = last;
		}
		reap(fz);
	} while (running(fz) || (fz->next < end && !fz->failures));
}

static void report(const struct fuzz *fz, uint64_t took_ns)
{
	const struct feed_counts *c = &fz->counts;
	double inputs = c->inputs ? (double)c->inputs : 1;

	printf("%" PRIu64 " mutated captures, %" PRIu64 " opened (%.1f %%), %" PRIu64
	       " reached the model (%.1f %%)\n",
	       c->inputs, c->opened, 100 * (double)c->opened / inputs, c->sampled,
	       100 * (double)c->sampled / inputs);
	fprintf(stderr,
		"%" PRIu64 " samples, %" PRIu64 " ticks, %" PRIu64 " findings; %.0f inputs/s; the "
		"slowest, input %" PRIu64 ", took %.1f ms; %u failed\n",
		c->samples, c->ticks, c->findings, (double)c->inputs * 1e9 / (double)took_ns,
		fz->slowest, (double)fz->slowest_ns / 1e6, fz->failures);
}

static void usage(void)
{
	fputs("usage: capture [--runs N] [--first N] [--seed N] [--jobs N] [--dir DIR] FILE...\n",
	      stderr);
	exit(2);
}

static void parse(struct fuzz *fz, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "runs", required_argument, NULL, 'r' }, { "first", required_argument, NULL, 'f' },
		{ "seed", required_argument, NULL, 's' }, { "jobs", required_argument, NULL, 'j' },
		{ "dir", required_argument, NULL, 'd' },  { 0 },
	};
	int opt;

	while ((opt = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		uint64_t number = optarg ? strtoull(optarg, NULL, 10) : 0;

		switch (opt) {
		case 'r':
			fz->runs = number;
			break;
		case 'f':
			fz->first = number;
			break;
		case 's':
			fz->seed = number;
			break;
		case 'j':
			fz->jobs = (unsigned)number;
			break;
		case 'd':
			fz->dir = optarg;
			break;
		default:
			usage();
		}
	}
	if (optind == argc || argc - optind > SEEDS_MAX || !fz->runs || !fz->jobs ||
	    fz->jobs > JOBS_MAX)
		usage();
}

int main(int argc, char **argv)
{
	struct fuzz fz = { .runs = 20000, .jobs = 1, .dir = ".", .pid = getpid() };
	uint64_t begun_ns;

	parse(&fz, argc, argv);
	for (; optind < argc; optind++) {
		struct seed *seed = &fz.seeds[fz.seeds_count++];

		errno = -seed_load(argv[optind], seed);
		if (errno)
			give_up(argv[optind]);
		if (seed->len + MUTATE_GROWS_MAX > fz.room)
			fz.room = seed->len + MUTATE_GROWS_MAX;
	}
	fz.slots = mmap(NULL, fz.jobs * sizeof(*fz.slots), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (fz.slots == MAP_FAILED)
		give_up("no memory");
	begun_ns = now_ns(CLOCK_MONOTONIC);
	run(&fz);
	report(&fz, now_ns(CLOCK_MONOTONIC) - begun_ns);
	for (size_t i = 0; i < fz.seeds_count; i++)
		seed_free(&fz.seeds[i]);
	return fz.failures ? 1 : 0;
}
