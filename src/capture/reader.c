// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/reader.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "capture/database.h"
#include "capture/row.h"
#include "capture/sample_row.h"
#include "capture/schema.h"
#include "capture/untrusted.h"
#include "os/netns_names.h"

/* The year 2116: sums of a few times do not overflow. */
#define TIME_MAX_NS (INT64_MAX / 2)

enum select {
	SELECT_SAMPLES,
	SELECT_TICKS,
	SELECT_LOSS,
	SELECT_CGROUP,
	SELECT_CGROUPS,
	SELECT_NAMES,
	SELECT_NETNS,
	SELECT_LINK,
	SELECT_SYSCTL,
	SELECT_MAX,
};

struct reader {
	struct untrusted file;
	struct reader_facts facts;
	struct sample origin;
	sqlite3_stmt *selects[SELECT_MAX];
	struct held_file *own; /* NULL = the caller's */
	char *cgroup;
	struct workload_names names;
	char netns[READER_NETNS_LEN];
	bool running;
	int lookup_err; /* of the first that failed */
	char name[READER_REASON_LEN / 2];
	char reason[READER_REASON_LEN];
};

const struct reader_facts *reader_facts(const struct reader *r)
{
	return &r->facts;
}

const char *reader_reason(const struct reader *r)
{
	return r->reason;
}

static int damaged(struct reader *r, const char *table, int64_t id, const char *column)
{
	snprintf(r->reason, sizeof(r->reason), "%s: damaged: row %lld of %s has no valid %s",
		 r->name, (long long)id, table, column);
	return -EBADMSG;
}

const char *reader_lookup_failed(const struct reader *r)
{
	return r->lookup_err ? untrusted_text(r->lookup_err) : NULL;
}

static int fail(struct reader *r, int err)
{
	if (err)
		snprintf(r->reason, sizeof(r->reason), "%s: %s", r->name, untrusted_text(err));
	return err;
}

/* The consumer's queries during a run are part of that run's step limit. */
static void begin(struct reader *r)
{
	if (r->running)
		return;
	untrusted_begin(&r->file);
	r->reason[0] = '\0';
}

/* ---- samples and ticks ---- */

static int read_sample(struct reader *r, sqlite3_stmt *row, struct sample *s)
{
	const char *wrong;
	int64_t id;

	if (!row_number(row, 0, INT64_MIN, INT64_MAX, &id))
		return damaged(r, "samples", 0, "id");
	wrong = sample_row_read(row, &r->origin, r->file.version, s);
	if (!wrong && s->ts_ns > TIME_MAX_NS)
		wrong = "t_ns";
	return wrong ? damaged(r, "samples", id, wrong) : 0;
}

/* The next row, if there is one. 1, 0 or -errno. */
static int step(struct reader *r, sqlite3_stmt *stmt)
{
	int code = sqlite3_step(stmt);

	return code == SQLITE_ROW ? 1 : fail(r, database_errno(r->file.db, code));
}

static int read_tick(struct reader *r, sqlite3_stmt *row, struct tick *t, int64_t *ret_sample)
{
	int64_t id, t_ns, pressure;

	if (!row_number(row, 0, INT64_MIN, INT64_MAX, &id))
		return damaged(r, "ticks", 0, "id");
	if (!row_number(row, 1, -TIME_MAX_NS, TIME_MAX_NS, &t_ns) ||
	    r->facts.start_ns + (uint64_t)t_ns > TIME_MAX_NS)
		return damaged(r, "ticks", id, "t_ns");
	if (!row_number(row, 2, INT64_MIN, INT64_MAX, ret_sample))
		return damaged(r, "ticks", id, "sample");
	if (!row_number(row, 3, 0, 1, &pressure))
		return damaged(r, "ticks", id, "memory_pressure");
	t->ts_ns = r->facts.start_ns + (uint64_t)t_ns;
	t->memory_pressure = pressure;
	return 0;
}

/* Passes the ticks before this sample; *have: a row of them is ready. */
static int give_ticks(struct reader *r, int64_t before, int *have, const struct consumer *consumer)
{
	sqlite3_stmt *row = r->selects[SELECT_TICKS];
	int err = 0;

	while (!err && *have > 0) {
		struct tick tick;
		int64_t sample;

		err = read_tick(r, row, &tick, &sample);
		if (err || sample >= before)
			break;
		err = consumer->tick(consumer->ctx, &tick);
		if (!err)
			*have = step(r, row);
	}
	return err ? err : *have < 0 ? *have : 0;
}

