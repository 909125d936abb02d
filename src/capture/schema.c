// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "capture/schema.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Those whose columns are not a sample's. Of two of one name the later is the newer. */
static const struct table {
	const char *name;
	int since;           /* the version that has it so */
	const char *options; /* after the columns */
	const char *columns;
} tables[] = {
	{ "capture", 1, "",
	  "program TEXT NOT NULL, hostname TEXT, kernel TEXT NOT NULL, machine TEXT NOT NULL, "
	  "cpus INTEGER NOT NULL, memory_bytes INTEGER NOT NULL, page_bytes INTEGER NOT NULL, "
	  "start_ns INTEGER NOT NULL, start_realtime_ns INTEGER NOT NULL, start_jiffies INTEGER, "
	  "end_t_ns INTEGER, trimmed_t_ns INTEGER, hook_recv TEXT, hook_send TEXT, "
	  "sample_interval_ms INTEGER NOT NULL, anonymized INTEGER NOT NULL" },
	{ "sysctls", 1, ", WITHOUT ROWID",
	  "netns INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, "
	  "PRIMARY KEY (netns, name)" },
	{ "cgroups", 1, "", "id INTEGER PRIMARY KEY, path TEXT NOT NULL" },
	{ "cgroups", 3, "",
	  "id INTEGER PRIMARY KEY, path TEXT NOT NULL, container_name TEXT, pod_name TEXT, "
	  "pod_namespace TEXT" },
	{ "namespaces", 3, "", "netns INTEGER PRIMARY KEY, name TEXT NOT NULL" },
	{ "links", 1, ", WITHOUT ROWID",
	  "netns INTEGER NOT NULL, ifindex INTEGER NOT NULL, speed_bps INTEGER NOT NULL, "
	  "PRIMARY KEY (netns, ifindex)" },
	{ "sockets", 1, "",
	  "id INTEGER PRIMARY KEY, cookie INTEGER NOT NULL, netns INTEGER NOT NULL, "
	  "family TEXT NOT NULL, laddr TEXT NOT NULL, lport INTEGER NOT NULL, "
	  "raddr TEXT NOT NULL, rport INTEGER NOT NULL" },
	{ "ticks", 1, "",
	  "id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL, sample INTEGER NOT NULL, "
	  "memory_pressure INTEGER NOT NULL" },
	{ "loss", 1, "",
	  "t_ns INTEGER NOT NULL, segments INTEGER NOT NULL, sends INTEGER NOT NULL, "
	  "reads INTEGER NOT NULL, closes INTEGER NOT NULL, emitted INTEGER NOT NULL, "
	  "suppressed INTEGER NOT NULL, dropped INTEGER NOT NULL, filtered INTEGER NOT NULL, "
	  "consumed INTEGER NOT NULL" },
	{ "loss", 4, "",
	  "t_ns INTEGER NOT NULL, segments INTEGER NOT NULL, sends INTEGER NOT NULL, "
	  "reads INTEGER NOT NULL, closes INTEGER NOT NULL, emitted INTEGER NOT NULL, "
	  "suppressed INTEGER NOT NULL, dropped INTEGER NOT NULL, filtered INTEGER NOT NULL, "
	  "consumed INTEGER NOT NULL, skipped INTEGER" },
};

const char *const schema_tables[] = {
	"capture", "sysctls", "cgroups", "namespaces", "links",   "sockets",
	"ticks",   "loss",    "samples", "settings",   "sending", "receiving",
};
const size_t schema_tables_count = sizeof(schema_tables) / sizeof(schema_tables[0]);

__attribute__((format(printf, 2, 3))) static void add(char *buf, const char *fmt, ...)
{
	size_t len = strlen(buf);
	va_list args;

	va_start(args, fmt);
	vsnprintf(buf + len, SCHEMA_SQL_MAX - len, fmt, args);
	va_end(args);
}

static const struct table *find_table(const char *name, int version)
{
	const struct table *found = NULL;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (!strcmp(tables[i].name, name) && tables[i].since <= version)
			found = &tables[i];
	return found;
}

