/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "os/notify.h"
#include "tree.h"

static int set_up(void **state)
{
	static struct tree tree;

	tree_new(&tree);
	*state = &tree;
	return 0;
}

static int tear_down(void **state)
{
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	tree_free(*state);
	return 0;
}

/* A socket of that name; '@' is of the abstract kind. */
static int listen_at(const char *name)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	socklen_t len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name));
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	assert_true(fd >= 0);
	memcpy(addr.sun_path, name, strlen(name));
	if (name[0] == '@')
		addr.sun_path[0] = '\0';
	assert_int_equal(bind(fd, (struct sockaddr *)&addr, len), 0);
	setenv("NOTIFY_SOCKET", name, 1);
	return fd;
}

static void assert_message(int fd, const char *expected)
{
	char message[64] = "";

	assert_int_equal(recv(fd, message, sizeof(message) - 1, 0), strlen(expected));
	assert_string_equal(message, expected);
}

static void told(void **state)
{
	char path[PATH_MAX], abstract[64];
	struct notify notify;

	tree_path(*state, "/notify", path);
	snprintf(abstract, sizeof(abstract), "@tcpbdp-test-%d", getpid());
	for (int i = 0; i < 2; i++) {
		int fd = listen_at(i ? abstract : path);

		notify_open(&notify);
		assert_int_equal(notify.watchdog_ns, 0);
		notify_send(&notify, "READY=1");
		notify_send(&notify, "STOPPING=1");
		assert_message(fd, "READY=1");
		assert_message(fd, "STOPPING=1");
		notify_close(&notify);
		notify_send(&notify, "READY=1");
		assert_int_equal(recv(fd, path, 1, 0), -1);
		close(fd);
	}
}

/* One that reads nothing any more holds nobody up, and one that has gone is no error. */
static void listener_is_stuck_or_gone(void **state)
{
	char path[PATH_MAX];
	struct notify notify;
	int fd;

	tree_path(*state, "/notify", path);
	fd = listen_at(path);
	notify_open(&notify);
	for (int i = 0; i < 10000; i++)
		notify_send(&notify, "WATCHDOG=1");
	assert_message(fd, "WATCHDOG=1");
	close(fd);
	notify_send(&notify, "WATCHDOG=1");
	notify_close(&notify);
}

static void nobody_wants_to_know(void **state)
{
	char long_path[200] = "/";
	const char *const sockets[] = { NULL, "", "/", "@", "relative", "/none/there", long_path };
	struct notify notify;

	(void)state;
	memset(long_path + 1, 'x', sizeof(long_path) - 2);
	for (size_t i = 0; i < sizeof(sockets) / sizeof(sockets[0]); i++) {
		if (sockets[i])
			setenv("NOTIFY_SOCKET", sockets[i], 1);
		setenv("WATCHDOG_USEC", "1000000", 1);
		notify_open(&notify);
		assert_int_equal(notify.fd, -1);
		assert_int_equal(notify.watchdog_ns, 0);
		notify_send(&notify, "READY=1");
		notify_close(&notify);
	}
}

static void watchdog(void **state)
{
	char path[PATH_MAX], own[16], other[16];
	const struct {
		const char *usec, *pid;
		uint64_t ns;
	} rows[] = {
		{ "30000000", NULL, 15000000000 },
		{ "30000000", own, 15000000000 },
		{ "30000000", other, 0 },
		{ "30000000", "x", 0 },
		{ "1", NULL, 500 },
		{ "0", NULL, 0 },
		{ "", NULL, 0 },
		{ "-1", NULL, 0 },
		{ " 1", NULL, 0 },
		{ "1x", NULL, 0 },
		{ "18446744073709551615", NULL, 0 },
		{ "18446744073709551616", NULL, 0 },
	};
	int fd;

	tree_path(*state, "/notify", path);
	fd = listen_at(path);
	snprintf(own, sizeof(own), "%d", getpid());
	snprintf(other, sizeof(other), "%d", getpid() + 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct notify notify;

		setenv("WATCHDOG_USEC", rows[i].usec, 1);
		if (rows[i].pid)
			setenv("WATCHDOG_PID", rows[i].pid, 1);
		else
			unsetenv("WATCHDOG_PID");
		notify_open(&notify);
		assert_int_equal(notify.watchdog_ns, rows[i].ns);
		notify_close(&notify);
	}
	close(fd);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(told),
		TEST(listener_is_stuck_or_gone),
		TEST(nobody_wants_to_know),
		TEST(watchdog),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
