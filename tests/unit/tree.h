/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A directory that stands for "/": for what reads /proc and /sys. After cmocka.h. */
#ifndef TCPBDP_TREE_H
#define TCPBDP_TREE_H

#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct tree {
	char root[64];
};

static inline void tree_new(struct tree *tree)
{
	strcpy(tree->root, "/tmp/tcpbdp-tree.XXXXXX");
	assert_non_null(mkdtemp(tree->root));
}

static inline int tree_remove_one(const char *path, const struct stat *st, int type,
				  struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void tree_free(struct tree *tree)
{
	assert_int_equal(nftw(tree->root, tree_remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

static inline void tree_path(const struct tree *tree, const char *path, char whole[PATH_MAX])
{
	int len = snprintf(whole, PATH_MAX, "%s%s", tree->root, path);

	assert_true(len > 0 && len < PATH_MAX);
}

/* The directory and all above it; returns its inode. */
static inline ino_t tree_mkdir(struct tree *tree, const char *path)
{
	char whole[PATH_MAX];
	struct stat st;

	tree_path(tree, path, whole);
	for (char *c = whole + strlen(tree->root) + 1; c[-1] && *c; c++) {
		if (*c != '/')
			continue;
		*c = '\0';
		mkdir(whole, 0755);
		*c = '/';
	}
	mkdir(whole, 0755);
	assert_int_equal(stat(whole, &st), 0);
	return st.st_ino;
}

/* The file, with its directories. */
static inline void tree_write(struct tree *tree, const char *path, const char *text)
{
	char whole[PATH_MAX], dir[PATH_MAX];
	FILE *file;

	tree_path(tree, path, whole);
	snprintf(dir, sizeof(dir), "%s", path);
	*strrchr(dir, '/') = '\0';
	tree_mkdir(tree, dir);
	file = fopen(whole, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

#endif
