/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The process that reads the names of containers: what it is not asked, and that none waits for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/container_names.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void assert_none(struct container_names *names, const char *id)
{
	struct container_state s = { "x", "x", "x" };

	container_names_get(names, id, &s);
	assert_string_equal(s.name, "");
	assert_string_equal(s.pod, "");
	assert_string_equal(s.pod_namespace, "");
}

/* Lines on stderr while it is asked. */
static unsigned told(struct container_names *names, const char *id)
{
	int before = dup(STDERR_FILENO);
	FILE *said = tmpfile();
	unsigned lines = 0;
	int c;

	assert_non_null(said);
	assert_true(dup2(fileno(said), STDERR_FILENO) >= 0);
	assert_none(names, id);
	assert_true(dup2(before, STDERR_FILENO) >= 0);
	close(before);
	rewind(said);
	while ((c = fgetc(said)) != EOF)
		lines += c == '\n';
	fclose(said);
	return lines;
}

static void of_no_container(void **state)
{
	struct container_names *names;

	(void)state;
	assert_int_equal(container_names_new(&names), 0);
	assert_int_equal(told(names, ID), 0); /* no runtime knows it */
	assert_int_equal(told(names, ""), 0);
	assert_int_equal(told(names, "../../../etc/passwd"), 0);
	assert_int_equal(told(names, ID "0"), 0);
	assert_int_equal(told(names, ID), 0); /* it is still there */
	container_names_free(names);
	assert_true(wait(NULL) > 0); /* it ends */
}

static void it_dies(void **state)
{
	struct container_names *names;
	siginfo_t info = { 0 };
	char path[64], children[64] = "";
	FILE *file;

	(void)state;
	assert_int_equal(container_names_new(&names), 0);
	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	file = fopen(path, "r");
	if (!file || !fgets(children, sizeof(children), file))
		skip();
	fclose(file);
	assert_int_equal(kill((pid_t)strtol(children, NULL, 10), SIGKILL), 0);
	assert_int_equal(waitid(P_ALL, 0, &info, WEXITED), 0);
	assert_int_equal(told(names, ID), 1);
	assert_int_equal(told(names, ID), 0); /* once */
	container_names_free(names);
	container_names_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_no_container),
		cmocka_unit_test(it_dies),
	};

	return cmocka_run_group_tests_name("container_names", tests, NULL, NULL);
}