bool schema_has_table(const char *name, int version)
{
	/* those of samples are as old as captures */
	return find_table(name, version) || !find_table(name, SCHEMA_VERSION);
}

static enum column_table find_column_table(const char *name)
{
	enum column_table table = 0;

	while (strcmp(column_table_name(table), name))
		table++;
	return table;
}

static void add_sample_columns(char *buf, enum column_table table, int version)
{
	size_t i, end = column_range(table, &i);

	add(buf, "id INTEGER PRIMARY KEY");
	if (table == TABLE_SAMPLES) {
		add(buf, ", socket INTEGER NOT NULL");
		for (enum column_table other = table + 1; other < COLUMN_TABLE_MAX; other++)
			add(buf, ", %s INTEGER NOT NULL", column_table_name(other));
	}
	for (; i < end; i++) {
		const struct column *c = &columns[i];

		if (c->since > version)
			continue;
		add(buf, ", %s %s%s", c->name, c->kind == COLUMN_TEXT ? "TEXT" : "INTEGER",
		    c->null == NULL_NEVER ? " NOT NULL" : "");
	}
}

char *schema_table_sql(const char *name, int version, char *buf)
{
	const struct table *table = find_table(name, version);

	buf[0] = '\0';
	add(buf, "CREATE TABLE %s (", name);
	if (table)
		add(buf, "%s", table->columns);
	else
		add_sample_columns(buf, find_column_table(name), version);
	add(buf, ") STRICT%s", table ? table->options : "");
	return buf;
}

char *schema_view_sql(char *buf)
{
	buf[0] = '\0';
	add(buf, "CREATE VIEW socket_samples AS SELECT samples.id AS id, samples.socket AS socket, "
		 "(capture.start_realtime_ns + samples.t_ns) / 1e9 AS ts, cookie, netns, family, "
		 "laddr, lport, raddr, rport");
	for (size_t i = 0; i < columns_count; i++)
		add(buf, ", %s.%s AS %s", column_table_name(columns[i].table), columns[i].name,
		    columns[i].name);
	add(buf,
	    ", cgroups.path AS cgroup_path, container_name, pod_name, pod_namespace, "
	    "(SELECT name FROM namespaces WHERE namespaces.netns = sockets.netns) AS netns_name");
	add(buf, " FROM capture, samples JOIN sockets ON sockets.id = samples.socket");
	for (enum column_table table = TABLE_SAMPLES + 1; table < COLUMN_TABLE_MAX; table++)
		add(buf, " JOIN %s ON %s.id = samples.%s", column_table_name(table),
		    column_table_name(table), column_table_name(table));
	add(buf, " LEFT JOIN cgroups ON cgroups.id = settings.cgroup");
	return buf;
}

char *schema_insert_sql(enum column_table table, char *buf)
{
	size_t first, end = column_range(table, &first);

	buf[0] = '\0';
	add(buf, "INSERT INTO %s VALUES (?", column_table_name(table));
	for (size_t i = 1; i < SCHEMA_LEADING(table) + end - first; i++)
		add(buf, ",?");
	add(buf, ")");
	return buf;
}

char *schema_select_sql(int version, char *buf)
{
	buf[0] = '\0';
	add(buf, "SELECT samples.id, cookie, netns, family, laddr, lport, raddr, rport");
	for (size_t i = 0; i < columns_count; i++)
		if (columns[i].since <= version)
			add(buf, ", %s.%s", column_table_name(columns[i].table), columns[i].name);
		else
			add(buf, ", NULL");
	add(buf, " FROM samples LEFT JOIN sockets ON sockets.id = samples.socket");
	for (enum column_table table = TABLE_SAMPLES + 1; table < COLUMN_TABLE_MAX; table++)
		add(buf, " LEFT JOIN %s ON %s.id = samples.%s", column_table_name(table),
		    column_table_name(table), column_table_name(table));
	add(buf, " WHERE samples.t_ns BETWEEN ? AND ? ORDER BY samples.id");
	return buf;
}
