// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/sockets.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/configure.h"
#include "source/decode.h"
#include "source/jiffy.h"
#include "wire.h" /* which the next needs */
#include "list.lskel.h"

/* The kernel hands out no more than its own buffer of 32 KiB a read (bpf_iter.c). */
#define BUF_BYTES 65536

struct sockets {
	struct list_bpf *skel;
	uint64_t jiffy_ns;
	char *buf;
};

int sockets_new(const struct sockets_opts *opts, struct sockets **ret_sockets)
{
	struct sockets *s = calloc(1, sizeof(*s));
	int err;

	if (!s)
		return -ENOMEM;
	s->jiffy_ns = jiffy_ns();
	s->buf = malloc(BUF_BYTES);
	s->skel = list_bpf__open();
	if (!s->buf || !s->skel) {
		sockets_free(s);
		return -ENOMEM;
	}
	s->skel->rodata->cfg_states = opts->states;
	configure_filter(opts->filter, (struct wire_filter *)&s->skel->rodata->cfg_filter);
	err = list_bpf__load(s->skel);
	if (err) {
		sockets_free(s);
		return err;
	}
	*ret_sockets = s;
	return 0;
}

void sockets_free(struct sockets *sockets)
{
	if (!sockets)
		return;
	if (sockets->skel)
		list_bpf__destroy(sockets->skel);
	free(sockets->buf);
	free(sockets);
}

/* Takes one record; a negative return ends the reading. */
typedef int (*record_fn)(void *ctx, const void *record);

/* The iterator writes whole records, but a read may end within one. */
static int read_records(struct sockets *s, int fd, size_t size, record_fn fn, void *ctx)
{
	size_t have = 0;
	ssize_t len;

	while ((len = read(fd, s->buf + have, BUF_BYTES - have)) != 0) {
		size_t used = 0;

		if (len < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (len < 0)
			return -errno;
		have += (size_t)len;
		for (; have - used >= size; used += size) {
			int err = fn(ctx, s->buf + used);

			if (err < 0)
				return err;
		}
		memmove(s->buf, s->buf + used, have - used);
		have -= used;
	}
	return 0;
}

/* A new iterator looks at the namespace of whoever creates it. */
static int iterate(struct sockets *s, int prog_fd, size_t size, record_fn fn, void *ctx)
{
	int link = bpf_link_create(prog_fd, 0, BPF_TRACE_ITER, NULL);
	int fd, err;

	if (link < 0)
		return link;
	fd = bpf_iter_create(link);
	err = fd < 0 ? fd : read_records(s, fd, size, fn, ctx);
	if (fd >= 0)
		close(fd);
	close(link);
	return err;
}

struct owning {
	struct owners *owners;
	uint32_t netns; /* of the last */
	int (*netns_fn)(void *ctx, const struct held_socket *held);
	void *ctx;
};

static int on_owner(void *ctx, const void *record)
{
	struct owning *owning = ctx;
	struct wire_owner w;
	struct owner owner = { 0 };
	int err;

	memcpy(&w, record, sizeof(w));
	owner.pid = w.pid;
	memcpy(owner.comm, w.comm, sizeof(w.comm));
	err = owners_add(owning->owners, w.cookie, &owner);
	if (err || w.netns == owning->netns)
		return err;
	owning->netns = w.netns;
	return owning->netns_fn(owning->ctx, &(struct held_socket){ w.netns, w.pid, w.fd });
}

int sockets_owners(struct sockets *sockets, struct owners *owners,
		   int (*netns_fn)(void *ctx, const struct held_socket *held), void *ctx)
{
	struct owning owning = { .owners = owners, .netns_fn = netns_fn, .ctx = ctx };

	return iterate(sockets, sockets->skel->progs.owners.prog_fd, sizeof(struct wire_owner),
		       on_owner, &owning);
}

struct reading {
	const struct sockets *sockets;
	sighting_fn fn;
	void *ctx;
};

static int on_socket(void *ctx, const void *record)
{
	const struct reading *reading = ctx;
	struct sighting seen;

	if (decode_sighting(record, sizeof(struct wire_socket), reading->sockets->jiffy_ns, &seen))
		return 0;
	return reading->fn(reading->ctx, &seen);
}

int sockets_read(struct sockets *sockets, sighting_fn fn, void *ctx)
{
	struct reading reading = { sockets, fn, ctx };

	return iterate(sockets, sockets->skel->progs.sockets.prog_fd, sizeof(struct wire_socket),
		       on_socket, &reading);
}
