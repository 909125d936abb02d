// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/writer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/batch.h"
#include "capture/database.h"
#include "capture/pseudonym.h"

/* A socket that was silent for this long gets new rows with its next sample. */
#define FORGET_NS (600 * UINT64_C(1000000000))
#define LAST_OCCASION_MS 5000
#define SOCKETS_MAX 65536

struct writer {
	struct batch batch;
	struct pseudonyms *pseudonyms; /* NULL = original names and addresses */
	struct sample origin;
	bool has_origin; /* jiffies are known */
	int64_t socket;  /* the last row's number */
	size_t sockets_max;
};

const char *writer_reason(const struct writer *w)
{
	return w->batch.reason;
}

const char *writer_path(const struct writer *w)
{
	return w->batch.store.path;
}

static void text_or_null(struct rows *rows, const char *text)
{
	if (text && *text)
		rows_text(rows, text);
	else
		rows_null(rows);
}

/* ---- samples ---- */

static const char *address(enum sample_family family, const struct endpoint *e, char *buf)
{
	return inet_ntop(family == FAMILY_INET6 ? AF_INET6 : AF_INET, e->addr, buf,
			 INET6_ADDRSTRLEN);
}

static void write_socket(struct writer *w, struct known *k)
{
	struct rows *rows = &w->batch.store.rows;
	struct endpoint local = k->id.local, remote = k->id.remote;
	char buf[INET6_ADDRSTRLEN];

	if (w->pseudonyms) {
		pseudonym_endpoint(w->pseudonyms, k->id.family, &local);
		pseudonym_endpoint(w->pseudonyms, k->id.family, &remote);
	}
	k->socket = ++w->socket;
	rows_begin(rows, ROW_SOCKET);
	rows_number(rows, k->socket);
	rows_number(rows, (int64_t)k->id.cookie);
	rows_number(rows, k->id.netns);
	rows_text(rows, k->id.family == FAMILY_INET6 ? "inet6" : "inet");
	rows_text(rows, address(k->id.family, &local, buf));
	rows_number(rows, local.port);
	rows_text(rows, address(k->id.family, &remote, buf));
	rows_number(rows, remote.port);
}

static bool endpoint_same(const struct endpoint *a, const struct endpoint *b)
{
	return a->port == b->port && !memcmp(a->addr, b->addr, sizeof(a->addr));
}

static bool socket_same(const struct sample_id *a, const struct sample_id *b)
{
	return a->netns == b->netns && a->family == b->family &&
	       endpoint_same(&a->local, &b->local) && endpoint_same(&a->remote, &b->remote);
}

/* The socket that was silent for longest gets new rows with its next sample. */
static int make_room(struct writer *w)
{
	struct lru *sockets = w->batch.index.sockets;

	if (lru_count(sockets) < w->sockets_max)
		return 0;
	return row_index_forget(&w->batch.index, lru_oldest(sockets));
}

static int know(struct writer *w, const struct sample *s, struct known **ret_known)
{
	struct known *k = lru_use(w->batch.index.sockets, s->id.cookie);
	int err;

	*ret_known = k;
	if (k && socket_same(&k->id, &s->id))
		return 0;
	if (!k) {
		err = make_room(w);
		if (err)
			return err;
		*ret_known = k = lru_add(w->batch.index.sockets, s->id.cookie, sizeof(*k));
	}
	err = k ? row_index_leave_row(&w->batch.index, k) : -ENOMEM;
	if (err)
		return err;
	if (w->pseudonyms && !k->snd_shift) {
		k->snd_shift = pseudonym_number();
		k->rcv_shift = pseudonym_number();
	}
	k->id = s->id;
	write_socket(w, k);
	return 0;
}

/* The stored name of the socket's process. */
static const char *kept_comm(const struct writer *w, struct known *k, const char *comm)
{
	if (!w->pseudonyms)
		return comm;
	if (strcmp(k->comm, comm)) {
		strcpy(k->comm, comm);
		strcpy(k->comm_kept, comm);
		pseudonym_comm(w->pseudonyms, k->comm_kept);
	}
	return k->comm_kept;
}

