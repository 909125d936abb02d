/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>

#include "os/textfile.h"
#include "tree.h"

#define START "# ours"

static int set_up(void **state)
{
	static struct tree tree;

	tree_new(&tree);
	tree_mkdir(&tree, "/d");
	*state = &tree;
	return 0;
}

static int tear_down(void **state)
{
	tree_free(*state);
	return 0;
}

static int try_flags(const struct tree *tree, const char *name, unsigned flags,
		     struct textfile **ret_file, const char *mention)
{
	char path[PATH_MAX], reason[TEXTFILE_REASON_LEN] = "";
	int err;

	tree_path(tree, name, path);
	err = textfile_open(path, START, flags, ret_file, reason);
	if (err && !strstr(reason, mention))
		fail_msg("%s", reason);
	return err;
}

static int try_open(const struct tree *tree, const char *name, struct textfile **ret_file,
		    const char *mention)
{
	return try_flags(tree, name, 0, ret_file, mention);
}

static struct textfile *open_file(const struct tree *tree, const char *name)
{
	struct textfile *file = NULL;

	assert_int_equal(try_open(tree, name, &file, ""), 0);
	return file;
}

static int write_text(struct textfile *file, const char *text, const char *mention)
{
	char reason[TEXTFILE_REASON_LEN] = "";
	int err = textfile_write(file, text, strlen(text), reason);

	if (err && !strstr(reason, mention))
		fail_msg("%s", reason);
	return err;
}

static void assert_text(const struct tree *tree, const char *name, const char *expected)
{
	char path[PATH_MAX], text[4096] = "";
	FILE *file;

	tree_path(tree, name, path);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_int_equal(fread(text, 1, sizeof(text) - 1, file), strlen(expected));
	fclose(file);
	assert_string_equal(text, expected);
}

static void assert_entries(const struct tree *tree, const char *name, unsigned count)
{
	char path[PATH_MAX];
	unsigned found = 0;
	DIR *dir;

	tree_path(tree, name, path);
	dir = opendir(path);
	assert_non_null(dir);
	while (readdir(dir))
		found++;
	closedir(dir);
	assert_int_equal(found, count + 2);
}

