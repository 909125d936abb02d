// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "fault.h"

#include <assert.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FRAMES 24
#define FRAMES_SHOWN 12
#define STACKS (1u << 16)
#define LINE_LEN 1024
#define REPORT_LEN (1u << 18)

/* The file. What a process forks has it, too. */
struct report {
	char text[REPORT_LEN];
	unsigned calls[FAULT_MAX], text_len; /* behind the text, where no line reaches */
};

static const struct {
	const char *name;
	int err;
} kinds[] = {
	[FAULT_ALLOC] = { "alloc", ENOMEM }, [FAULT_MAP] = { "map", ENOMEM },
	[FAULT_OPEN] = { "open", EMFILE },   [FAULT_READ] = { "read", EIO },
	[FAULT_WRITE] = { "write", ENOSPC }, [FAULT_SYNC] = { "sync", EIO },
	[FAULT_RENAME] = { "rename", EIO },  [FAULT_BPF] = { "bpf", ENOMEM },
};
static_assert(sizeof(kinds) / sizeof(kinds[0]) == FAULT_MAX, "a row per kind");

static struct report *report;
static enum fault_kind chosen; /* FAULT_MAX = all are counted, and none fails */
static unsigned at;
static pid_t reporter;
static int blocks;
static uint64_t stacks[STACKS]; /* hashes; a table that is full takes no more */
static __thread bool inside __attribute__((tls_model("initial-exec")));

static void say(const char *fmt, ...)
{
	char line[LINE_LEN];
	va_list args;
	unsigned start;
	int len;

	va_start(args, fmt);
	len = vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	if (len < 0)
		return;
	if ((size_t)len >= sizeof(line))
		len = sizeof(line) - 1;
	start = __atomic_fetch_add(&report->text_len, (unsigned)len, __ATOMIC_RELAXED);
	if (start < sizeof(report->text) - (unsigned)len)
		memcpy(report->text + start, line, (size_t)len);
}

/* Whether no call of the kind had this stack before. */
static bool stack_is_new(enum fault_kind kind)
{
	void *frame[FRAMES];
	int count = backtrace(frame, FRAMES);
	uint64_t hash = 14695981039346656037u + kind;

	for (int i = 0; i < count; i++)
		hash = (hash ^ (uintptr_t)frame[i]) * 1099511628211u;
	hash |= 1;
	for (unsigned i = 0; i < 64; i++) {
		uint64_t *slot = &stacks[(hash + i) % STACKS];
		uint64_t none = 0;

		if (__atomic_compare_exchange_n(slot, &none, hash, false, __ATOMIC_RELAXED,
						__ATOMIC_RELAXED))
			return true;
		if (none == hash)
			return false;
	}
	return false;
}

static void say_stack(unsigned number)
{
	char stack[LINE_LEN - 64] = "";
	void *frame[FRAMES_SHOWN];
	int count = backtrace(frame, FRAMES_SHOWN);
	size_t len = 0;

	for (int i = 2; i < count && len < sizeof(stack); i++) {
		Dl_info info;
		const char *name;

		if (!dladdr(frame[i], &info) || !info.dli_fname)
			continue;
		name = strrchr(info.dli_fname, '/');
		len += (size_t)snprintf(stack + len, sizeof(stack) - len, " %s+%#tx",
					name ? name + 1 : info.dli_fname,
					(char *)frame[i] - (char *)info.dli_fbase);
	}
	say("fired %u%s\n", number, stack);
}

bool fault_now(enum fault_kind kind)
{
	bool fails = false;
	unsigned number;

	if (!report || inside)
		return false;
	inside = true;
	number = __atomic_add_fetch(&report->calls[kind], 1, __ATOMIC_RELAXED);
	if (chosen == FAULT_MAX && stack_is_new(kind))
		say("first %s %u\n", kinds[kind].name, number);
	if (kind == chosen && number == at) {
		say_stack(number);
		fails = true;
	}
	inside = false;
	if (fails)
		errno = kinds[kind].err;
	return fails;
}

void fault_blocks(int change)
{
	__atomic_add_fetch(&blocks, change, __ATOMIC_RELAXED);
}

static bool choose(void)
{
	const char *kind = getenv("FAULT_KIND"), *number = getenv("FAULT_AT");

	for (chosen = 0; kind && chosen < FAULT_MAX; chosen++)
		if (!strcmp(kinds[chosen].name, kind))
			break;
	at = number ? (unsigned)strtoul(number, NULL, 10) : 0;
	return chosen < FAULT_MAX ? at > 0 : kind && !strcmp(kind, "none");
}

static void __attribute__((constructor)) begin(void)
{
	const char *path = getenv("FAULT_REPORT");
	void *frame[1];
	void *map;
	int fd;

	backtrace(frame, 1); /* which loads a library, the first time */
	if (!path || !choose())
		return;
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	map = fd < 0 || ftruncate(fd, sizeof(*report))
		      ? MAP_FAILED
		      : mmap(NULL, sizeof(*report), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return;
	reporter = getpid();
	report = map;
}

static void __attribute__((destructor)) end(void)
{
	if (!report || getpid() != reporter)
		return;
	inside = true;
	for (int i = 0; i < FAULT_MAX; i++)
		say("calls %s %u\n", kinds[i].name, report->calls[i]);
	say("blocks %d\n", blocks);
}
