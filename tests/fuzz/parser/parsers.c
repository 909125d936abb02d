// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Feeds each parser of bytes that others wrote with what nobody did, made from sound inputs.
 *
 *	parsers --runs 100000			of each
 *	parsers --only diag --first 4711 --runs 1	one again: it has the same number, and is the same
 *
 * Each parser has a process of its own, whose end, hang or leak is told.
 */
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../random.h"
#include "../sanitizer.h"
#include "parser.h"

#define HANG_SECONDS 10
#define CHANGES_MAX 8

static const struct parser *const tables[] = { parsers_of_records, parsers_of_files,
					       parsers_of_words };

struct fuzz {
	uint64_t runs, first, seed;
	const char *only; /* NULL = all */
};

/* Of the process, in memory that the parent shares. */
struct progress {
	uint64_t input, taken;
};

size_t parser_seed_text(uint64_t *random, const char *const texts[], size_t count, uint8_t *bytes)
{
	const char *text = texts[random_below(random, count)];

	memcpy(bytes, text, strlen(text));
	return strlen(text);
}

char *parser_text(const uint8_t *bytes, size_t len)
{
	char *text = strndup((const char *)bytes, len);

	if (!text)
		abort();
	return text;
}

/* ---- inputs ---- */

/* What lengths, escapes and divisions stumble over. */
static uint8_t any_byte(uint64_t *random)
{
	static const uint8_t odd[] = { 0,   1,   0x7f, 0x80, 0xff, '\n', '\\',
				       '"', '/', '.',  '-',  '=',  ',' };

	return random_one_in(random, 2) ? odd[random_below(random, sizeof(odd))]
					: (uint8_t)random_next(random);
}

static void set_number(uint64_t *random, uint8_t *at, size_t room)
{
	uint64_t number = random_width(random) + random_below(random, 3) - 1;
	size_t len = (size_t)1 << random_below(random, 4);

	memcpy(at, &number, len < room ? len : room);
}

/* A piece of it again, elsewhere, or gone. */
static size_t move_piece(uint64_t *random, uint8_t *bytes, size_t len)
{
	size_t from = random_below(random, len), n = 1 + random_below(random, len - from);
	size_t to = random_below(random, len);

	if (random_one_in(random, 2)) {
		memmove(bytes + from, bytes + from + n, len - from - n);
		return len - n;
	}
	if (len + n > PARSER_INPUT_MAX)
		return len;
	memmove(bytes + to + n, bytes + to, len - to);
	memmove(bytes + to, bytes + from, n);
	return len + n;
}

static size_t change(uint64_t *random, uint8_t *bytes, size_t len)
{
	size_t at = random_below(random, len);

	if (!len) {
		bytes[0] = any_byte(random);
		return 1;
	}
	switch (random_below(random, 6)) {
	case 0:
		bytes[at] ^= (uint8_t)(1u << random_below(random, 8));
		return len;
	case 1:
		set_number(random, bytes + at, len - at);
		return len;
	case 2:
		return move_piece(random, bytes, len);
	case 3:
		return at;
	default:
		bytes[at] = any_byte(random);
		return len;
	}
}

static size_t make(uint64_t *random, const struct parser *p, uint8_t *bytes)
{
	size_t len = p->seed(random, bytes);

	for (uint64_t n = random_below(random, CHANGES_MAX); n; n--)
		len = change(random, bytes, len);
	return len;
}

/* ---- a parser's process ---- */

static void on_alarm(int signal)
{
	(void)signal;
	abort();
}

/* In memory of just its size, whose ends are watched. */
static int feed(const struct parser *p, uint64_t *random, const uint8_t *bytes, size_t len)
{
	uint8_t *exact = malloc(len);
	int taken;

	if (len)
		memcpy(exact, bytes, len);
	taken = p->feed(random, exact, len);
	free(exact);
	return taken;
}

static void work(const struct fuzz *fz, const struct parser *p, struct progress *progress,
		 int said_fd)
{
	uint8_t bytes[PARSER_INPUT_MAX + 8];

	signal(SIGALRM, on_alarm);
	for (uint64_t i = fz->first; i < fz->first + fz->runs; i++) {
		uint64_t random = fz->seed ^ i * UINT64_C(0xd1342543de82ef95);

		random = random_next(&random);
		progress->input = i;
		if (ftruncate(said_fd, 0) || lseek(said_fd, 0, SEEK_SET))
			abort();
		alarm(HANG_SECONDS);
		progress->taken += feed(p, &random, bytes, make(&random, p, bytes)) > 0;
		alarm(0);
	}
}

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

/* 0, or 1 where it failed. */
static int run(const struct fuzz *fz, const struct parser *p, struct progress *progress)
{
	int status, said_fd = memfd_create("said", MFD_CLOEXEC);
	pid_t pid;

	*progress = (struct progress){ 0 };
	fflush(NULL);
	pid = said_fd < 0 ? -1 : fork();
	if (pid < 0)
		return 1;
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(said_fd, STDERR_FILENO);
		work(fz, p, progress, said_fd);
		exit(0);
	}
	if (waitpid(pid, &status, 0) != pid)
		return 1;
	if (status) {
		repeat(said_fd);
		fprintf(stderr, "fuzz: parser %s, input %" PRIu64 " of seed %" PRIu64 " failed\n",
			p->name, progress->input, fz->seed);
	}
	close(said_fd);
	printf("%s: %" PRIu64 " inputs, %" PRIu64 " taken%s\n", p->name,
	       progress->input + 1 - fz->first, progress->taken, status ? ", FAILED" : "");
	return status != 0;
}

static void parse(struct fuzz *fz, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "runs", required_argument, NULL, 'r' },
		{ "first", required_argument, NULL, 'f' },
		{ "seed", required_argument, NULL, 's' },
		{ "only", required_argument, NULL, 'o' },
		{ 0 },
	};
	int opt;

	while ((opt = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (opt == 'r')
			fz->runs = strtoull(optarg, NULL, 10);
		else if (opt == 'f')
			fz->first = strtoull(optarg, NULL, 10);
		else if (opt == 's')
			fz->seed = strtoull(optarg, NULL, 10);
		else if (opt == 'o')
			fz->only = optarg;
		else
			exit(2);
	}
	if (optind != argc || !fz->runs)
		exit(2);
}

int main(int argc, char **argv)
{
	struct fuzz fz = { .runs = 20000, .seed = 1 };
	struct progress *progress = mmap(NULL, sizeof(*progress), PROT_READ | PROT_WRITE,
					 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int failed = 0, ran = 0;

	parse(&fz, argc, argv);
	if (progress == MAP_FAILED)
		return 2;
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
		for (const struct parser *p = tables[t]; p->name; p++) {
			if (fz.only && strcmp(fz.only, p->name))
				continue;
			failed |= run(&fz, p, progress);
			ran++;
		}
	return ran ? failed : 2;
}
