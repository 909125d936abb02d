/* SPDX-License-Identifier: GPL-2.0-only */
/* What one end of a connection does: write, read, both at once, echo or ask. */
#ifndef LAB_EXCHANGE_H
#define LAB_EXCHANGE_H

#include "crew.h"
#include "reader.h"
#include "writer.h"

struct exchange {
	struct transfer *done;
	int fd;
	const struct transfer_opts *opts;
	char *data; /* as long as the longest piece */
};

static inline size_t exchange_piece(const struct transfer_opts *opts)
{
	return opts->answer > opts->size ? opts->answer : opts->size;
}

static inline void exchange_write_all(struct transfer *t, int fd, const struct transfer_opts *opts,
				      const char *data)
{
	struct writer w;

	writer_open(&w, fd, opts, t, data);
	writer_run(&w, data);
	writer_close(&w);
}

static inline void exchange_writer(struct crew_member *member)
{
	char *data = calloc(1, member->opts->size);

	if (!data)
		die(1, "no memory");
	member->done.start_ns = now_ns();
	exchange_write_all(&member->done, member->fd, member->opts, data);
	free(data);
}

static inline void exchange_reader(struct crew_member *member)
{
	char *data = malloc(member->opts->size);

	if (!data)
		die(1, "no memory");
	reader_run(&member->done, member->fd, member->opts, data);
	free(data);
}

static inline void exchange_write(struct exchange *e)
{
	struct crew_member crew[CREW_MAX] = { 0 };
	unsigned int i;

	if (e->opts->threads <= 1) {
		exchange_write_all(e->done, e->fd, e->opts, e->data);
		shutdown(e->fd, SHUT_WR);
		return;
	}
	for (i = 0; i < e->opts->threads; i++)
		crew[i] = (struct crew_member){ exchange_writer, e->fd, e->opts, { 0 }, 0, false };
	crew_run(crew, e->opts->threads, e->fd, e->done);
}

static inline void exchange_read(struct exchange *e)
{
	reader_run(e->done, e->fd, e->opts, e->data);
}

static inline void exchange_duplex(struct exchange *e)
{
	struct crew_member crew[] = {
		{ exchange_writer, e->fd, e->opts, { 0 }, 0, false },
		{ exchange_reader, e->fd, e->opts, { 0 }, 0, false },
	};

	crew_run(crew, 2, e->fd, e->done);
}

/* False when stopped or when the peer is gone before all of it came. */
static inline bool exchange_recv(struct exchange *e, size_t size)
{
	size_t got, n;

	for (got = 0; got < size; got += n) {
		n = reader_recv(e->done, e->fd, e->data, size - got);
		if (!n)
			return false;
	}
	return true;
}

/* With an answer of its own length: requests come whole. */
static inline void exchange_echo(struct exchange *e)
{
	struct writer w;
	size_t n;

	writer_open(&w, e->fd, e->opts, e->done, e->data);
	while (true) {
		if (e->opts->answer)
			n = exchange_recv(e, e->opts->size) ? e->opts->answer : 0;
		else
			n = reader_recv(e->done, e->fd, e->data, e->opts->size);
		if (!n || !writer_send(&w, e->data, n))
			break;
		e->done->transactions++;
	}
	writer_close(&w);
}

static inline void exchange_ask(struct exchange *e)
{
	size_t answer = e->opts->answer ? e->opts->answer : e->opts->size;
	struct writer w;

	writer_open(&w, e->fd, e->opts, e->done, e->data);
	while (writer_send(&w, e->data, e->opts->size) && exchange_recv(e, answer))
		e->done->transactions++;
	writer_close(&w);
}

static inline void exchange_greet(struct exchange *e)
{
	ssize_t n = send(e->fd, e->data, e->opts->greeting, MSG_NOSIGNAL);

	e->done->sent_bytes += n > 0 ? (uint64_t)n : 0;
}

/* Runs until the work ends, the peer goes, or a signal stops it. */
static inline void exchange_run(struct transfer *t, int fd, const struct transfer_opts *opts)
{
	static void (*const actions[])(struct exchange *) = {
		[ACTION_WRITE] = exchange_write,   [ACTION_READ] = exchange_read,
		[ACTION_ECHO] = exchange_echo,     [ACTION_ASK] = exchange_ask,
		[ACTION_DUPLEX] = exchange_duplex,
	};
	struct exchange e = { t, fd, opts, calloc(1, exchange_piece(opts)) };

	_Static_assert(sizeof(actions) / sizeof(actions[0]) == ACTION_MAX, "one per action");
	if (!e.data)
		die(1, "no memory");
	if (opts->greeting && opts->greeting <= opts->size)
		exchange_greet(&e);
	t->start_ns = now_ns();
	actions[opts->action](&e);
	t->end_ns = now_ns();
	free(e.data);
}

#endif
