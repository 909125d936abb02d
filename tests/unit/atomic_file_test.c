// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "os/atomic_file.h"
#include "skip.h"
#include "tree.h"

#define NOBODY 65534

static int set_up(void **state)
{
	static struct tree tree;

	tree_new(&tree);
	*state = &tree;
	return 0;
}

static int tear_down(void **state)
{
	tree_free(*state);
	return 0;
}

static int write_to(const struct tree *tree, const char *name, const char *text, mode_t mode)
{
	char path[PATH_MAX];

	tree_path(tree, name, path);
	return atomic_file_write(path, text, strlen(text), mode);
}

static void assert_text(const struct tree *tree, const char *name, const char *expected)
{
	char path[PATH_MAX], text[4096] = "";
	FILE *file;

	tree_path(tree, name, path);
	file = fopen(path, "r");
	assert_non_null(file);
	fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	assert_string_equal(text, expected);
}

/* What is in a directory: nothing is left beside what should be there. */
static void assert_entries(const struct tree *tree, const char *name, unsigned count)
{
	char path[PATH_MAX];
	struct dirent *entry;
	unsigned found = 0;
	DIR *dir;

	tree_path(tree, name, path);
	dir = opendir(path);
	assert_non_null(dir);
	while ((entry = readdir(dir)))
		found += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
	closedir(dir);
	assert_int_equal(found, count);
}

static void new_file(void **state)
{
	assert_int_equal(write_to(*state, "/a", "text\n", 0644), 0);
	assert_text(*state, "/a", "text\n");
	assert_int_equal(write_to(*state, "/empty", "", 0600), 0);
	assert_text(*state, "/empty", "");
	assert_entries(*state, "/", 2);
}

/* Another file takes its place: who has it open keeps the old one, whole. */
static void replaces_whole(void **state)
{
	char path[PATH_MAX], old[16] = "";
	struct stat before, after;
	int fd;

	tree_write(*state, "/a", "the old text");
	tree_path(*state, "/a", path);
	assert_int_equal(stat(path, &before), 0);
	fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	assert_int_equal(write_to(*state, "/a", "new", 0644), 0);
	assert_text(*state, "/a", "new");
	assert_int_equal(read(fd, old, sizeof(old)), 12);
	assert_string_equal(old, "the old text");
	close(fd);
	assert_int_equal(stat(path, &after), 0);
	assert_int_not_equal(before.st_ino, after.st_ino);
	assert_entries(*state, "/", 1);
}

/* As it is asked for: whatever the umask is, and the mode was. */
static void mode(void **state)
{
	static const mode_t modes[] = { 0644, 0600, 0640 };
	mode_t mask = umask(077);
	char path[PATH_MAX];
	struct stat st;

	tree_path(*state, "/a", path);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		assert_int_equal(write_to(*state, "/a", "", modes[i]), 0);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 07777, modes[i]);
	}
	umask(mask);
}