static int give_all(struct reader *r, const struct consumer *consumer)
{
	sqlite3_stmt *row = r->selects[SELECT_SAMPLES];
	int ticks = step(r, r->selects[SELECT_TICKS]);
	int more = ticks < 0 ? ticks : step(r, row);
	int err = 0;

	while (more > 0 && !err) {
		struct sample s;

		err = read_sample(r, row, &s);
		if (!err)
			err = give_ticks(r, sqlite3_column_int64(row, 0), &ticks, consumer);
		if (!err)
			err = consumer->sample(consumer->ctx, &s);
		if (!err)
			more = step(r, row);
	}
	if (!err && more < 0)
		err = more;
	return err ? err : give_ticks(r, INT64_MAX, &ticks, consumer);
}

/* A time as it is stored, limited to the largest stored time. */
static int64_t since_start(const struct reader *r, uint64_t t_ns)
{
	return t_ns > INT64_MAX ? INT64_MAX : (int64_t)t_ns - (int64_t)r->facts.start_ns;
}

static void bind_span(const struct reader *r, enum select select, uint64_t from_ns, uint64_t to_ns)
{
	sqlite3_bind_int64(r->selects[select], 1, since_start(r, from_ns));
	sqlite3_bind_int64(r->selects[select], 2, since_start(r, to_ns) - 1);
}

int reader_run(struct reader *r, uint64_t from_ns, uint64_t to_ns, const struct consumer *consumer)
{
	int err;

	begin(r);
	/* some of the trimmed rows may remain */
	if (r->facts.first_ns > r->facts.start_ns)
		from_ns = max_u64(from_ns, r->facts.first_ns);
	bind_span(r, SELECT_SAMPLES, from_ns, to_ns);
	bind_span(r, SELECT_TICKS, from_ns, to_ns);
	r->running = true;
	err = give_all(r, consumer);
	r->running = false;
	sqlite3_reset(r->selects[SELECT_SAMPLES]);
	sqlite3_reset(r->selects[SELECT_TICKS]);
	return err;
}

/* ---- event counters ---- */

#define LEDGER_NUMBERS (EVENT_MAX + 5)
#define LEDGER_SKIPPED (1 + LEDGER_NUMBERS) /* its column: NULL = not known */

/* The last row before a time; all 0 if there is none. */
static int read_loss(struct reader *r, uint64_t before_ns, struct ledger *l)
{
	sqlite3_stmt *row = r->selects[SELECT_LOSS];
	int64_t number[LEDGER_NUMBERS] = { 0 }, skipped = 0;
	bool skipped_known = r->file.version >= 4;
	int more;

	sqlite3_bind_int64(row, 1, since_start(r, before_ns));
	more = step(r, row);
	for (int i = 0; more > 0 && i < LEDGER_NUMBERS; i++)
		if (!row_number(row, i + 1, 0, INT64_MAX / 16, &number[i]))
			more = damaged(r, "loss", 0, "number");
	if (more > 0) {
		skipped_known = sqlite3_column_type(row, LEDGER_SKIPPED) != SQLITE_NULL;
		if (skipped_known && !row_number(row, LEDGER_SKIPPED, 0, INT64_MAX / 16, &skipped))
			more = damaged(r, "loss", 0, "skipped");
	}
	sqlite3_reset(row);
	if (more < 0)
		return more;
	*l = (struct ledger){
		.emitted = (uint64_t)number[EVENT_MAX],
		.suppressed = (uint64_t)number[EVENT_MAX + 1],
		.dropped = (uint64_t)number[EVENT_MAX + 2],
		.filtered = (uint64_t)number[EVENT_MAX + 3],
		.consumed = (uint64_t)number[EVENT_MAX + 4],
		.skipped = (uint64_t)skipped,
		.skipped_known = skipped_known,
	};
	for (int i = 0; i < EVENT_MAX; i++)
		l->by_event[i] = (uint64_t)number[i];
	return 0;
}

/* Its counters only grow. */
static bool subtract(struct ledger *l, const struct ledger *before)
{
	uint64_t *const from[] = { &l->emitted,  &l->suppressed, &l->dropped,
				   &l->filtered, &l->consumed,   &l->skipped };
	const uint64_t less[] = { before->emitted,  before->suppressed, before->dropped,
				  before->filtered, before->consumed,   before->skipped };
	bool ok = true;

	l->skipped_known = l->skipped_known && before->skipped_known;
	for (size_t i = 0; i < sizeof(from) / sizeof(from[0]); i++) {
		ok = ok && *from[i] >= less[i];
		*from[i] -= less[i];
	}
	for (int i = 0; i < EVENT_MAX; i++) {
		ok = ok && l->by_event[i] >= before->by_event[i];
		l->by_event[i] -= before->by_event[i];
	}
	return ok;
}

