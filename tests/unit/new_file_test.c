/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The file of a capture: nobody else's is written over, and nothing is left beside it. */
#include "capture_fixture.h"

#include <errno.h>

#define TEXT "somebody's text"

static void write_file(const char *path)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(TEXT, file);
	assert_int_equal(fclose(file), 0);
}

static void assert_untouched(const char *path)
{
	char text[64] = "";
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	assert_non_null(fgets(text, sizeof(text), file));
	fclose(file);
	assert_string_equal(text, TEXT);
}

/* One line that names the file. */
static void assert_reason(const char *reason, const char *path)
{
	assert_memory_equal(reason, path, strlen(path));
	assert_memory_equal(reason + strlen(path), ": ", 2);
	assert_true(strlen(reason) > strlen(path) + 2);
	assert_null(strchr(reason, '\n'));
}

static void assert_refused(const char *path, bool force, int err)
{
	struct writer_opts opts = writer_defaults();
	char reason[WRITER_REASON_LEN] = "";
	struct writer *w = NULL;

	opts.force = force;
	assert_int_equal(writer_new(path, &opts, &w, reason), err);
	assert_null(w);
	assert_reason(reason, path);
}

/* For no other eyes, whatever is usual for the user */
static void for_its_owner_alone(void **state)
{
	const mode_t mask = umask(0);
	struct stat st;
	struct bench b;

	(void)state;
	bench_new(&b);
	bench_record_defaults(&b);
	assert_int_equal(lstat(b.path, &st), 0);
	assert_int_equal(st.st_mode, S_IFREG | 0600);
	assert_true(st.st_size > 0);
	bench_finish(&b, START_NS);
	assert_int_equal(lstat(b.path, &st), 0);
	assert_int_equal(st.st_mode, S_IFREG | 0600);
	assert_true(bench_alone(&b));
	umask(mask);
	bench_free(&b);
}

static void a_file_that_is_there(void **state)
{
	struct writer_opts opts = writer_defaults();
	struct bench b;

	(void)state;
	bench_new(&b);
	write_file(b.path);
	assert_refused(b.path, false, -EEXIST);
	assert_untouched(b.path);
	assert_true(bench_alone(&b));
	chmod(b.path, 0644);
	opts.force = true;
	bench_record(&b, &opts);
	bench_tick(&b, START_NS);
	bench_finish(&b, START_NS + SECOND);
	assert_holds_from(&b, 0);
	assert_true(bench_alone(&b));
	bench_free(&b);
}

/* One that others have open, or have a link to, is theirs still. */
static void force_makes_a_new_file(void **state)
{
	struct writer_opts opts = writer_defaults();
	struct stat st, st_new;
	char other[PATH_MAX];
	struct bench b;

	(void)state;
	bench_new(&b);
	write_file(b.path);
	tree_path(&b.tree, "/other", other);
	assert_int_equal(link(b.path, other), 0);
	chmod(b.path, 0644);
	assert_int_equal(stat(other, &st), 0);
	opts.force = true;
	bench_record(&b, &opts);
	assert_int_equal(stat(b.path, &st_new), 0);
	assert_true(st.st_ino != st_new.st_ino);
	assert_int_equal(st_new.st_mode, S_IFREG | 0600);
	assert_untouched(other);
	bench_free(&b);
}

/* A journal that was left would be taken for the new file's. */
static void force_takes_the_journals_along(void **state)
{
	static const char *const suffixes[] = { "-journal", "-wal", "-shm" };
	struct writer_opts opts = writer_defaults();
	struct bench b;

	(void)state;
	opts.force = true;
	bench_new(&b);
	for (int with_file = 0; with_file < 2; with_file++) {
		unlink(b.path);
		if (with_file)
			write_file(b.path);
		for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
			char path[PATH_MAX + 16];

			snprintf(path, sizeof(path), "%s%s", b.path, suffixes[i]);
			write_file(path);
		}
		bench_record(&b, &opts);
		assert_true(bench_alone(&b));
		bench_finish(&b, START_NS);
	}
	assert_true(bench_alone(&b));
	bench_free(&b);
}

/* Of a recorder that was killed, and whose file somebody has removed */
/* Somebody's journal is not for this file, and must not be believed: nothing is made beside it. */
static void a_journal_that_is_left(void **state)
{
	const struct writer_opts opts = writer_defaults();
	char path[PATH_MAX + 16], reason[WRITER_REASON_LEN] = "";
	struct writer *w;
	struct bench b;

	(void)state;
	bench_new(&b);
	snprintf(path, sizeof(path), "%s-journal", b.path);
	write_file(path);
	assert_int_equal(writer_new(b.path, &opts, &w, reason), -EUCLEAN);
	assert_non_null(strstr(reason, "-journal"));
	assert_int_equal(access(b.path, F_OK), -1);
	assert_int_equal(access(path, F_OK), 0);
	bench_free(&b);
}