static void write_row(struct writer *w, enum column_table table, const struct known *k,
		      const struct stored *stored)
{
	struct rows *rows = &w->batch.store.rows;
	size_t i, end = column_range(table, &i);

	rows_begin(rows, (uint8_t)table);
	rows_number(rows, w->batch.sample);
	if (table == TABLE_SAMPLES) {
		rows_number(rows, k->socket);
		for (enum column_table other = table + 1; other < COLUMN_TABLE_MAX; other++)
			rows_number(rows, k->row[other]);
	}
	for (; i < end; i++) {
		if (columns[i].kind == COLUMN_TEXT)
			text_or_null(rows, stored->text[columns[i].text]);
		else if (stored->number[i] == COLUMN_NULL)
			rows_null(rows);
		else
			rows_number(rows, stored->number[i]);
	}
}

/* Sequence numbers would identify each connection to somebody who has the packets. */
static void shift_sequence(const struct known *k, struct sample *s)
{
	s->snd_una += k->snd_shift;
	s->snd_nxt += k->snd_shift;
	s->write_seq += k->snd_shift;
	s->rcv_nxt += k->rcv_shift;
	s->copied_seq += k->rcv_shift;
}

static void write_sample(struct writer *w, struct known *k, const struct sample *s)
{
	/* without a ring, sample 1 */
	int64_t first = ring_reach(&w->batch.ring);
	struct sample kept = *s;
	struct stored stored;

	strcpy(kept.id.comm, kept_comm(w, k, s->id.comm));
	shift_sequence(k, &kept);
	column_pack(&w->origin, &kept, &stored);
	for (enum column_table table = TABLE_SAMPLES + 1; table < COLUMN_TABLE_MAX; table++) {
		/* a row out of reach is dropped before this sample is */
		if (k->row[table] >= first && column_table_same(table, &k->last, &stored))
			continue;
		k->row[table] = w->batch.sample;
		write_row(w, table, k, &stored);
	}
	write_row(w, TABLE_SAMPLES, k, &stored);
	k->last = stored;
	k->entry.last_sample = w->batch.sample;
	k->last_ts_ns = s->ts_ns;
}

/* Jiffies are stored relative to the first sample's. */
static void set_origin(struct writer *w, const struct sample *s)
{
	w->origin.jiffies = s->jiffies;
	w->has_origin = true;
	rows_begin(&w->batch.store.rows, ROW_START_JIFFIES);
	rows_number(&w->batch.store.rows, s->jiffies);
}

int writer_sample(struct writer *w, const struct sample *s)
{
	struct known *k;
	int err = batch_advance(&w->batch, s->ts_ns);

	if (err)
		return err;
	if (!w->has_origin)
		set_origin(w, s);
	err = know(w, s, &k);
	if (err)
		return batch_fail(&w->batch, err);
	w->batch.sample++;
	write_sample(w, k, s);
	return s->reason == SAMPLE_CLOSE
		       ? batch_fail(&w->batch, row_index_forget(&w->batch.index, k))
		       : 0;
}

/* ---- the rest ---- */

static int forget_silent(struct writer *w, uint64_t now_ns)
{
	struct known *k;
	int err = 0;

	while (!err && (k = lru_oldest(w->batch.index.sockets)) &&
	       now_ns > k->last_ts_ns + FORGET_NS)
		err = row_index_forget(&w->batch.index, k);
	return batch_fail(&w->batch, err);
}

int writer_tick(struct writer *w, const struct tick *t)
{
	struct rows *rows = &w->batch.store.rows;
	int err = batch_advance(&w->batch, t->ts_ns);

	if (!err)
		err = forget_silent(w, t->ts_ns);
	if (err)
		return err;
	rows_begin(rows, ROW_TICK);
	rows_number(rows, (int64_t)(t->ts_ns - w->origin.ts_ns));
	rows_number(rows, w->batch.sample);
	rows_number(rows, t->memory_pressure);
	return 0;
}