int reader_ledger(struct reader *r, uint64_t from_ns, uint64_t to_ns, struct ledger *ret_ledger,
		  bool *ret_partial)
{
	struct ledger before = { .skipped_known = true }, l;
	bool from_start;
	int err = 0;

	begin(r);
	if (from_ns < r->facts.first_ns)
		from_ns = r->facts.first_ns;
	to_ns = max_u64(to_ns, from_ns);
	from_start = from_ns <= r->facts.start_ns;
	if (!from_start)
		err = read_loss(r, from_ns, &before);
	if (!err)
		err = read_loss(r, to_ns, &l);
	if (err)
		return err;
	*ret_partial = !from_start || !r->facts.ended || to_ns < r->facts.end_ns;
	if (!subtract(&l, &before))
		return damaged(r, "loss", 0, "number");
	*ret_ledger = l;
	return 0;
}

/* ---- facts about the host ---- */

/* Is there a row? Without one because of an error, that is kept. */
static bool look_up(struct reader *r, sqlite3_stmt *row)
{
	int code = sqlite3_step(row);

	if (code != SQLITE_ROW && code != SQLITE_DONE && !r->lookup_err)
		r->lookup_err = database_errno(r->file.db, code);
	errno = 0;
	return code == SQLITE_ROW;
}

/* After a text that could not be had: for want of memory, or because it is none? */
static void no_text(struct reader *r)
{
	if (errno == ENOMEM && !r->lookup_err)
		r->lookup_err = -ENOMEM;
}

const char *reader_cgroup_path(struct reader *r, uint64_t id)
{
	sqlite3_stmt *row = r->selects[SELECT_CGROUP];

	begin(r);
	free(r->cgroup);
	r->cgroup = NULL;
	sqlite3_bind_int64(row, 1, (int64_t)id);
	if (look_up(r, row)) {
		r->cgroup = row_text_copy(row, 0);
		if (!r->cgroup)
			no_text(r);
	}
	sqlite3_reset(row);
	return r->cgroup;
}

static void row_word(sqlite3_stmt *row, int at, char word[WORKLOAD_NAME_LEN])
{
	if (!row_text(row, at, word, WORKLOAD_NAME_LEN))
		word[0] = '\0';
}

const struct workload_names *reader_workload_names(struct reader *r, uint64_t cgroup_id)
{
	sqlite3_stmt *row = r->selects[SELECT_NAMES];
	bool known;

	if (!row) /* of an older schema */
		return NULL;
	begin(r);
	sqlite3_bind_int64(row, 1, (int64_t)cgroup_id);
	known = sqlite3_step(row) == SQLITE_ROW;
	if (known) {
		row_word(row, 0, r->names.container);
		row_word(row, 1, r->names.pod);
		row_word(row, 2, r->names.pod_namespace);
	}
	sqlite3_reset(row);
	return known ? &r->names : NULL;
}

/* Of an older schema the host's own alone is known. */
const char *reader_netns_name(struct reader *r, uint32_t netns)
{
	sqlite3_stmt *row = r->selects[SELECT_NETNS];
	bool known;

	if (netns && netns == r->facts.host_netns)
		return NETNS_HOST;
	if (!row)
		return NULL;
	begin(r);
	sqlite3_bind_int64(row, 1, netns);
	known = sqlite3_step(row) == SQLITE_ROW && row_text(row, 0, r->netns, sizeof(r->netns));
	sqlite3_reset(row);
	return known ? r->netns : NULL;
}

bool reader_has_cgroup(struct reader *r, bool (*fn)(void *ctx, const char *path), void *ctx)
{
	sqlite3_stmt *row = r->selects[SELECT_CGROUPS];
	bool found = false;

	begin(r);
	while (!found && look_up(r, row)) {
		char *path = row_text_copy(row, 0);

		if (!path)
			no_text(r);
		found = path && fn(ctx, path);
		free(path);
	}
	sqlite3_reset(row);
	return found;
}

uint64_t reader_link_bps(struct reader *r, uint32_t netns, uint32_t ifindex)
{
	sqlite3_stmt *row = r->selects[SELECT_LINK];
	int64_t speed_bps = 0;

	begin(r);
	sqlite3_bind_int64(row, 1, netns);
	sqlite3_bind_int64(row, 2, ifindex);
	if (look_up(r, row))
		row_number(row, 0, 0, INT64_MAX / 16, &speed_bps);
	sqlite3_reset(row);
	return (uint64_t)speed_bps;
}