static void over_and_over(void **state)
{
	struct textfile *file = open_file(*state, "/d/a.prom");
	char path[PATH_MAX];
	struct stat st;
	mode_t mask = umask(077);

	assert_entries(*state, "/d", 1); /* its lock: it is not written yet */
	assert_int_equal(write_text(file, START "1\n", ""), 0);
	assert_text(*state, "/d/a.prom", START "1\n");
	assert_int_equal(write_text(file, START "2\n", ""), 0);
	assert_text(*state, "/d/a.prom", START "2\n");
	assert_entries(*state, "/d", 2);
	umask(mask);
	tree_path(*state, "/d/a.prom", path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	textfile_close(file);
	assert_entries(*state, "/d", 1);
	assert_text(*state, "/d/a.prom", START "2\n");
	textfile_close(NULL);
}

static void removed(void **state)
{
	struct textfile *file = open_file(*state, "/d/a.prom");

	assert_int_equal(textfile_remove(file), 0); /* nothing was written */
	assert_int_equal(write_text(file, START, ""), 0);
	assert_int_equal(textfile_remove(file), 0);
	assert_int_equal(textfile_remove(file), 0); /* it is gone already */
	textfile_close(file);
	assert_entries(*state, "/d", 0);
	/* what another run wrote stays, if this one writes nothing */
	tree_write(*state, "/d/a.prom", START);
	file = open_file(*state, "/d/a.prom");
	assert_int_equal(textfile_remove(file), 0);
	textfile_close(file);
	assert_text(*state, "/d/a.prom", START);
}

static void one_writer(void **state)
{
	struct textfile *file = open_file(*state, "/d/a.prom"), *other = NULL;

	assert_int_equal(try_open(*state, "/d/a.prom", &other, "another exporter"), -EBUSY);
	assert_int_equal(try_open(*state, "/d//a.prom", &other, "another exporter"), -EBUSY);
	assert_null(other);
	assert_entries(*state, "/d", 1); /* the lock is still there, and held */
	/* nor one of another name: what both have is lost */
	assert_int_equal(try_open(*state, "/d/b.prom", &other, "another exporter"), -EBUSY);
	textfile_close(file);
	file = open_file(*state, "/d/a.prom");
	textfile_close(file);
	assert_entries(*state, "/d", 0);
}

static void remove_file(const struct tree *tree, const char *name)
{
	char path[PATH_MAX];

	tree_path(tree, name, path);
	assert_int_equal(unlink(path), 0);
}

/* An exporter of another name was here before. */
static void no_second_file(void **state)
{
	struct textfile *file = NULL;

	tree_write(*state, "/d/old.prom", START "old");
	assert_int_equal(try_flags(*state, "/d/a.prom", TEXTFILE_ALONE, &file, "/d/old.prom: was"),
			 -EEXIST);
	assert_int_equal(try_flags(*state, "/d/a.prom", TEXTFILE_ALONE, &file, "remove it"),
			 -EEXIST);
	assert_entries(*state, "/d", 1); /* no lock is left */
	textfile_close(open_file(*state, "/d/a.prom"));
	assert_int_equal(try_flags(*state, "/d/old.prom", TEXTFILE_ALONE, &file, ""), 0);
	textfile_close(file);
	/* of others, and what is not read */
	remove_file(*state, "/d/old.prom");
	tree_write(*state, "/d/apt.prom", "# HELP apt");
	tree_write(*state, "/d/none.prom", "");
	tree_write(*state, "/d/old.prom.bak", START "old");
	tree_write(*state, "/d/.a.prom.new", START "ha");
	tree_mkdir(*state, "/d/dir.prom");
	assert_int_equal(try_flags(*state, "/d/a.prom", TEXTFILE_ALONE, &file, ""), 0);
	assert_int_equal(write_text(file, START "1", ""), 0);
	textfile_close(file);
}

/* Its lock is taken away while it runs: it takes it anew, or another has it. */
static void lock_removed(void **state)
{
	struct textfile *file = open_file(*state, "/d/a.prom"), *other = NULL;

	assert_int_equal(write_text(file, START "1", ""), 0);
	remove_file(*state, "/d/.tcpbdp.lock");
	assert_int_equal(write_text(file, START "2", ""), 0);
	assert_int_equal(try_open(*state, "/d/b.prom", &other, "another exporter"), -EBUSY);
	remove_file(*state, "/d/.tcpbdp.lock");
	other = open_file(*state, "/d/b.prom");
	for (int i = 0; i < 3; i++)
		assert_int_equal(write_text(file, START "3", "another exporter"), -EBUSY);
	assert_text(*state, "/d/a.prom", START "2");
	assert_int_equal(write_text(other, START "b", ""), 0);
	textfile_close(other);
	assert_int_equal(write_text(file, START "4", ""), 0);
	textfile_close(file);
}

/* It leaves its lock, which nobody holds, and half of what it wrote. */
static void after_a_kill(void **state)
{
	struct textfile *file;

	tree_write(*state, "/d/a.prom", START "old");
	tree_write(*state, "/d/.tcpbdp.lock", "");
	tree_write(*state, "/d/.a.prom.new", START "ha");
	file = open_file(*state, "/d/a.prom");
	assert_text(*state, "/d/a.prom", START "old");
	assert_int_equal(write_text(file, START "new", ""), 0);
	assert_text(*state, "/d/a.prom", START "new");
	textfile_close(file);
	assert_entries(*state, "/d", 1);
}

static void link_to(const struct tree *tree, const char *target, const char *name)
{
	char path[PATH_MAX];

	tree_path(tree, name, path);
	assert_int_equal(symlink(target, path), 0);
}

/* Links where the file, what is being written, and the lock should be. */
static void no_link_is_followed(void **state)
{
	struct textfile *file = NULL;

	tree_write(*state, "/precious", START "precious");
	link_to(*state, "../precious", "/d/link.prom");
	link_to(*state, "../precious", "/d/.a.prom.new");
	link_to(*state, "../precious", "/d/.tcpbdp.lock");
	link_to(*state, "d", "/dir");
	assert_int_equal(try_open(*state, "/d/link.prom", &file, "symbolic link"), -ELOOP);
	assert_int_equal(try_open(*state, "/d/b.prom", &file, ".tcpbdp.lock"), -ELOOP);
	remove_file(*state, "/d/.tcpbdp.lock");
	link_to(*state, "../made", "/d/.tcpbdp.lock");
	assert_int_equal(try_open(*state, "/d/c.prom", &file, ".tcpbdp.lock"), -ELOOP);
	remove_file(*state, "/d/.tcpbdp.lock");
	assert_int_equal(try_open(*state, "/dir/a.prom", &file, "give the directory"), -ENOTDIR);
	assert_int_equal(try_open(*state, "/dir//a.prom", &file, "give the directory"), -ENOTDIR);
	file = open_file(*state, "/d/a.prom");
	assert_int_equal(write_text(file, START "1", ""), 0);
	assert_text(*state, "/d/a.prom", START "1");
	textfile_close(file);
	assert_text(*state, "/precious", START "precious");
	assert_entries(*state, "/", 3); /* and not "made" */
}

static void only_our_own_is_replaced(void **state)
{
	static const char *const others[] = { "# other", "#", "# our", ("\n" START) };
	struct textfile *file = NULL;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		tree_write(*state, "/d/a.prom", others[i]);
		assert_int_equal(try_open(*state, "/d/a.prom", &file, "not written by"), -EEXIST);
		assert_text(*state, "/d/a.prom", others[i]);
	}
	tree_write(*state, "/d/a.prom", ""); /* nobody's */
	file = open_file(*state, "/d/a.prom");
	assert_int_equal(write_text(file, START, ""), 0);
	tree_write(*state, "/d/a.prom", "# other"); /* somebody came in between */
	assert_int_equal(write_text(file, START, "not written by"), -EEXIST);
	assert_text(*state, "/d/a.prom", "# other");
	textfile_close(file);
	assert_entries(*state, "/d", 1);
}

