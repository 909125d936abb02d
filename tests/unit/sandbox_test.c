/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What is refused in a sandbox, and what is not. A process for each try: there is no way back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "os/sandbox.h"
#include "skip.h"
#include "tree.h"

static struct tree tree;

static int open_below(const char *path, int flags)
{
	char whole[PATH_MAX];

	snprintf(whole, sizeof(whole), "%s%s", tree.root, path);
	return open(whole, flags, 0600) < 0 ? errno : 0;
}

/* ---- tries: 0 or the errno ---- */

static int read_a_file(void)
{
	return open_below("/secret", O_RDONLY);
}

static int read_of_the_kernel(void)
{
	return open("/proc/self/status", O_RDONLY) < 0 ? errno : 0;
}

static int make_in_its_place(void)
{
	return open_below("/place/new", O_WRONLY | O_CREAT | O_EXCL);
}

static int make_elsewhere(void)
{
	return open_below("/elsewhere/new", O_WRONLY | O_CREAT | O_EXCL);
}

static int replace_in_its_place(void)
{
	char from[PATH_MAX], to[PATH_MAX];

	snprintf(from, sizeof(from), "%s/place/old", tree.root);
	snprintf(to, sizeof(to), "%s/place/name", tree.root);
	return rename(from, to) ? errno : 0;
}

static int run_a_program(void)
{
	execl("/proc/self/exe", "again", NULL);
	return errno;
}

static int fork_a_process(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	return pid < 0 ? errno : 0;
}

static int open_a_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0 ? errno : 0;
}

static int make_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page == MAP_FAILED ? errno : 0;
}

static int allocate(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page == MAP_FAILED ? errno : 0;
}

/* ---- the table ---- */

enum place { NOWHERE, PLACE, RENEWED };

/* Who refuses it: the filter of system calls, or Landlock, which a kernel may lack. */
enum refusal { ALLOWED, BY_CALL, BY_FILE };

static const struct {
	const char *name;
	int (*try)(void);
	/* a place that is renewed takes the directory above it: all of the tree here */
	enum refusal replay, replay_writing, watch, watch_writing, watch_renewed;
} tries[] = {
	{ "read a file", read_a_file, BY_CALL, BY_FILE, BY_FILE, BY_FILE, ALLOWED },
	{ "read of the kernel", read_of_the_kernel, BY_CALL, BY_FILE, ALLOWED, ALLOWED, ALLOWED },
	{ "make in its place", make_in_its_place, BY_CALL, ALLOWED, BY_FILE, ALLOWED, ALLOWED },
	{ "make elsewhere", make_elsewhere, BY_CALL, BY_FILE, BY_FILE, BY_FILE, ALLOWED },
	{ "replace", replace_in_its_place, BY_CALL, ALLOWED, BY_CALL, ALLOWED, ALLOWED },
	{ "run a program", run_a_program, BY_CALL, BY_CALL, BY_CALL, BY_CALL, BY_CALL },
	{ "fork", fork_a_process, BY_CALL, BY_CALL, BY_CALL, BY_CALL, BY_CALL },
	{ "open a socket", open_a_socket, BY_CALL, BY_CALL, BY_CALL, BY_CALL, BY_CALL },
	{ "make code", make_code, BY_CALL, BY_CALL, BY_CALL, BY_CALL, BY_CALL },
	{ "allocate", allocate, ALLOWED, ALLOWED, ALLOWED, ALLOWED, ALLOWED },
};

static bool has_landlock(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

static int tried_in(enum sandbox_kind kind, enum place where, int (*try)(void))
{
	char dir[PATH_MAX];
	const struct sandbox_place place = {
		.dir = where == NOWHERE ? NULL : dir,
		.renewed = where == RENEWED,
	};
	int status;
	pid_t pid;

	snprintf(dir, sizeof(dir), "%s/place", tree.root);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		if (sandbox_enter(kind, &place))
			_exit(255);
		_exit(try());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void tree_fill(void)
{
	tree_new(&tree);
	/* for whoever the process becomes */
	assert_int_equal(chmod(tree.root, 0777), 0);
	tree_mkdir(&tree, "/place");
	tree_mkdir(&tree, "/elsewhere");
	tree_write(&tree, "/secret", "of anybody");
	tree_write(&tree, "/place/old", "");
}

static void check(enum sandbox_kind kind, enum place where, size_t i, enum refusal refusal)
{
	int err;

	if (refusal == BY_FILE && !has_landlock())
		return;
	tree_fill();
	err = tried_in(kind, where, tries[i].try);
	tree_free(&tree);
	if (err != (refusal == BY_CALL ? EPERM : refusal == BY_FILE ? EACCES : 0))
		fail_msg("%s, kind %d, place %d: %s", tries[i].name, kind, where, strerror(err));
}

static void what_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		check(SANDBOX_REPLAY, NOWHERE, i, tries[i].replay);
		check(SANDBOX_REPLAY, PLACE, i, tries[i].replay_writing);
		check(SANDBOX_WATCH, NOWHERE, i, tries[i].watch);
		check(SANDBOX_LIST, NOWHERE, i, tries[i].watch);
		check(SANDBOX_WATCH, PLACE, i, tries[i].watch_writing);
		check(SANDBOX_WATCH, RENEWED, i, tries[i].watch_renewed);
	}
}

static void landlock_is_here(void **state)
{
	(void)state;
	if (!has_landlock())
		skip_because("this kernel has no Landlock");
}

static void *nothing(void *arg)
{
	return arg;
}

static int start_a_thread(void)
{
	pthread_t thread;
	int err = pthread_create(&thread, NULL, nothing, NULL);

	return err ? err : pthread_join(thread, NULL);
}

/* list reads ahead in one. */
static void a_thread(void **state)
{
	(void)state;
	tree_fill();
	assert_int_equal(tried_in(SANDBOX_LIST, NOWHERE, start_a_thread), 0);
	tree_free(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(landlock_is_here),
		cmocka_unit_test(a_thread),
	};

	return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