int reader_sysctl(struct reader *r, uint32_t netns, const char *name, char *ret_text,
		  size_t text_len)
{
	sqlite3_stmt *row = r->selects[SELECT_SYSCTL];
	bool known = false;

	begin(r);
	sqlite3_bind_int64(row, 1, netns);
	sqlite3_bind_text(row, 2, name, -1, SQLITE_STATIC);
	if (look_up(r, row)) {
		known = row_text(row, 0, ret_text, text_len);
		if (!known)
			no_text(r);
	}
	sqlite3_reset(row);
	return known ? 0 : -ENOENT;
}

/* ---- opening ---- */

/* It is printed unescaped, so it must be a word like those of attach_kind_name(). */
static bool row_hook(sqlite3_stmt *row, int at, char name[READER_HOOK_LEN])
{
	return row_text_or_null(row, at, name, READER_HOOK_LEN) &&
	       !name[strspn(name, "abcdefghijklmnopqrstuvwxyz")];
}

/* A damaged description of the host is no reason to refuse a capture. */
static void row_name(sqlite3_stmt *row, int at, char name[READER_NAME_LEN])
{
	if (!row_text(row, at, name, READER_NAME_LEN))
		name[0] = '\0';
}

static int read_facts(struct reader *r)
{
	struct reader_facts *f = &r->facts;
	sqlite3_stmt *row;
	int64_t start_ns, realtime_ns, jiffies, end_ns, first_ns, sample_ms;
	int64_t memory_bytes, page_bytes, host_netns;
	int err = database_prepare(r->file.db,
				   "SELECT start_ns, start_realtime_ns, coalesce(start_jiffies, 0),"
				   "coalesce(end_t_ns, -1), coalesce(trimmed_t_ns, 0), hook_recv, "
				   "hook_send, sample_interval_ms, memory_bytes, page_bytes, "
				   /* only the first namespace has it (sysctl_ipv4_init()) */
				   "(SELECT iif(count(*) = 1, max(netns), 0) FROM sysctls "
				   "WHERE name = 'net.ipv4.tcp_mem'), kernel, machine "
				   /* count(*) of the whole table would be one step, however long */
				   "FROM capture WHERE "
				   "(SELECT count(*) FROM (SELECT 1 FROM capture LIMIT 2)) = 1",
				   &row);

	if (err)
		return fail(r, err);
	err = step(r, row);
	if (!err) {
		snprintf(r->reason, sizeof(r->reason), "%s: damaged: %s", r->name,
			 "its table capture does not have exactly one row");
		err = -EBADMSG;
	} else if (err > 0)
		err = row_number(row, 0, 0, TIME_MAX_NS / 2, &start_ns) &&
				      row_number(row, 1, 0, TIME_MAX_NS, &realtime_ns) &&
				      row_number(row, 2, 0, UINT32_MAX, &jiffies) &&
				      row_number(row, 3, -1, TIME_MAX_NS / 2, &end_ns) &&
				      row_number(row, 4, 0, TIME_MAX_NS / 2, &first_ns) &&
				      row_hook(row, 5, f->hook_recv) &&
				      row_hook(row, 6, f->hook_send) &&
				      row_number(row, 7, 0, UINT32_MAX, &sample_ms) &&
				      row_number(row, 8, 0, INT64_MAX, &memory_bytes) &&
				      row_number(row, 9, 0, 1 << 20, &page_bytes) &&
				      row_number(row, 10, 0, UINT32_MAX, &host_netns)
			      ? 0
			      : damaged(r, "capture", 1, "value");
	row_name(row, 11, f->kernel);
	row_name(row, 12, f->machine);
	sqlite3_finalize(row);
	if (err)
		return err;
	f->start_ns = r->origin.ts_ns = (uint64_t)start_ns;
	f->start_realtime_ns = (uint64_t)realtime_ns;
	r->origin.jiffies = (uint32_t)jiffies;
	f->first_ns = f->start_ns + (uint64_t)first_ns;
	f->sample_interval_ms = (uint32_t)sample_ms;
	f->memory_bytes = (uint64_t)memory_bytes;
	f->page_bytes = (uint32_t)page_bytes;
	f->host_netns = (uint32_t)host_netns;
	f->ended = end_ns >= 0;
	f->end_ns = f->start_ns + (uint64_t)(f->ended ? end_ns : 0);
	return 0;
}