static void unsafe_directories(void **state)
{
	struct textfile *file = NULL;
	char path[PATH_MAX];

	tree_path(*state, "/d", path);
	assert_int_equal(chmod(path, 0777), 0);
	assert_int_equal(try_open(*state, "/d/a.prom", &file, "world-writable"), -EPERM);
	assert_int_equal(chmod(path, 0772), 0);
	assert_int_equal(try_open(*state, "/d/a.prom", &file, "world-writable"), -EPERM);
	/* whoever comes first with the lock keeps a sticky one */
	assert_int_equal(chmod(path, 01777), 0);
	assert_int_equal(try_open(*state, "/d/a.prom", &file, "give another"), -EPERM);
	tree_write(*state, "/d/b.prom", START); /* of whoever likes */
	assert_int_equal(
		try_flags(*state, "/d/a.prom", TEXTFILE_ALONE | TEXTFILE_STICKY, &file, ""), 0);
	textfile_close(file);
	file = NULL;
	assert_int_equal(chmod(path, 0775), 0);
	textfile_close(open_file(*state, "/d/a.prom"));
	assert_int_equal(try_open(*state, "/none/a.prom", &file, "no such directory"), -ENOENT);
	tree_write(*state, "/file", "");
	assert_int_equal(try_open(*state, "/file/a.prom", &file, "not a directory"), -ENOTDIR);
}

