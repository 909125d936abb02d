// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/sockets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/decode.h"
#include "source/filter_rodata.h"
#include "source/iterator.h"
#include "source/kernel_hz.h"
#include "wire.h" /* which the next needs */
#include "list.lskel.h"

struct sockets {
	struct list_bpf *skel;
	uint64_t jiffy_ns;
};

int sockets_new(const struct sockets_opts *opts, struct sockets **ret_sockets)
{
	struct sockets *s = calloc(1, sizeof(*s));
	int err;

	if (!s)
		return -ENOMEM;
	s->jiffy_ns = kernel_hz_jiffy_ns();
	s->skel = list_bpf__open();
	if (!s->skel) {
		sockets_free(s);
		return -ENOMEM;
	}
	s->skel->rodata->cfg_states = opts->states;
	filter_rodata_fill(opts->filter, (struct wire_filter *)&s->skel->rodata->cfg_filter);
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
	free(sockets);
}

struct owning {
	struct owners *owners;
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
	if (err)
		return err;
	return owning->netns_fn(owning->ctx, &(struct held_socket){ w.netns, w.pid, w.fd });
}

int sockets_owners(struct sockets *sockets, struct owners *owners,
		   int (*netns_fn)(void *ctx, const struct held_socket *held), void *ctx)
{
	struct owning owning = { .owners = owners, .netns_fn = netns_fn, .ctx = ctx };
	int fd = iterator_open(sockets->skel->progs.owners.prog_fd);
	int err;

	if (fd < 0)
		return fd;
	err = iterator_read_ahead(fd, sizeof(struct wire_owner), on_owner, &owning);
	close(fd);
	return err;
}

struct walk {
	const struct sockets *sockets;
	snapshot_fn fn;
	void *ctx;
};

static int on_socket(void *ctx, const void *record)
{
	const struct walk *walk = ctx;
	struct snapshot seen;

	if (decode_snapshot(record, sizeof(struct wire_socket), walk->sockets->jiffy_ns, &seen))
		return 0;
	return walk->fn(walk->ctx, &seen);
}

int sockets_open(struct sockets *sockets)
{
	return iterator_open(sockets->skel->progs.sockets.prog_fd);
}

int sockets_read(struct sockets *sockets, int fd, snapshot_fn fn, void *ctx)
{
	struct walk walk = { sockets, fn, ctx };

	return iterator_read_ahead(fd, sizeof(struct wire_socket), on_socket, &walk);
}

uint64_t sockets_filtered(const struct sockets *sockets)
{
	return sockets->skel->bss->filtered;
}