int writer_ledger(struct writer *w, uint64_t now_ns, const struct ledger *l)
{
	struct rows *rows = &w->batch.store.rows;
	int err = batch_advance(&w->batch, now_ns);

	if (err)
		return err;
	rows_begin(rows, ROW_LOSS);
	rows_number(rows, (int64_t)(now_ns - w->origin.ts_ns));
	for (int i = 0; i < EVENT_MAX; i++)
		rows_number(rows, (int64_t)l->by_event[i]);
	rows_number(rows, (int64_t)l->emitted);
	rows_number(rows, (int64_t)l->suppressed);
	rows_number(rows, (int64_t)l->dropped);
	rows_number(rows, (int64_t)l->filtered);
	rows_number(rows, (int64_t)l->consumed);
	if (l->skipped_known)
		rows_number(rows, (int64_t)l->skipped);
	else
		rows_null(rows);
	return 0;
}

bool writer_has_cgroup(struct writer *w, uint64_t id)
{
	return row_index_has_cgroup(&w->batch.index, id, w->batch.sample + 1);
}

/* What one may be called would say whose it is: of a capture for others' eyes there are no names. */
int writer_cgroup(struct writer *w, uint64_t id, const char *path,
		  const struct workload_names *names)
{
	static const struct workload_names none;
	struct rows *rows = &w->batch.store.rows;
	char *kept = NULL;
	int err = batch_advance(&w->batch, w->batch.newest_ns);

	if (err)
		return err;
	if (w->pseudonyms) {
		kept = malloc(PSEUDONYM_CGROUP_LEN(strlen(path)));
		if (!kept)
			return batch_fail(&w->batch, -ENOMEM);
		pseudonym_cgroup(w->pseudonyms, path, kept, PSEUDONYM_CGROUP_LEN(strlen(path)));
	}
	rows_begin(rows, ROW_CGROUP);
	rows_number(rows, (int64_t)id);
	rows_text(rows, kept ? kept : path);
	free(kept);
	if (!names || w->pseudonyms)
		names = &none;
	text_or_null(rows, names->container);
	text_or_null(rows, names->pod);
	text_or_null(rows, names->pod_namespace);
	return batch_fail(&w->batch,
			  row_index_add_cgroup(&w->batch.index, id, w->batch.sample + 1));
}

bool writer_has_netns(struct writer *w, uint32_t netns)
{
	return row_index_has_netns(&w->batch.index, netns, w->batch.sample + 1);
}

int writer_netns(struct writer *w, uint32_t netns, const char *name)
{
	struct rows *rows = &w->batch.store.rows;
	int err = batch_advance(&w->batch, w->batch.newest_ns);

	if (err)
		return err;
	if (!w->pseudonyms) {
		rows_begin(rows, ROW_NETNS);
		rows_number(rows, netns);
		rows_text(rows, name);
	}
	return batch_fail(&w->batch,
			  row_index_add_netns(&w->batch.index, netns, w->batch.sample + 1));
}

bool writer_has_link(struct writer *w, uint32_t netns, uint32_t ifindex, uint64_t speed_bps)
{
	return row_index_has_link(&w->batch.index, netns, ifindex, speed_bps, w->batch.sample + 1);
}

int writer_link(struct writer *w, uint32_t netns, uint32_t ifindex, uint64_t speed_bps)
{
	struct rows *rows = &w->batch.store.rows;
	int err = batch_advance(&w->batch, w->batch.newest_ns);

	if (err)
		return err;
	rows_begin(rows, ROW_LINK);
	rows_number(rows, netns);
	rows_number(rows, ifindex);
	rows_number(rows, (int64_t)speed_bps);
	return batch_fail(&w->batch, row_index_add_link(&w->batch.index, netns, ifindex, speed_bps,
							w->batch.sample + 1));
}

