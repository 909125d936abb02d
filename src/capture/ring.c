// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/ring.h"

#include <errno.h>
#include <stdio.h>

#include "capture/column.h"
#include "capture/database.h"

/* So much goes at a time: looking for rows that nobody uses any more takes a walk over all. */
#define PARTS 8
/* An age is kept to a part of itself, but not to less than this. */
#define AGE_STEP_MIN_NS 1000000000

static int used_bytes(sqlite3 *db, uint64_t *ret_bytes)
{
	int64_t pages, free_pages, page_bytes;
	int err = database_number(db, "PRAGMA page_count", &pages);

	if (!err)
		err = database_number(db, "PRAGMA freelist_count", &free_pages);
	if (!err)
		err = database_number(db, "PRAGMA page_size", &page_bytes);
	if (!err)
		*ret_bytes = (uint64_t)((pages - free_pages) * page_bytes);
	return err;
}

/* The number that SQL with one number in it gives; 0 where it gives none. */
static int number_or_0(sqlite3 *db, const char *format, int64_t argument, int64_t *ret_number)
{
	char sql[192];
	int err;

	/* every caller's format is a constant with one %lld */
	snprintf(sql, sizeof(sql), format, (long long)argument);
	*ret_number = 0;
	err = database_number(db, sql, ret_number);
	return err == -ENODATA ? 0 : err;
}

/* The samples that had come before a moment. */
static int cut_at(sqlite3 *db, int64_t t_ns, struct ring_cut *cut)
{
	cut->due = true;
	cut->t_ns = t_ns;
	return number_or_0(db, "SELECT max(sample) FROM ticks WHERE t_ns < %lld", t_ns,
			   &cut->last_sample);
}

static int due_by_size(sqlite3 *db, const struct ring_limits *limits, int64_t t_ns,
		       struct ring_cut *cut)
{
	uint64_t bytes;
	int64_t oldest_ns, last, next;
	int err = used_bytes(db, &bytes);

	if (err || bytes <= limits->max_bytes - limits->max_bytes / PARTS)
		return err;
	err = number_or_0(db, "SELECT min(id) + (max(id) - min(id)) / %lld FROM samples", PARTS,
			  &last);
	if (!err)
		err = number_or_0(db, "SELECT min(id) FROM samples WHERE id > %lld", last, &next);
	if (!err && next) {
		cut->due = true;
		cut->last_sample = last;
		return number_or_0(db, "SELECT t_ns FROM samples WHERE id = %lld", next,
				   &cut->t_ns);
	}
	/* hardly more than the ticks of a host where nothing happens */
	if (!err)
		err = number_or_0(db, "SELECT min(t_ns) FROM ticks WHERE id >= %lld", 0,
				  &oldest_ns);
	return err ? err : cut_at(db, oldest_ns + (t_ns - oldest_ns) / PARTS, cut);
}

static int due_by_age(sqlite3 *db, const struct ring_limits *limits, int64_t t_ns,
		      struct ring_cut *cut)
{
	int64_t age_ns = (int64_t)limits->max_age_ns, step_ns = age_ns / PARTS;
	int64_t oldest_ns;
	int err = database_number(db, "SELECT t_ns FROM ticks ORDER BY id LIMIT 1", &oldest_ns);

	if (step_ns < AGE_STEP_MIN_NS)
		step_ns = AGE_STEP_MIN_NS;
	if (err == -ENODATA)
		return 0; /* by ticks it is told what is old */
	if (err || t_ns - oldest_ns < age_ns + step_ns)
		return err;
	return cut_at(db, t_ns - age_ns, cut);
}

/* Samples come nearly in the order of their times: one that goes may be later than one that stays. */
static int put_off(sqlite3 *db, struct ring_cut *cut)
{
	int64_t last_ns = 0;
	int err = number_or_0(db, "SELECT max(t_ns) FROM samples WHERE id <= %lld",
			      cut->last_sample, &last_ns);

	if (last_ns >= cut->t_ns)
		cut->t_ns = last_ns + 1;
	return err;
}

int ring_due(sqlite3 *db, const struct ring_limits *limits, int64_t t_ns, struct ring_cut *ret_cut)
{
	struct ring_cut cut = { 0 };
	int err = 0;

	if (limits->max_age_ns)
		err = due_by_age(db, limits, t_ns, &cut);
	if (!err && limits->max_bytes && !cut.due)
		err = due_by_size(db, limits, t_ns, &cut);
	if (!err && cut.due)
		err = put_off(db, &cut);
	if (!err)
		*ret_cut = cut;
	return err;
}

/* A group's row bears the number of the sample that brought it, so that the newer ones are used. */
static int drop_unused(sqlite3 *db, enum group group, int64_t last)
{
	const char *name = group_name(group);
	char sql[256];

	snprintf(sql, sizeof(sql),
		 "DELETE FROM %s WHERE id <= %lld AND id NOT IN "
		 "(SELECT %s FROM samples WHERE %s <= %lld)",
		 name, (long long)last, name, name, (long long)last);
	return database_exec(db, sql);
}

int ring_trim(sqlite3 *db, const struct ring_cut *cut)
{
	char sql[512];
	int err;

	snprintf(sql, sizeof(sql),
		 "DELETE FROM samples WHERE id <= %1$lld; DELETE FROM ticks WHERE t_ns < %2$lld;"
		 "DELETE FROM sockets WHERE id NOT IN (SELECT socket FROM samples);"
		 "DELETE FROM loss WHERE rowid < "
		 "(SELECT max(rowid) FROM loss WHERE t_ns <= %2$lld);"
		 "UPDATE capture SET trimmed_t_ns = max(%2$lld, 0)",
		 (long long)cut->last_sample, (long long)cut->t_ns);
	err = database_exec(db, sql);
	for (enum group group = GROUP_SAMPLES + 1; !err && group < GROUP_MAX; group++)
		err = drop_unused(db, group, cut->last_sample);
	return err;
}

int ring_shrink(sqlite3 *db, const struct ring_limits *limits)
{
	int64_t pages, page_bytes, max_pages;
	char sql[64];
	int err;

	if (!limits->max_bytes)
		return 0;
	err = database_number(db, "PRAGMA page_count", &pages);
	if (!err)
		err = database_number(db, "PRAGMA page_size", &page_bytes);
	if (err)
		return err;
	max_pages = (int64_t)(limits->max_bytes / (uint64_t)page_bytes);
	if (pages <= max_pages)
		return 0;
	snprintf(sql, sizeof(sql), "PRAGMA incremental_vacuum(%lld)",
		 (long long)(pages - max_pages));
	return database_exec(db, sql);
}
