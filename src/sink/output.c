/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sink/output.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

/* A descriptor shared with others (a terminal, mostly) may be non-blocking, unasked by us. */
static int wait_writable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return poll(&p, 1, -1) < 0 && errno != EINTR ? -errno : 0;
}

static int write_all(int fd, const char *data, size_t len, size_t *ret_written)
{
	int err = 0;

	*ret_written = 0;
	while (*ret_written < len && !err) {
		ssize_t n = write(fd, data + *ret_written, len - *ret_written);

		if (n >= 0)
			*ret_written += (size_t)n;
		else if (errno == EAGAIN)
			err = wait_writable(fd);
		else if (errno != EINTR)
			err = -errno;
	}
	return err;
}

/* Only if what we wrote is still the end of the file: others may write to it too. */
static void cut_off(int fd, size_t written)
{
	off_t end = lseek(fd, 0, SEEK_CUR);
	struct stat st;

	if (end < (off_t)written || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size != end)
		return;
	if (ftruncate(fd, end - (off_t)written) == 0)
		lseek(fd, end - (off_t)written, SEEK_SET);
}

int output_write(int fd, const char *data, size_t len)
{
	size_t written;
	int err = write_all(fd, data, len, &written);

	if (err && written)
		cut_off(fd, written);
	return err;
}
