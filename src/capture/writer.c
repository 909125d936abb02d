// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/writer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/database.h"
#include "capture/known.h"
#include "capture/pseudonym.h"
#include "capture/ring.h"
#include "capture/store.h"

/* A socket of which nothing was heard for so long is written anew when it speaks again. */
#define FORGET_NS (600 * UINT64_C(1000000000))
/* Samples between two looks at the size, so that no batch outgrows the ring. */
#define SIZE_CHECK_SAMPLES 512
/* Readers hold a commit up; what waits for it is in memory, and lost in a crash. */
#define BUSY_MAX_NS (60 * UINT64_C(1000000000))

struct writer {
	struct store store;
	struct known_sockets *known;
	struct pseudonyms *pseudonyms; /* NULL = names and addresses as they are */
	struct ring_limits limits;
	struct sample origin;
	bool has_origin;        /* jiffies are known */
	int64_t sample, socket; /* the last rows */
	uint64_t newest_ns;
	uint64_t batch_ns; /* when the open batch began; 0 = none is open */
	struct writer_totals totals;
	uint64_t committed_samples;
	int err;
	char reason[WRITER_REASON_LEN];
};

/* The first error is the one that counts. */
static int fail(struct writer *w, int err)
{
	if (err && !w->err) {
		w->err = err;
		snprintf(w->reason, sizeof(w->reason), "%s: %s", w->store.path,
			 store_error_text(err));
	}
	return w->err;
}

const char *writer_reason(const struct writer *w)
{
	return w->reason;
}

const char *writer_path(const struct writer *w)
{
	return w->store.path;
}

