/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* All that is read ahead comes through, and what ends it early ends it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "os/read_ahead.h"

#define LOTS (5 << 20) /* more than is ever ahead */

/* A file of LOTS bytes, each the low byte of its position's hundreds. */
static int open_lots(void)
{
	char path[] = "/tmp/tcpbdp-read-ahead-XXXXXX";
	int fd = mkstemp(path);
	static uint8_t bytes[LOTS];

	assert_true(fd >= 0);
	unlink(path);
	for (size_t i = 0; i < LOTS; i++)
		bytes[i] = (uint8_t)(i / 100);
	assert_int_equal(write(fd, bytes, LOTS), LOTS);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static int take_all(void *ctx, int fd)
{
	size_t *count = ctx;
	uint8_t buf[7777];
	ssize_t len;

	while ((len = read(fd, buf, sizeof(buf))) > 0)
		for (ssize_t i = 0; i < len; i++, ++*count)
			if (buf[i] != (uint8_t)(*count / 100))
				return -EBADMSG;
	return len < 0 ? -errno : 0;
}

static void all_comes(void **state)
{
	int fd = open_lots();
	size_t count = 0;

	(void)state;
	assert_int_equal(read_ahead(fd, take_all, &count), 0);
	assert_int_equal(count, LOTS);
	assert_int_equal(read_ahead(fd, take_all, &count), 0); /* nothing is left */
	assert_int_equal(count, LOTS);
	close(fd);
}

static int take_little(void *ctx, int fd)
{
	char byte;

	assert_int_equal(read(fd, &byte, 1), 1);
	return *(int *)ctx;
}

/* The reader is at a full pipe then, and no signal may come of it. */
static void ended_early(void **state)
{
	int fd = open_lots(), says = -ECANCELED;

	(void)state;
	assert_int_equal(read_ahead(fd, take_little, &says), -ECANCELED);
	says = 0;
	lseek(fd, 0, SEEK_SET);
	assert_int_equal(read_ahead(fd, take_little, &says), 0);
	close(fd);
}

static void cannot_be_read(void **state)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY);
	size_t count = 0;

	(void)state;
	assert_int_equal(read_ahead(fd, take_all, &count), -EISDIR);
	assert_int_equal(count, 0);
	close(fd);
}

/* Without a thread or a pipe it is read all the same. */
static void no_pipe(void **state)
{
	struct rlimit before, none;
	int fd = open_lots();
	size_t count = 0;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = (struct rlimit){ .rlim_cur = (rlim_t)fd + 1, .rlim_max = before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(read_ahead(fd, take_all, &count), 0);
	assert_int_equal(count, LOTS);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_comes),
		cmocka_unit_test(ended_early),
		cmocka_unit_test(cannot_be_read),
		cmocka_unit_test(no_pipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
