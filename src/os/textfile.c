// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/textfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/atomic_file.h"

/* One lock for the directory: node_exporter drops metrics that two files share. */
#define LOCK_NAME ".tcpbdp.lock"
#define SUFFIX ".prom"
#define MODE 0644
#define TRIES 8

struct textfile {
	char *dir; /* absolute */
	char name[NAME_MAX + 1];
	char new_name[NAME_MAX + 1];
	char *start;
	unsigned flags;
	int dir_fd; /* -1 = not open: open and lock it again */
	int lock_fd;
	bool written;
};

static int say(const struct textfile *f, char *reason, int err, const char *what)
{
	snprintf(reason, TEXTFILE_REASON_LEN, "%s/%s: %s", f->dir ? f->dir : "", f->name,
		 what ? what : strerror(-err));
	return err;
}

/* ---- the directory ---- */

static int say_dir(const struct textfile *f, char *reason, int err)
{
	const char *what;

	switch (err) {
	case -ELOOP:
	case -ENOTDIR:
		what = "not a directory, or a symbolic link to one: give the directory itself";
		break;
	case -ENOENT:
		what = "no such directory: create it, or see node_exporter's "
		       "--collector.textfile.directory";
		break;
	case -EPERM:
		what = "directory is world-writable: chmod o-w it, or give another one";
		break;
	default:
		what = strerror(-err);
	}
	snprintf(reason, TEXTFILE_REASON_LEN, "%s: %s", f->dir, what);
	return err;
}

/*
 * In a world-writable directory anyone may replace our file. In a sticky one anyone may still
 * create our lock first, which blocks a service for ever, but matters less for a single write.
 */
static bool dir_is_safe(const struct textfile *f, const struct stat *st)
{
	return !(st->st_mode & S_IWOTH) ||
	       ((st->st_mode & S_ISVTX) && (f->flags & TEXTFILE_STICKY));
}

