// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/textfile.h"

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

#define MODE 0644
#define TRIES 8

struct textfile {
	char *dir; /* absolute */
	char name[NAME_MAX + 1];
	char lock_name[NAME_MAX + 1];
	char new_name[NAME_MAX + 1];
	char *start;
	int dir_fd; /* -1 = closed: to be opened anew */
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
		what = "is no directory, or a symbolic link to one: give the directory itself";
		break;
	case -ENOENT:
		what = "no such directory: make it first, or see node_exporter's "
		       "--collector.textfile.directory";
		break;
	case -EPERM:
		what = "everybody may replace files in this directory: chmod o-w it";
		break;
	default:
		what = strerror(-err);
	}
	snprintf(reason, TEXTFILE_REASON_LEN, "%s: %s", f->dir, what);
	return err;
}

/* In one that all may write to, and that is not sticky, whoever likes may replace what we wrote. */
static int open_dir(struct textfile *f, char *reason)
{
	struct stat st;
	int err = 0;

	f->dir_fd = open(f->dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (f->dir_fd < 0)
		return say_dir(f, reason, -errno);
	if (fstat(f->dir_fd, &st))
		err = -errno;
	else if ((st.st_mode & S_IWOTH) && !(st.st_mode & S_ISVTX))
		err = -EPERM;
	return err ? say_dir(f, reason, err) : 0;
}

/* Does its name still lead to the directory that is open? */
static bool dir_is_same(const struct textfile *f)
{
	struct stat open, named;

	return f->dir_fd >= 0 && !fstat(f->dir_fd, &open) && !lstat(f->dir, &named) &&
	       open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

/* ---- the lock ---- */

/* A lock of a file that was unlinked meanwhile, by who had it before, holds nobody back. */
static bool lock_is_named(const struct textfile *f)
{
	struct stat locked, named;

	return !fstat(f->lock_fd, &locked) &&
	       !fstatat(f->dir_fd, f->lock_name, &named, AT_SYMLINK_NOFOLLOW) &&
	       locked.st_dev == named.st_dev && locked.st_ino == named.st_ino;
}

static int lock_once(struct textfile *f)
{
	f->lock_fd = openat(f->dir_fd, f->lock_name,
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
		return say(f, reason, err,
			   "another exporter writes it: stop that one, or give another name");
	return err ? say(f, reason, err, NULL) : 0;
}

static void unlock(struct textfile *f)
{
	if (f->lock_fd < 0)
		return;
	/* while it is held: who waits for it sees that it has no name any more */
	unlinkat(f->dir_fd, f->lock_name, 0);
	close(f->lock_fd);
	f->lock_fd = -1;
}

/* ---- the file ---- */

/* Ours, empty, or not there. */
static int check_file(struct textfile *f, char *reason)
{
	char begin[256];
	struct stat st;
	ssize_t len;
	int fd;

	if (fstatat(f->dir_fd, f->name, &st, AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT ? 0 : say(f, reason, -errno, NULL);
	if (S_ISLNK(st.st_mode))
		return say(f, reason, -ELOOP, "is a symbolic link: it is as it was");
	if (!S_ISREG(st.st_mode))
		return say(f, reason, -ENOTSUP, "is not a regular file");
	fd = openat(f->dir_fd, f->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return say(f, reason, -errno, NULL);
	len = read(fd, begin, sizeof(begin));
	close(fd);
	if (len == 0 ||
	    (len >= (ssize_t)strlen(f->start) && !memcmp(begin, f->start, strlen(f->start))))
		return 0;
	return say(f, reason, -EEXIST,
		   "was not written by tcpbdp export: it is as it was: give another name");
}

/* dir and name of path; the directory that it is in is not looked at yet. */
static int split(struct textfile *f, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t len = slash ? (size_t)(slash - path) : 0;
	char *cwd;

	/* ".NAME.lock" has to be a name too */
	if (!*name || snprintf(f->lock_name, sizeof(f->lock_name), ".%s.lock", name) >=
			      (int)sizeof(f->lock_name))
		return *name ? -ENAMETOOLONG : -EISDIR;
	snprintf(f->name, sizeof(f->name), "%s", name);
	snprintf(f->new_name, sizeof(f->new_name), ".%s.new", name);
	while (len > 1 && path[len - 1] == '/') /* behind a slash a link would be followed */
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

static int take_place(struct textfile *f, char *reason)
{
	int err = open_dir(f, reason);

	if (!err)
		err = check_file(f, reason);
	return err ? err : lock(f, reason);
}

static void leave_place(struct textfile *f)
{
	unlock(f);
	if (f->dir_fd >= 0)
		close(f->dir_fd);
	f->dir_fd = -1;
}

int textfile_open(const char *path, const char *start, struct textfile **ret_file, char *reason)
{
	struct textfile *f = calloc(1, sizeof(*f));
	int err;

	snprintf(reason, TEXTFILE_REASON_LEN, "%s: %s", path, strerror(ENOMEM));
	if (!f)
		return -ENOMEM;
	f->dir_fd = f->lock_fd = -1;
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

	if (!dir_is_same(f)) {
		leave_place(f);
		err = take_place(f, reason);
	}
	if (!err)
		err = check_file(f, reason);
	if (err)
		return err;
	unlinkat(f->dir_fd, f->new_name, 0); /* of a writer that was killed */
	err = atomic_file_write_at(f->dir_fd, f->name, f->new_name, data, len, MODE);
	if (err)
		return say(f, reason, err,
			   err == -ENOSPC ? "no space left: it is as it was" : NULL);
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