int writer_sysctl(struct writer *w, uint32_t netns, const char *name, const char *value)
{
	struct rows *rows = &w->batch.store.rows;
	int err = batch_advance(&w->batch, w->batch.newest_ns);

	if (err)
		return err;
	rows_begin(rows, ROW_SYSCTL);
	rows_number(rows, netns);
	rows_text(rows, name);
	rows_text(rows, value);
	return 0;
}

int writer_finish(struct writer *w, uint64_t end_ns)
{
	struct rows *rows = &w->batch.store.rows;
	int err = batch_advance(&w->batch, end_ns);

	if (err)
		return err;
	rows_begin(rows, ROW_END);
	rows_number(rows, (int64_t)(end_ns - w->origin.ts_ns));
	sqlite3_busy_timeout(w->batch.store.db, LAST_OCCASION_MS);
	err = batch_write(&w->batch);
	return !err && rows->len ? batch_fail(&w->batch, -EBUSY) : err;
}

void writer_totals(const struct writer *w, struct writer_totals *ret_totals)
{
	int64_t pages = 0, page_bytes = 0;

	*ret_totals = (struct writer_totals){
		.samples = (uint64_t)w->batch.written,
		.sockets = (uint64_t)w->socket,
	};
	if (!database_number(w->batch.store.db, "PRAGMA page_count", &pages) &&
	    !database_number(w->batch.store.db, "PRAGMA page_size", &page_bytes))
		ret_totals->bytes = (uint64_t)(pages * page_bytes);
}

/* ---- opening ---- */

static void write_facts(struct writer *w, const struct writer_facts *f)
{
	struct rows *rows = &w->batch.store.rows;

	rows_begin(rows, ROW_FACTS);
	rows_text(rows, f->program);
	text_or_null(rows, w->pseudonyms ? NULL : f->hostname);
	rows_text(rows, f->kernel);
	rows_text(rows, f->machine);
	rows_number(rows, f->cpus);
	rows_number(rows, (int64_t)f->memory_bytes);
	rows_number(rows, f->page_bytes);
	rows_number(rows, (int64_t)f->start_ns);
	rows_number(rows, (int64_t)f->start_realtime_ns);
	text_or_null(rows, f->hook_recv);
	text_or_null(rows, f->hook_send);
	rows_number(rows, f->sample_interval_ms);
	rows_number(rows, w->pseudonyms != NULL);
}

/* Tables and facts are committed together. */
static int open_store(struct writer *w, const char *path, const struct writer_opts *opts)
{
	int err = batch_create(&w->batch, path, opts);

	if (err)
		return err;
	write_facts(w, &opts->facts);
	err = batch_write(&w->batch);
	if (err)
		unlink(w->batch.store.path);
	return err;
}

static int prepare(struct writer *w, const char *path, const struct writer_opts *opts)
{
	int err = opts->anonymize ? pseudonyms_new_random(&w->pseudonyms) : 0;

	if (!err)
		err = batch_init(&w->batch, opts);
	w->origin.ts_ns = opts->facts.start_ns;
	w->sockets_max = opts->sockets_max ? opts->sockets_max : SOCKETS_MAX;
	return err ? err : open_store(w, path, opts);
}

int writer_new(const char *path, const struct writer_opts *opts, struct writer **ret_writer,
	       char reason[WRITER_REASON_LEN])
{
	struct writer *w = calloc(1, sizeof(*w));
	int err = w ? prepare(w, path, opts) : -ENOMEM;

	if (err) {
		snprintf(reason, WRITER_REASON_LEN, "%.150s: %s", path, store_error_text(err));
		writer_free(w);
		return err;
	}
	*ret_writer = w;
	return 0;
}

void writer_free(struct writer *w)
{
	if (!w)
		return;
	batch_free(&w->batch);
	pseudonyms_free(w->pseudonyms);
	free(w);
}