static int open_dir(struct textfile *f, char *reason)
{
	struct stat st;
	int err = 0;

	f->dir_fd = open(f->dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (f->dir_fd < 0)
		return say_dir(f, reason, -errno);
	if (fstat(f->dir_fd, &st))
		err = -errno;
	else if (!dir_is_safe(f, &st))
		err = -EPERM;
	return err ? say_dir(f, reason, err) : 0;
}

/* Is the open directory still the one at this path, and still safe? */
static bool dir_is_same(const struct textfile *f)
{
	struct stat open, named;

	return f->dir_fd >= 0 && !fstat(f->dir_fd, &open) && !lstat(f->dir, &named) &&
	       open.st_dev == named.st_dev && open.st_ino == named.st_ino && dir_is_safe(f, &open);
}

/* ---- the lock ---- */

/* If its previous owner unlinked the lock file meanwhile, the lock is void. */
static bool lock_is_named(const struct textfile *f)
{
	struct stat locked, named;

	return f->lock_fd >= 0 && !fstat(f->lock_fd, &locked) &&
	       !fstatat(f->dir_fd, LOCK_NAME, &named, AT_SYMLINK_NOFOLLOW) &&
	       locked.st_dev == named.st_dev && locked.st_ino == named.st_ino;
}

static int lock_once(struct textfile *f)
{
	f->lock_fd = openat(f->dir_fd, LOCK_NAME,
			    O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
	if (f->lock_fd < 0)
		return -errno;
	if (!flock(f->lock_fd, LOCK_EX | LOCK_NB) && lock_is_named(f))
		return 0;
	return errno == EWOULDBLOCK ? -EBUSY : -EAGAIN;
}

static int lock(struct textfile *f, char *reason)
{
	int err = -EAGAIN;

	for (int i = 0; i < TRIES && err == -EAGAIN; i++) {
		errno = 0;
		err = lock_once(f);
		if (err && f->lock_fd >= 0) {
			close(f->lock_fd);
			f->lock_fd = -1;
		}
	}
	if (err == -EBUSY)
		return say(
			f, reason, err,
			"another exporter writes to this directory (node_exporter would drop the "
			"metrics of both): stop it, or give another directory");
	if (err)
		snprintf(reason, TEXTFILE_REASON_LEN, "%s/" LOCK_NAME ": %s", f->dir,
			 strerror(-err));
	return err;
}

static void unlock(struct textfile *f)
{
	if (f->lock_fd < 0)
		return;
	/* unlink while locked, so that a waiting process sees that the file is gone */
	if (lock_is_named(f))
		unlinkat(f->dir_fd, LOCK_NAME, 0);
	close(f->lock_fd);
	f->lock_fd = -1;
}

/* ---- the file ---- */

enum whose { OURS, EMPTY, OTHERS };

/* Decides by the file's first bytes. -errno. */
static int whose_file(const struct textfile *f, const char *name, enum whose *ret_whose)
{
	char begin[256];
	size_t start_len = strlen(f->start);
	ssize_t len;
	int err = 0;
	int fd = openat(f->dir_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	len = read(fd, begin, sizeof(begin));
	if (len < 0)
		err = -errno;
	close(fd);
	if (err)
		return err;
	if (len >= (ssize_t)start_len && !memcmp(begin, f->start, start_len))
		*ret_whose = OURS;
	else
		*ret_whose = len == 0 ? EMPTY : OTHERS;
	return 0;
}

/* 0 if it is ours, empty or missing. */
static int check_file(const struct textfile *f, char *reason)
{
	enum whose whose;
	struct stat st;
	int err;

	if (fstatat(f->dir_fd, f->name, &st, AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT ? 0 : say(f, reason, -errno, NULL);
	if (S_ISLNK(st.st_mode))
		return say(f, reason, -ELOOP,
			   "refusing to write through a symbolic link (file unchanged)");
	if (!S_ISREG(st.st_mode))
		return say(f, reason, -ENOTSUP, "not a regular file");
	err = whose_file(f, f->name, &whose);
	if (err)
		return say(f, reason, err, NULL);
	if (whose != OTHERS)
		return 0;
	return say(f, reason, -EEXIST,
		   "was not written by tcpbdp export (file unchanged): give another name");
}

/* Is it another file of ours, which an exporter with another file name left? */
static bool is_second(const struct textfile *f, const char *name)
{
	size_t len = strlen(name);
	enum whose whose;
	struct stat st;

	return len >= strlen(SUFFIX) && !strcmp(name + len - strlen(SUFFIX), SUFFIX) &&
	       strcmp(name, f->name) && !fstatat(f->dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) &&
	       S_ISREG(st.st_mode) && !whose_file(f, name, &whose) && whose == OURS;
}

/* Not in a world-writable directory: no collector reads it, and anyone may put files there. */
static int check_others(const struct textfile *f, char *reason)
{
	const struct dirent *entry;
	struct stat st;
	DIR *dir;
	int fd, err = 0;

	if (!(f->flags & TEXTFILE_ALONE) || fstat(f->dir_fd, &st) || (st.st_mode & S_IWOTH))
		return 0;
	fd = openat(f->dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		err = say(f, reason, -errno, NULL);
		if (fd >= 0)
			close(fd);
		return err;
	}
	while (!err && (entry = readdir(dir))) {
		if (!is_second(f, entry->d_name))
			continue;
		err = -EEXIST;
		snprintf(
			reason, TEXTFILE_REASON_LEN,
			"%s/%s: was written by tcpbdp export, too (node_exporter would drop the metrics "
			"of both): remove it, or give its name",
			f->dir, entry->d_name);
	}
	closedir(dir);
	return err;
}

/* Splits path into dir and name, without accessing the directory. */
static int split(struct textfile *f, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t len = slash ? (size_t)(slash - path) : 0;
	char *cwd;

	/* ".NAME.new" must fit too */
	if (!*name ||
	    snprintf(f->new_name, sizeof(f->new_name), ".%s.new", name) >= (int)sizeof(f->new_name))
		return *name ? -ENAMETOOLONG : -EISDIR;
	snprintf(f->name, sizeof(f->name), "%s", name);
	while (len > 1 && path[len - 1] == '/') /* with a final slash a link would be followed */
		len--;
	if (path[0] == '/') {
		f->dir = strndup(path, len ? len : 1);
		return f->dir ? 0 : -ENOMEM;
	}
	cwd = realpath(".", NULL);
	if (!cwd)
		return -errno;
	if (!slash)
		f->dir = cwd;
	else if (asprintf(&f->dir, "%s/%.*s", cwd, (int)len, path) < 0)
		f->dir = NULL;
	if (slash)
		free(cwd);
	return f->dir ? 0 : -ENOMEM;
}

static void leave_place(struct textfile *f)
{
	unlock(f);
	if (f->dir_fd >= 0)
		close(f->dir_fd);
	f->dir_fd = -1;
}

static int take_place(struct textfile *f, char *reason)
{
	int err = open_dir(f, reason);

	if (!err)
		err = check_file(f, reason);
	if (!err)
		err = lock(f, reason);
	if (!err)
		err = check_others(f, reason);
	if (err)
		leave_place(f);
	return err;
}

int textfile_open(const char *path, const char *start, unsigned flags, struct textfile **ret_file,
		  char *reason)
{
	struct textfile *f = calloc(1, sizeof(*f));
	int err;

	snprintf(reason, TEXTFILE_REASON_LEN, "%s: %s", path, strerror(ENOMEM));
	if (!f)
		return -ENOMEM;
	f->dir_fd = f->lock_fd = -1;
	f->flags = flags;
	f->start = strdup(start);
	err = f->start ? split(f, path) : -ENOMEM;
	if (err)
		snprintf(reason, TEXTFILE_REASON_LEN, "%s: %s", path, strerror(-err));
	else
		err = take_place(f, reason);
	if (err) {
		textfile_close(f);
		return err;
	}
	*ret_file = f;
	return 0;
}

const char *textfile_dir(const struct textfile *f)
{
	return f->dir;
}

int textfile_write(struct textfile *f, const char *data, size_t len, char *reason)
{
	int err = 0;

	if (!dir_is_same(f) || !lock_is_named(f)) {
		leave_place(f);
		err = take_place(f, reason);
	}
	if (!err)
		err = check_file(f, reason);
	if (err)
		return err;
	unlinkat(f->dir_fd, f->new_name, 0); /* left over by a killed writer */
	err = atomic_file_write_at(f->dir_fd, f->name, f->new_name, data, len, MODE);
	if (err)
		return say(f, reason, err,
			   err == -ENOSPC ? "no space left (file unchanged)" : NULL);
	f->written = true;
	return 0;
}

int textfile_remove(struct textfile *f)
{
	if (!f->written || f->dir_fd < 0 || !unlinkat(f->dir_fd, f->name, 0) || errno == ENOENT)
		return 0;
	return -errno;
}

void textfile_close(struct textfile *f)
{
	if (!f)
		return;
	leave_place(f);
	free(f->dir);
	free(f->start);
	free(f);
}