/* Somebody lets everybody in while it runs: each write is refused until that is over. */
static void directory_opened(void **state)
{
	struct textfile *file = open_file(*state, "/d/a.prom");
	char path[PATH_MAX];

	tree_path(*state, "/d", path);
	assert_int_equal(write_text(file, START "1", ""), 0);
	assert_int_equal(chmod(path, 0777), 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(write_text(file, START "2", "world-writable"), -EPERM);
	assert_text(*state, "/d/a.prom", START "1");
	assert_entries(*state, "/d", 1);
	assert_int_equal(chmod(path, 0755), 0);
	assert_int_equal(write_text(file, START "3", ""), 0);
	assert_text(*state, "/d/a.prom", START "3");
	textfile_close(file);
}

/* What is in the directory that took the name keeps us out each time, not only at first. */
static void refused_each_time(void **state)
{
	struct textfile *file = open_file(*state, "/d/a.prom"), *other;
	char path[PATH_MAX], moved[PATH_MAX];

	tree_path(*state, "/d", path);
	tree_path(*state, "/moved", moved);
	assert_int_equal(rename(path, moved), 0);
	tree_mkdir(*state, "/d");
	tree_write(*state, "/d/a.prom", "# other");
	for (int i = 0; i < 3; i++)
		assert_int_equal(write_text(file, START "1", "not written by"), -EEXIST);
	remove_file(*state, "/d/a.prom");
	other = open_file(*state, "/d/a.prom");
	for (int i = 0; i < 3; i++)
		assert_int_equal(write_text(file, START "1", "another exporter"), -EBUSY);
	textfile_close(other);
	link_to(*state, "../made", "/d/.tcpbdp.lock");
	for (int i = 0; i < 3; i++)
		assert_int_equal(write_text(file, START "1", ".tcpbdp.lock"), -ELOOP);
	assert_entries(*state, "/d", 1);
	remove_file(*state, "/d/.tcpbdp.lock");
	assert_int_equal(write_text(file, START "1", ""), 0);
	textfile_close(file);
	assert_entries(*state, "/d", 1);
}

static void names(void **state)
{
	struct textfile *file = NULL;
	char name[NAME_MAX + 2] = "/d/";

	memset(name + 3, 'x', sizeof(name) - 4);
	name[NAME_MAX + 1] = '\0';
	assert_int_equal(try_open(*state, name, &file, "long"), -ENAMETOOLONG);
	name[3 + NAME_MAX - 5] = '\0'; /* there is room for "." and ".new" */
	textfile_close(open_file(*state, name));
	assert_int_equal(try_open(*state, "/d/", &file, ""), -EISDIR);
	assert_int_equal(try_open(*state, "/d", &file, "not a regular file"), -ENOTSUP);
}

/* As it may be given: relative, whatever becomes of the working directory. */
static void relative(void **state)
{
	char cwd[PATH_MAX], path[PATH_MAX], reason[TEXTFILE_REASON_LEN];
	struct textfile *file, *other = NULL;

	assert_non_null(getcwd(cwd, sizeof(cwd)));
	tree_path(*state, "/d", path);
	assert_int_equal(chdir(path), 0);
	assert_int_equal(textfile_open("a.prom", START, 0, &file, reason), 0);
	assert_string_equal(textfile_dir(file), path);
	assert_int_equal(textfile_open("../d/a.prom", START, 0, &other, reason), -EBUSY);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(write_text(file, START, ""), 0);
	assert_text(*state, "/d/a.prom", START);
	textfile_close(file);
	assert_int_equal(chdir(cwd), 0);
}

/* Another directory takes the name: what is read is there. */
static void directory_replaced(void **state)
{
	struct textfile *file = open_file(*state, "/d/a.prom");
	char path[PATH_MAX], moved[PATH_MAX];

	tree_path(*state, "/d", path);
	tree_path(*state, "/moved", moved);
	assert_int_equal(write_text(file, START "1", ""), 0);
	assert_int_equal(rename(path, moved), 0);
	assert_int_equal(write_text(file, START "2", "no such directory"), -ENOENT);
	assert_int_equal(write_text(file, START "2", "no such directory"), -ENOENT);
	tree_mkdir(*state, "/d");
	assert_int_equal(write_text(file, START "3", ""), 0);
	assert_text(*state, "/d/a.prom", START "3");
	assert_text(*state, "/moved/a.prom", START "1");
	assert_entries(*state, "/moved", 1); /* the lock went with us */
	textfile_close(file);
	assert_entries(*state, "/d", 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(over_and_over),
		TEST(removed),
		TEST(one_writer),
		TEST(no_second_file),
		TEST(lock_removed),
		TEST(after_a_kill),
		TEST(no_link_is_followed),
		TEST(only_our_own_is_replaced),
		TEST(unsafe_directories),
		TEST(directory_opened),
		TEST(refused_each_time),
		TEST(names),
		TEST(relative),
		TEST(directory_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