/* A killed recorder leaves no end time: then it is the time of the last row. */
static int find_end(struct reader *r)
{
	int64_t t_ns = 0, last_ns = 0;
	int err;

	if (r->facts.ended)
		return 0;
	err = database_number(r->file.db, "SELECT t_ns FROM ticks ORDER BY id DESC LIMIT 1",
			      &last_ns);
	if (!err || err == -ENODATA)
		err = database_number(r->file.db,
				      "SELECT t_ns FROM samples ORDER BY id DESC LIMIT 1", &t_ns);
	if (err && err != -ENODATA)
		return fail(r, err);
	if (t_ns > last_ns)
		last_ns = t_ns;
	if (last_ns < 0 || last_ns > TIME_MAX_NS / 2)
		return damaged(r, "ticks", 0, "t_ns");
	r->facts.end_ns = r->facts.start_ns + (uint64_t)last_ns + 1;
	return 0;
}

static int prepare_selects(struct reader *r)
{
	static const char *const texts[SELECT_MAX] = {
		[SELECT_TICKS] = ("SELECT id, t_ns, sample, memory_pressure FROM ticks "
				  "WHERE t_ns BETWEEN ? AND ? ORDER BY id"),
		/* NULL: skipped, before version 4 */
		[SELECT_LOSS] = ("SELECT *, NULL FROM loss WHERE t_ns <= ? "
				 "ORDER BY rowid DESC LIMIT 1"),
		[SELECT_CGROUPS] = "SELECT path FROM cgroups",
		[SELECT_NAMES] = ("SELECT container_name, pod_name, pod_namespace FROM cgroups "
				  "WHERE id = ?"),
		[SELECT_NETNS] = "SELECT name FROM namespaces WHERE netns = ?",
		[SELECT_CGROUP] = "SELECT path FROM cgroups WHERE id = ?",
		[SELECT_SYSCTL] = "SELECT value FROM sysctls WHERE ?1 IN (netns, 0) AND name = ?2",
		[SELECT_LINK] = "SELECT speed_bps FROM links WHERE netns = ? AND ifindex = ?",
	};
	static const int since[SELECT_MAX] = { [SELECT_NAMES] = 3, [SELECT_NETNS] = 3 };
	char sql[SCHEMA_SQL_MAX];
	int err = 0;

	for (int i = 0; !err && i < SELECT_MAX; i++)
		if (r->file.version >= since[i])
			err = database_prepare(r->file.db,
					       texts[i] ? texts[i]
							: schema_select_sql(r->file.version, sql),
					       &r->selects[i]);
	return fail(r, err);
}

int reader_hold(const char *path, struct held_file **ret_file, char reason[READER_REASON_LEN])
{
	int err = held_file_new(path, ret_file);

	if (err)
		snprintf(reason, READER_REASON_LEN, "%.150s: %s", path, untrusted_text(err));
	return err;
}

int reader_new(const char *path, struct reader **ret_reader, char reason[READER_REASON_LEN])
{
	struct held_file *file;
	int err = reader_hold(path, &file, reason);

	if (err)
		return err;
	err = reader_of(file, path, ret_reader, reason);
	if (err)
		held_file_free(file);
	else
		(*ret_reader)->own = file;
	return err;
}

int reader_of(struct held_file *file, const char *path, struct reader **ret_reader,
	      char reason[READER_REASON_LEN])
{
	struct reader *r = calloc(1, sizeof(*r));
	int err;

	if (!r) {
		snprintf(reason, READER_REASON_LEN, "out of memory");
		return -ENOMEM;
	}
	snprintf(r->name, sizeof(r->name), "%s", path);
	err = untrusted_open(file, path, &r->file, r->reason, sizeof(r->reason));
	if (!err)
		err = read_facts(r);
	if (!err)
		err = find_end(r);
	if (!err)
		err = prepare_selects(r);
	if (err) {
		snprintf(reason, READER_REASON_LEN, "%s", r->reason);
		reader_free(r);
		return err;
	}
	*ret_reader = r;
	return 0;
}

void reader_release(struct held_file *file)
{
	held_file_free(file);
}

void reader_free(struct reader *r)
{
	if (!r)
		return;
	for (int i = 0; i < SELECT_MAX; i++)
		sqlite3_finalize(r->selects[i]);
	untrusted_close(&r->file);
	held_file_free(r->own);
	free(r->cgroup);
	free(r);
}
