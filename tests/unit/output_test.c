/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What reaches the descriptor: all of it, or nothing where the kernel lets us take it back. */
#include "sink_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "sink/output.h"

#define BULK_LEN (1 << 20)

static void everything_is_written(void **state)
{
	FILE *out = tmpfile();

	(void)state;
	assert_non_null(out);
	assert_int_equal(output_write(fileno(out), "", 0), 0);
	assert_output(out, "");
	assert_int_equal(output_write(fileno(out), "a", 1), 0);
	assert_int_equal(output_write(fileno(out), "bc\n", 3), 0);
	assert_output(out, "abc\n");
	fclose(out);
}

static void errors_are_told(void **state)
{
	int ends[2], full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	(void)state;
	assert_true(full >= 0);
	assert_int_equal(output_write(full, "x", 1), -ENOSPC);
	assert_int_equal(output_write(-1, "x", 1), -EBADF);
	close(full);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	close(ends[0]);
	assert_int_equal(output_write(ends[1], "x", 1), -EPIPE);
	close(ends[1]);
}

/* A file that may not grow beyond a limit behaves as a disk that fills up: a short write first. */
static rlim_t limit_file_size(rlim_t limit)
{
	struct rlimit now, before;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &now), 0);
	before = now;
	now.rlim_cur = limit;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &now), 0);
	return before.rlim_cur;
}

static void full_disk_leaves_no_part(void **state)
{
	FILE *out = tmpfile();
	rlim_t before = limit_file_size(10);

	(void)state;
	assert_int_equal(output_write(fileno(out), "whole\n", 6), 0);
	assert_int_equal(output_write(fileno(out), "too long\n", 9), -EFBIG);
	assert_int_equal(output_write(fileno(out), "fit\n", 4), 0);
	limit_file_size(before);
	assert_output(out, "whole\nfit\n");
	fclose(out);
}

static void full_disk_leaves_no_part_appended(void **state)
{
	FILE *out = tmpfile();
	rlim_t before = limit_file_size(10);

	(void)state;
	assert_int_equal(fcntl(fileno(out), F_SETFL, O_APPEND), 0);
	assert_int_equal(output_write(fileno(out), "whole\n", 6), 0);
	assert_int_equal(output_write(fileno(out), "too long\n", 9), -EFBIG);
	limit_file_size(before);
	assert_output(out, "whole\n");
	fclose(out);
}

/* What stands behind our part is not ours to cut. */
static void full_disk_spares_others(void **state)
{
	FILE *out = tmpfile();
	rlim_t before;

	(void)state;
	assert_int_equal(pwrite(fileno(out), "0123456789abcdef", 16, 0), 16);
	before = limit_file_size(10);
	assert_int_equal(output_write(fileno(out), "too long for it\n", 16), -EFBIG);
	limit_file_size(before);
	assert_output(out, "too long fabcdef");
	fclose(out);
}

/* Reads slowly, checks that the bytes are those of bulk(), exits with 0 if all of them came. */
static pid_t slow_reader(int fd, int write_end)
{
	unsigned char buf[4096];
	size_t total = 0;
	ssize_t n;
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	close(write_end); /* or the end never comes */
	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		for (ssize_t i = 0; i < n; i++) {
			if (buf[i] != (total + (size_t)i) % 251)
				_exit(2);
		}
		total += (size_t)n;
		usleep(200);
	}
	_exit(total == BULK_LEN ? 0 : 1);
}

static char *bulk(void)
{
	char *data = malloc(BULK_LEN);

	assert_non_null(data);
	for (size_t i = 0; i < BULK_LEN; i++)
		data[i] = (char)(i % 251);
	return data;
}

static void assert_slow_reader_gets_all(int flags)
{
	char *data = bulk();
	int ends[2], status;
	pid_t pid;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(fcntl(ends[1], F_SETFL, flags), 0);
	fcntl(ends[1], F_SETPIPE_SZ, 4096);
	pid = slow_reader(ends[0], ends[1]);
	assert_true(pid > 0);
	close(ends[0]);
	assert_int_equal(output_write(ends[1], data, BULK_LEN), 0);
	close(ends[1]);
	assert_int_equal(TEMP_FAILURE_RETRY(waitpid(pid, &status, 0)), pid);
	assert_int_equal(status, 0);
	free(data);
}

static void non_blocking_is_waited_for(void **state)
{
	(void)state;
	assert_slow_reader_gets_all(O_NONBLOCK);
}

static void on_alarm(int signal)
{
	(void)signal;
}

static void interruptions_are_no_errors(void **state)
{
	struct itimerval often = { { 0, 500 }, { 0, 500 } }, never = { { 0, 0 }, { 0, 0 } };
	struct sigaction action = { .sa_handler = on_alarm }; /* no SA_RESTART */

	(void)state;
	assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
	assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
	assert_slow_reader_gets_all(0);
	assert_slow_reader_gets_all(O_NONBLOCK);
	assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_written),
		cmocka_unit_test(errors_are_told),
		cmocka_unit_test(full_disk_leaves_no_part),
		cmocka_unit_test(full_disk_leaves_no_part_appended),
		cmocka_unit_test(full_disk_spares_others),
		cmocka_unit_test(non_blocking_is_waited_for),
		cmocka_unit_test(interruptions_are_no_errors),
	};

	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	return cmocka_run_group_tests_name("output", tests, NULL, NULL);
}