/* An empty text is no text. */
static void bind_text(sqlite3_stmt *stmt, int i, const char *text)
{
	if (text && *text)
		sqlite3_bind_text(stmt, i, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(stmt, i);
}

static void bind_number(sqlite3_stmt *stmt, int i, int64_t number)
{
	if (number == COLUMN_NULL)
		sqlite3_bind_null(stmt, i);
	else
		sqlite3_bind_int64(stmt, i, number);
}

/* ---- batches ---- */

static int trim(struct writer *w)
{
	struct ring_cut cut = { 0 };
	struct known *k;
	int err;

	if (!w->limits.max_bytes && !w->limits.max_age_ns)
		return 0;
	err = ring_due(w->store.db, &w->limits, (int64_t)(w->newest_ns - w->origin.ts_ns), &cut);
	if (err || !cut.t_ns)
		return err;
	err = ring_trim(w->store.db, &cut);
	/* their rows are gone */
	while (!err && (k = known_oldest(w->known)) && k->last_sample <= cut.last_sample)
		known_forget(w->known, k);
	return err;
}

static int commit(struct writer *w)
{
	int err = trim(w);

	if (!err)
		err = store_commit(&w->store);
	if (err == -EBUSY && w->newest_ns < w->batch_ns + BUSY_MAX_NS)
		return 0; /* somebody reads: at the next occasion */
	if (err)
		return fail(w, err);
	w->batch_ns = 0;
	w->committed_samples = w->totals.samples;
	return 0;
}

/* To be called before anything is written. */
static int begin(struct writer *w, uint64_t now_ns)
{
	int err = 0;

	if (w->err)
		return w->err;
	if (now_ns > w->newest_ns)
		w->newest_ns = now_ns;
	if (w->batch_ns && w->newest_ns >= w->batch_ns + WRITER_BATCH_NS)
		err = commit(w);
	if (!err && !w->batch_ns) {
		err = fail(w, store_begin(&w->store));
		w->batch_ns = w->newest_ns;
	}
	return err;
}

/* ---- samples ---- */

static const char *address(enum sample_family family, const struct endpoint *e, char *buf)
{
	return inet_ntop(family == FAMILY_INET6 ? AF_INET6 : AF_INET, e->addr, buf,
			 INET6_ADDRSTRLEN);
}

static int write_socket(struct writer *w, struct known *k)
{
	sqlite3_stmt *stmt = w->store.inserts[INSERT_SOCKET];
	struct endpoint local = k->id.local, remote = k->id.remote;
	char laddr[INET6_ADDRSTRLEN], raddr[INET6_ADDRSTRLEN];

	if (w->pseudonyms) {
		pseudonym_endpoint(w->pseudonyms, k->id.family, &local);
		pseudonym_endpoint(w->pseudonyms, k->id.family, &remote);
	}
	k->socket = ++w->socket;
	w->totals.sockets++;
	sqlite3_bind_int64(stmt, 1, k->socket);
	sqlite3_bind_int64(stmt, 2, (int64_t)k->id.cookie);
	sqlite3_bind_int64(stmt, 3, k->id.netns);
	bind_text(stmt, 4, k->id.family == FAMILY_INET6 ? "inet6" : "inet");
	bind_text(stmt, 5, address(k->id.family, &local, laddr));
	sqlite3_bind_int64(stmt, 6, local.port);
	bind_text(stmt, 7, address(k->id.family, &remote, raddr));
	sqlite3_bind_int64(stmt, 8, remote.port);
	return database_run(stmt);
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

static int know(struct writer *w, const struct sample *s, struct known **ret_known)
{
	struct known *k = known_get(w->known, s->id.cookie);

	*ret_known = k;
	if (k && socket_same(&k->id, &s->id))
		return 0;
	if (!k)
		*ret_known = k = known_add(w->known, s->id.cookie);
	if (!k)
		return -ENOMEM;
	k->id = s->id;
	return write_socket(w, k);
}

/* What is kept as the name of the socket's process. */
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

static int write_group(struct writer *w, enum group group, const struct known *k,
		       const struct stored *stored)
{
	sqlite3_stmt *stmt = w->store.inserts[group];
	size_t i, end = column_range(group, &i);
	int at = 1;

	sqlite3_bind_int64(stmt, at++, w->sample);
	if (group == GROUP_SAMPLES) {
		sqlite3_bind_int64(stmt, at++, k->socket);
		for (enum group other = group + 1; other < GROUP_MAX; other++)
			sqlite3_bind_int64(stmt, at++, k->row[other]);
	}
	for (; i < end; i++, at++) {
		if (columns[i].kind == COLUMN_TEXT)
			bind_text(stmt, at, stored->text[columns[i].text]);
		else
			bind_number(stmt, at, stored->number[i]);
	}
	return database_run(stmt);
}

static int write_sample(struct writer *w, struct known *k, const struct sample *s)
{
	struct sample kept = *s;
	struct stored stored;
	int err = 0;

	strcpy(kept.id.comm, kept_comm(w, k, s->id.comm));
	column_pack(&w->origin, &kept, &stored);
	for (enum group group = GROUP_SAMPLES + 1; !err && group < GROUP_MAX; group++) {
		if (k->row[group] && column_group_same(group, &k->last, &stored))
			continue;
		k->row[group] = w->sample;
		err = write_group(w, group, k, &stored);
	}
	if (!err)
		err = write_group(w, GROUP_SAMPLES, k, &stored);
	k->last = stored;
	k->last_sample = w->sample;
	k->last_ts_ns = s->ts_ns;
	return err;
}

/* Jiffies are counted from the first sample's. */
static int set_origin(struct writer *w, const struct sample *s)
{
	char sql[64];

	w->origin.jiffies = s->jiffies;
	w->has_origin = true;
	snprintf(sql, sizeof(sql), "UPDATE capture SET start_jiffies = %u", s->jiffies);
	return database_exec(w->store.db, sql);
}

int writer_sample(struct writer *w, const struct sample *s)
{
	struct known *k;
	int err = begin(w, s->ts_ns);

	if (err)
		return err;
	if (!w->has_origin)
		err = set_origin(w, s);
	if (!err)
		err = know(w, s, &k);
	if (err)
		return fail(w, err);
	w->sample++;
	err = write_sample(w, k, s);
	w->totals.samples++;
	if (s->reason == SAMPLE_CLOSE)
		known_forget(w->known, k);
	if (!err && w->sample % SIZE_CHECK_SAMPLES == 0 && w->limits.max_bytes)
		err = trim(w);
	return fail(w, err);
}

/* ---- the rest ---- */

static void forget_silent(struct writer *w, uint64_t now_ns)
{
	struct known *k;

	while ((k = known_oldest(w->known)) && now_ns > k->last_ts_ns + FORGET_NS)
		known_forget(w->known, k);
}

int writer_tick(struct writer *w, const struct tick *t)
{
	sqlite3_stmt *stmt = w->store.inserts[INSERT_TICK];
	int err = begin(w, t->ts_ns);

	if (err)
		return err;
	forget_silent(w, t->ts_ns);
	sqlite3_bind_int64(stmt, 1, (int64_t)(t->ts_ns - w->origin.ts_ns));
	sqlite3_bind_int64(stmt, 2, w->sample);
	sqlite3_bind_int64(stmt, 3, t->memory_pressure);
	return fail(w, database_run(stmt));
}

int writer_ledger(struct writer *w, uint64_t now_ns, const struct ledger *l)
{
	sqlite3_stmt *stmt = w->store.inserts[INSERT_LOSS];
	int err = begin(w, now_ns), at = 1;

	if (err)
		return err;
	sqlite3_bind_int64(stmt, at++, (int64_t)(now_ns - w->origin.ts_ns));
	for (int i = 0; i < EVENT_MAX; i++)
		sqlite3_bind_int64(stmt, at++, (int64_t)l->by_event[i]);
	sqlite3_bind_int64(stmt, at++, (int64_t)l->emitted);
	sqlite3_bind_int64(stmt, at++, (int64_t)l->suppressed);
	sqlite3_bind_int64(stmt, at++, (int64_t)l->dropped);
	sqlite3_bind_int64(stmt, at++, (int64_t)l->filtered);
	sqlite3_bind_int64(stmt, at++, (int64_t)l->consumed);
	return fail(w, database_run(stmt));
}

int writer_cgroup(struct writer *w, uint64_t id, const char *path)
{
	sqlite3_stmt *stmt = w->store.inserts[INSERT_CGROUP];
	char *kept = NULL;
	int err = begin(w, w->newest_ns);

	if (err)
		return err;
	if (w->pseudonyms) {
		kept = malloc(PSEUDONYM_CGROUP_LEN(strlen(path)));
		if (!kept)
			return fail(w, -ENOMEM);
		pseudonym_cgroup(w->pseudonyms, path, kept, PSEUDONYM_CGROUP_LEN(strlen(path)));
	}
	sqlite3_bind_int64(stmt, 1, (int64_t)id);
	sqlite3_bind_text(stmt, 2, kept ? kept : path, -1, SQLITE_STATIC);
	err = database_run(stmt);
	free(kept);
	return fail(w, err);
}

int writer_link(struct writer *w, uint32_t netns, uint32_t ifindex, uint64_t speed_bps)
{
	sqlite3_stmt *stmt = w->store.inserts[INSERT_LINK];
	int err = begin(w, w->newest_ns);

	if (err)
		return err;
	sqlite3_bind_int64(stmt, 1, netns);
	sqlite3_bind_int64(stmt, 2, ifindex);
	sqlite3_bind_int64(stmt, 3, (int64_t)speed_bps);
	return fail(w, database_run(stmt));
}

int writer_sysctl(struct writer *w, uint32_t netns, const char *name, const char *value)
{
	sqlite3_stmt *stmt = w->store.inserts[INSERT_SYSCTL];
	int err = begin(w, w->newest_ns);

	if (err)
		return err;
	sqlite3_bind_int64(stmt, 1, netns);
	sqlite3_bind_text(stmt, 2, name, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, value, -1, SQLITE_STATIC);
	return fail(w, database_run(stmt));
}

int writer_finish(struct writer *w, uint64_t end_ns)
{
	char sql[64];
	int err = begin(w, end_ns);

	if (err)
		return err;
	snprintf(sql, sizeof(sql), "UPDATE capture SET end_t_ns = %lld",
		 (long long)(end_ns - w->origin.ts_ns));
	sqlite3_busy_timeout(w->store.db, 5000); /* the last occasion */
	err = database_exec(w->store.db, sql);
	return err ? fail(w, err) : commit(w);
}

void writer_totals(const struct writer *w, struct writer_totals *ret_totals)
{
	int64_t pages = 0, page_bytes = 0;

	*ret_totals = w->totals;
	ret_totals->samples = w->committed_samples;
	if (!database_number(w->store.db, "PRAGMA page_count", &pages) &&
	    !database_number(w->store.db, "PRAGMA page_size", &page_bytes))
		ret_totals->bytes = (uint64_t)(pages * page_bytes);
}

/* ---- opening ---- */

static int write_facts(struct writer *w, const struct writer_facts *f)
{
	sqlite3_stmt *stmt = w->store.inserts[INSERT_FACTS];

	bind_text(stmt, 1, f->program);
	bind_text(stmt, 2, w->pseudonyms ? NULL : f->hostname);
	bind_text(stmt, 3, f->kernel);
	bind_text(stmt, 4, f->machine);
	sqlite3_bind_int64(stmt, 5, f->cpus);
	sqlite3_bind_int64(stmt, 6, (int64_t)f->memory_bytes);
	sqlite3_bind_int64(stmt, 7, f->page_bytes);
	sqlite3_bind_int64(stmt, 8, (int64_t)f->start_ns);
	sqlite3_bind_int64(stmt, 9, (int64_t)f->start_realtime_ns);
	bind_text(stmt, 10, f->hook_recv);
	bind_text(stmt, 11, f->hook_send);
	sqlite3_bind_int64(stmt, 12, f->sample_interval_ms);
	sqlite3_bind_int64(stmt, 13, w->pseudonyms != NULL);
	return database_run(stmt);
}

/* The tables and the facts are there together, or nothing is. */
static int open_store(struct writer *w, const char *path, const struct writer_opts *opts)
{
	int err = store_create(&w->store, path, opts->force);

	if (err)
		return err;
	err = write_facts(w, &opts->facts);
	if (!err)
		err = store_commit(&w->store);
	if (err)
		unlink(w->store.path);
	return err;
}

static int prepare(struct writer *w, const char *path, const struct writer_opts *opts)
{
	int err = opts->anonymize ? pseudonyms_new_random(&w->pseudonyms) : 0;

	w->limits = (struct ring_limits){ opts->max_bytes, opts->max_age_ns };
	w->origin.ts_ns = w->newest_ns = opts->facts.start_ns;
	w->known = known_new();
	if (!err && !w->known)
		err = -ENOMEM;
	return err ? err : open_store(w, path, opts);
}

int writer_new(const char *path, const struct writer_opts *opts, struct writer **ret_writer,
	       char reason[WRITER_REASON_LEN])
{
	struct writer *w = calloc(1, sizeof(*w));
	int err = w ? prepare(w, path, opts) : -ENOMEM;

	if (err) {
		snprintf(reason, WRITER_REASON_LEN, "%s: %s", path, store_error_text(err));
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
	store_close(&w->store);
	known_free(w->known);
	pseudonyms_free(w->pseudonyms);
	free(w);
}
