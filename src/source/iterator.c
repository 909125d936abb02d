// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/iterator.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/read_ahead.h"

/* The kernel returns at most its buffer of 32 KiB per read (bpf_iter.c). */
#define BUF_BYTES 65536

/* The iterator writes complete records, but a read may end inside one. */
static int read_all(int fd, char *buf, size_t size, record_fn fn, void *ctx)
{
	size_t have = 0;
	ssize_t len;

	while ((len = read(fd, buf + have, BUF_BYTES - have)) != 0) {
		size_t used = 0;

		if (len < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (len < 0)
			return -errno;
		have += (size_t)len;
		for (; have - used >= size; used += size) {
			int err = fn(ctx, buf + used);

			if (err < 0)
				return err;
		}
		memmove(buf, buf + used, have - used);
		have -= used;
	}
	return 0;
}

int iterator_open(int prog_fd)
{
	int link = bpf_link_create(prog_fd, 0, BPF_TRACE_ITER, NULL);
	int fd;

	if (link < 0)
		return link;
	fd = bpf_iter_create(link);
	close(link);
	return fd;
}

static int read_once(int fd, size_t size, record_fn fn, void *ctx)
{
	char *buf = malloc(BUF_BYTES);
	int err = buf ? read_all(fd, buf, size, fn, ctx) : -ENOMEM;

	free(buf);
	return err;
}

struct taking {
	size_t size;
	record_fn fn;
	void *ctx;
};

static int take(void *ctx, int fd)
{
	const struct taking *taking = ctx;

	return read_once(fd, taking->size, taking->fn, taking->ctx);
}

int iterator_read_ahead(int fd, size_t size, record_fn fn, void *ctx)
{
	struct taking taking = { size, fn, ctx };

	return read_ahead(fd, take, &taking);
}

int iterator_walk(int prog_fd, size_t size, record_fn fn, void *ctx)
{
	int fd = iterator_open(prog_fd);
	int err;

	if (fd < 0)
		return fd;
	err = read_once(fd, size, fn, ctx);
	close(fd);
	return err;
}