static void a_symbolic_link(void **state)
{
	char path[PATH_MAX];
	struct bench b;

	(void)state;
	bench_new(&b);
	tree_path(&b.tree, "/victim", path);
	write_file(path);
	assert_int_equal(symlink("victim", b.path), 0);
	assert_refused(b.path, false, -ELOOP);
	assert_refused(b.path, true, -ELOOP);
	assert_untouched(path);
	unlink(b.path);
	assert_int_equal(symlink("nothing", b.path), 0);
	assert_refused(b.path, false, -ELOOP);
	assert_refused(b.path, true, -ELOOP);
	assert_int_equal(count_beside(&b), 1);
	bench_free(&b);
}

/* Links on the way are the user's own: the file's path is told without them. */
static void a_linked_directory(void **state)
{
	char dir[PATH_MAX], path[PATH_MAX], real[PATH_MAX];
	struct writer_opts opts = writer_defaults();
	char reason[WRITER_REASON_LEN];
	struct bench b;

	(void)state;
	bench_new(&b);
	tree_mkdir(&b.tree, "/real");
	tree_path(&b.tree, "/link", dir);
	tree_path(&b.tree, "/link/it", path);
	tree_path(&b.tree, "/real/it", real);
	assert_int_equal(symlink("real", dir), 0);
	assert_int_equal(writer_new(path, &opts, &b.writer, reason), 0);
	assert_string_equal(writer_path(b.writer), real);
	assert_int_equal(access(real, F_OK), 0);
	bench_free(&b);
}

static void no_file_to_be(void **state)
{
	char path[PATH_MAX];
	struct bench b;

	(void)state;
	bench_new(&b);
	assert_refused("/", false, -EISDIR);
	assert_refused("/", true, -EISDIR);
	assert_refused(b.tree.root, false, -EISDIR);
	assert_refused(b.tree.root, true, -EISDIR);
	tree_path(&b.tree, "/", path);
	assert_refused(path, false, -EISDIR);
	tree_path(&b.tree, "/.", path);
	assert_refused(path, true, -EISDIR);
	tree_path(&b.tree, "/missing/capture", path);
	assert_refused(path, false, -ENOENT);
	assert_refused(path, true, -ENOENT);
	tree_write(&b.tree, "/file", "");
	tree_path(&b.tree, "/file/capture", path);
	assert_refused(path, false, -ENOTDIR);
	assert_refused(path, true, -ENOTDIR);
	assert_int_equal(count_beside(&b), 1);
	bench_free(&b);
}

static void no_regular_file(void **state)
{
	struct stat st;
	struct bench b;

	(void)state;
	bench_new(&b);
	assert_int_equal(mkfifo(b.path, 0600), 0);
	assert_refused(b.path, false, -ENOTSUP);
	assert_refused(b.path, true, -ENOTSUP);
	assert_int_equal(lstat(b.path, &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	assert_refused("/dev/null", false, -ENOTSUP);
	assert_refused("/dev/null", true, -ENOTSUP);
	bench_free(&b);
}

/* Its sentence must be seen. */
static void a_long_name(void **state)
{
	struct writer_opts opts = writer_defaults();
	char path[PATH_MAX], reason[WRITER_REASON_LEN] = "";
	struct bench b;
	size_t len;

	(void)state;
	bench_new(&b);
	tree_path(&b.tree, "/", path);
	len = strlen(path);
	memset(path + len, 'x', 255);
	path[len + 255] = '\0';
	write_file(path);
	assert_int_equal(writer_new(path, &opts, &b.writer, reason), -EEXIST);
	assert_non_null(strstr(reason, "--force"));
	assert_memory_equal(reason, path, 100);
	bench_free(&b);
}

/* A name is a name, and nothing to SQLite */
static void a_name_that_means_something(void **state)
{
	static const char *const names[] = { "file:x?mode=memory", ":memory:", "a?b=c#d%41", "-x" };
	struct writer_opts opts = writer_defaults();
	char reason[WRITER_REASON_LEN];
	char cwd[PATH_MAX];
	struct bench b;

	(void)state;
	bench_new(&b);
	assert_non_null(getcwd(cwd, sizeof(cwd)));
	assert_int_equal(chdir(b.tree.root), 0);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct events events;
		struct reader *r;

		assert_int_equal(writer_new(names[i], &opts, &b.writer, reason), 0);
		bench_tick(&b, START_NS);
		bench_finish(&b, START_NS + SECOND);
		assert_int_equal(access(names[i], F_OK), 0);
		assert_int_equal(count_beside(&b), i + 1);
		if (reader_new(names[i], &r, reason))
			fail_msg("%s", reason);
		events = read_span(r, WHOLE);
		assert_events_from(&events, &b.written, 0);
		events_free(&b.written);
		events_free(&events);
		reader_free(r);
	}
	assert_int_equal(chdir(cwd), 0);
	bench_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(for_its_owner_alone),
		cmocka_unit_test(a_file_that_is_there),
		cmocka_unit_test(force_makes_a_new_file),
		cmocka_unit_test(force_takes_the_journals_along),
		cmocka_unit_test(a_journal_that_is_left),
		cmocka_unit_test(a_symbolic_link),
		cmocka_unit_test(a_linked_directory),
		cmocka_unit_test(no_file_to_be),
		cmocka_unit_test(no_regular_file),
		cmocka_unit_test(a_long_name),
		cmocka_unit_test(a_name_that_means_something),
	};

	return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