static void no_regular_file(void **state)
{
	char path[PATH_MAX], target[PATH_MAX];
	struct stat st;

	tree_mkdir(*state, "/dir");
	tree_path(*state, "/fifo", path);
	assert_int_equal(mkfifo(path, 0600), 0);
	tree_write(*state, "/target", "mine");
	tree_path(*state, "/target", target);
	tree_path(*state, "/link", path);
	assert_int_equal(symlink(target, path), 0);
	tree_path(*state, "/dangling", path);
	assert_int_equal(symlink("nowhere", path), 0);

	assert_int_equal(write_to(*state, "/dir", "x", 0644), -EISDIR);
	assert_int_equal(write_to(*state, "/fifo", "x", 0644), -ENOTSUP);
	assert_int_equal(write_to(*state, "/link", "x", 0644), -ELOOP);
	assert_int_equal(write_to(*state, "/dangling", "x", 0644), -ELOOP);
	assert_int_equal(atomic_file_write("/dev/null", "x", 1, 0644), -ENOTSUP);
	assert_text(*state, "/target", "mine");
	assert_int_equal(lstat(path, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_entries(*state, "/", 5);
	assert_entries(*state, "/dir", 0);
}

static void no_directory(void **state)
{
	char name[300] = "/";

	tree_write(*state, "/file", "");
	assert_int_equal(write_to(*state, "/none/a", "x", 0644), -ENOENT);
	assert_int_equal(write_to(*state, "/none/", "x", 0644), -ENOENT);
	assert_int_equal(write_to(*state, "/file/a", "x", 0644), -ENOTDIR);
	assert_int_equal(atomic_file_write("", "x", 1, 0644), -ENOENT);
	memset(name + 1, 'a', 256);
	assert_int_equal(write_to(*state, name, "x", 0644), -ENAMETOOLONG);
	assert_entries(*state, "/", 1);
}

/* In the directory that is the current one. */
static void bare_name(void **state)
{
	const struct tree *tree = *state;
	char *cwd = get_current_dir_name();

	assert_non_null(cwd);
	assert_int_equal(chdir(tree->root), 0);
	assert_int_equal(atomic_file_write("a", "x", 1, 0644), 0);
	assert_int_equal(chdir(cwd), 0);
	free(cwd);
	assert_text(tree, "/a", "x");
	assert_entries(tree, "/", 1);
}

/* What fn returns in a child, which may lose its privileges, or its mounts. */
static int in_child(int (*fn)(const struct tree *tree), const struct tree *tree)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0)
		_exit(-fn(tree));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return -WEXITSTATUS(status);
}

static int write_as_nobody(const struct tree *tree)
{
	if (geteuid() == 0 && (setgid(NOBODY) || setuid(NOBODY)))
		return -ENOSYS;
	return write_to(tree, "/dir/a", "new", 0644);
}

static void unwritable_directory(void **state)
{
	const struct tree *tree = *state;
	char path[PATH_MAX];

	tree_write(*state, "/dir/a", "old");
	tree_path(tree, "/dir", path);
	assert_int_equal(chmod(tree->root, 0755), 0);
	assert_int_equal(chmod(path, 0555), 0);
	assert_int_equal(in_child(write_as_nobody, tree), -EACCES);
	assert_text(tree, "/dir/a", "old");
	assert_entries(tree, "/dir", 1);
	/* one that cannot be listed is good enough, and then nothing is said to have failed */
	assert_int_equal(chmod(path, 0333), 0);
	assert_int_equal(in_child(write_as_nobody, tree), 0);
	assert_int_equal(chmod(path, 0755), 0);
	assert_text(tree, "/dir/a", "new");
	assert_entries(tree, "/dir", 1);
}

/* The bits of what fails: 1 that it was written, 2 the old text, 4 something is left. */
static int fill_file_system(const struct tree *tree)
{
	static char much[1 << 20];
	char path[PATH_MAX], old[8] = "";
	struct dirent *entry;
	int fd, failed = 0;
	DIR *dir;

	tree_path(tree, "/full", path);
	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("none", path, "tmpfs", 0, "size=64k"))
		return -8;
	tree_path(tree, "/full/a", path);
	if (write_to(tree, "/full/a", "old", 0644))
		return -16;
	memset(much, 'x', sizeof(much));
	if (atomic_file_write(path, much, sizeof(much), 0644) != -ENOSPC)
		failed |= 1;
	fd = open(path, O_RDONLY);
	if (read(fd, old, sizeof(old)) != 3 || strcmp(old, "old"))
		failed |= 2;
	tree_path(tree, "/full", path);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		failed |= entry->d_name[0] != '.' && strcmp(entry->d_name, "a") ? 4 : 0;
	return -failed;
}

static void full_file_system(void **state)
{
	int failed;

	tree_mkdir(*state, "/full");
	failed = -in_child(fill_file_system, *state);
	if (failed == 8) {
		skip_because("no tmpfs can be mounted here");
	}
	assert_int_equal(failed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(new_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(replaces_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(mode, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_regular_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_directory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bare_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unwritable_directory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(full_file_system, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
