-- SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
--
-- What a textfile must say, worked out anew from trace --json of the same samples and intervals.
-- lines(line) has its output, actual(series, value) the textfile's. Prints what differs.
CREATE TEMP TABLE findings AS SELECT line, json_extract(line, '$.ts') AS ts,
	json_extract(line, '$.family') AS family,
	json_extract(line, '$.rtt_min_us') AS rtt_us, json_extract(line, '$.srtt_us') AS srtt_us
	FROM lines WHERE json_extract(line, '$.type') = 'socket';

CREATE TEMP TABLE sides AS
	WITH both(direction) AS (VALUES ('send'), ('recv'))
	SELECT ts, family, direction, interval_s,
		json_extract(side, '$.limit') AS "limit", json_extract(side, '$.cause') AS cause,
		json_extract(side, '$.undersized') AS undersized,
		json_extract(side, '$.rate_bps') AS rate_bps,
		json_extract(side, '$.bdp_bytes') AS bdp_bytes,
		json_extract(side, '$.window_bytes') AS window_bytes,
		json_extract(side, '$.ceiling_bps') AS ceiling_bps,
		json_extract(side, '$.needed_bytes') AS needed_bytes,
		json_extract(side, '$.buffer_max_bytes') AS buffer_max_bytes
	FROM (SELECT *, json_extract(line, '$.' || direction) AS side,
		json_extract(line, '$.interval_s') AS interval_s FROM findings, both);
CREATE TEMP TABLE unknown AS SELECT ts, direction,
	json_extract(line, '$.' || direction || '.because.rule') AS rule
	FROM findings, (SELECT 'send' AS direction UNION SELECT 'recv')
	WHERE json_extract(line, '$.' || direction || '.limit') = 'unknown';
CREATE TEMP TABLE last AS SELECT * FROM sides WHERE ts = (SELECT max(ts) FROM findings);

CREATE TEMP TABLE expected(series TEXT PRIMARY KEY, value REAL, tolerance REAL DEFAULT 1e-9);

INSERT INTO expected(series, value) SELECT series, 0 FROM actual
	WHERE series GLOB 'tcpbdp_sockets{*' OR series GLOB 'tcpbdp_undersized_sockets{*'
		OR series GLOB 'tcpbdp_unknown_sockets{*'
		OR series GLOB 'tcpbdp_excused_sockets{*' OR series GLOB 'tcpbdp_bytes_total{*'
		OR series GLOB 'tcpbdp_undersized_bytes_total{*'
		OR series GLOB 'tcpbdp_buffer_needed_bytes{*';
INSERT INTO expected(series, value) SELECT 'tcpbdp_sockets{family="' || family || '",direction="' ||
	direction || '",limit="' || "limit" || '"}', count(*) FROM last GROUP BY 1
	ON CONFLICT DO UPDATE SET value = excluded.value;
INSERT INTO expected(series, value) SELECT iif(undersized, 'tcpbdp_undersized_sockets',
	'tcpbdp_excused_sockets') || '{direction="' || direction || '",cause="' || cause || '"}',
	count(*) FROM last WHERE cause IS NOT NULL GROUP BY 1
	ON CONFLICT DO UPDATE SET value = excluded.value;

INSERT INTO expected(series, value) SELECT 'tcpbdp_unknown_sockets{direction="' || direction ||
	'",rule="' || rule || '"}', count(*) FROM unknown WHERE ts = (SELECT max(ts) FROM findings)
	GROUP BY 1 ON CONFLICT DO UPDATE SET value = excluded.value;
INSERT INTO expected(series, value) SELECT 'tcpbdp_' || name || '_total',
	(SELECT total(json_extract(line, '$.send.' || key)) FROM findings) FROM (SELECT
	'sent_bytes' AS name, 'sent_bytes' AS key UNION SELECT 'retransmitted_bytes', 'retrans_bytes'
	UNION SELECT 'zero_windows', 'zero_windows');

-- JSON has rates of the time that a socket was active in, which is a fourth less at most
INSERT INTO expected(series, value, tolerance) SELECT 'tcpbdp_bytes_total{direction="' || direction ||
	'",limit="' || "limit" || '"}', sum(rate_bps * interval_s / 8), 0.34 FROM sides GROUP BY 1
	ON CONFLICT DO UPDATE SET value = excluded.value, tolerance = excluded.tolerance;
INSERT INTO expected(series, value, tolerance) SELECT 'tcpbdp_undersized_bytes_total{direction="' ||
	direction || '",cause="' || cause || '"}', sum(rate_bps * interval_s / 8), 0.34 FROM sides
	WHERE undersized GROUP BY 1
	ON CONFLICT DO UPDATE SET value = excluded.value, tolerance = excluded.tolerance;

-- NaN is NULL here
INSERT INTO expected(series, value)
	SELECT 'tcpbdp_undersized_ceiling_min_bytes_per_second{direction="' || direction || '"}',
		min(iif(undersized, ceiling_bps, NULL)) / 8.0 FROM last GROUP BY 1;
INSERT INTO expected(series, value)
	SELECT 'tcpbdp_undersized_ceiling_median_bytes_per_second{direction="' || direction || '"}',
		(SELECT ceiling_bps / 8.0 FROM (SELECT ceiling_bps, row_number() OVER
			(ORDER BY ceiling_bps) AS n, count(*) OVER () AS of FROM last AS l
			WHERE l.direction = last.direction AND undersized) WHERE n = (of + 1) / 2)
	FROM last GROUP BY 1;
INSERT INTO expected(series, value) SELECT 'tcpbdp_buffer_needed_bytes{sysctl="net.ipv4.' || cause ||
	'"}', max(needed_bytes) FROM last WHERE cause IN ('tcp_rmem', 'tcp_wmem') GROUP BY 1
	ON CONFLICT DO UPDATE SET value = excluded.value;
INSERT INTO expected(series, value) SELECT 'tcpbdp_buffer_configured_bytes{sysctl="net.ipv4.' ||
	cause || '"}', buffer_max_bytes FROM last WHERE cause IN ('tcp_rmem', 'tcp_wmem') GROUP BY 1;

-- what is measured: its name, labels behind le, value in its unit
CREATE TEMP TABLE measured(name TEXT, label TEXT, value REAL);
INSERT INTO measured SELECT 'tcpbdp_rtt_min_seconds', '', rtt_us / 1e6 FROM findings WHERE rtt_us;
INSERT INTO measured SELECT 'tcpbdp_queue_delay_seconds', '', max(srtt_us - rtt_us, 0) / 1e6
	FROM findings WHERE rtt_us AND srtt_us;
INSERT INTO measured SELECT 'tcpbdp_rate_bytes_per_second', 'direction="' || direction || '"',
	rate_bps / 8.0 FROM sides WHERE "limit" <> 'idle';
INSERT INTO measured SELECT 'tcpbdp_bdp_bytes', 'direction="' || direction || '"', bdp_bytes
	FROM sides WHERE "limit" <> 'idle' AND bdp_bytes;
INSERT INTO measured SELECT 'tcpbdp_window_headroom_ratio', 'direction="' || direction || '"',
	min(window_bytes * 1000 / bdp_bytes / 1000.0, 1e6) FROM sides
	WHERE "limit" <> 'idle' AND bdp_bytes;

-- the bounds are those that are written; promtool and the reader below look at their form
CREATE TEMP TABLE buckets AS SELECT series, substr(series, 1, instr(series, '_bucket{') - 1) AS name,
	replace(replace(substr(rest, instr(rest, '"') + 1), '}', ''), ',', '') AS label,
	iif(rest LIKE '+Inf%', 9e999, CAST(rest AS REAL)) AS le
	FROM (SELECT series, substr(series, instr(series, '{le="') + 5) AS rest FROM actual
		WHERE series GLOB '*_bucket{le=*');
INSERT INTO expected(series, value) SELECT series, (SELECT count(*) FROM measured AS m
	WHERE m.name = buckets.name AND m.label = buckets.label AND m.value <= le) FROM buckets;
INSERT INTO expected(series, value) SELECT DISTINCT name || '_count' || iif(label = '', '',
	'{' || label || '}'), (SELECT count(*) FROM measured AS m WHERE m.name = buckets.name AND
	m.label = buckets.label) FROM buckets;
INSERT INTO expected(series, value) SELECT DISTINCT name || '_sum' || iif(label = '', '',
	'{' || label || '}'), (SELECT total(value) FROM measured AS m WHERE m.name = buckets.name AND
	m.label = buckets.label) FROM buckets;

CREATE TEMP TABLE ledger AS SELECT key, value FROM lines, json_each(line, '$.ledger')
	WHERE json_extract(line, '$.type') = 'summary';
INSERT INTO expected(series, value) SELECT 'tcpbdp_' || key || '_total', value FROM ledger
	WHERE key IN ('samples_emitted', 'samples_suppressed', 'samples_dropped',
		'samples_consumed', 'events_filtered', 'events_skipped');
INSERT INTO expected(series, value) SELECT 'tcpbdp_events_total{event="' || e.key || '"}', e.value
	FROM lines, json_each(line, '$.ledger.by_event') AS e
	WHERE json_extract(line, '$.type') = 'summary';
INSERT INTO expected(series, value) SELECT 'tcpbdp_hook_info{side="' || key || '",kind="' || value ||
	'"}', 1 FROM lines, json_each(line, '$.hooks')
	WHERE json_extract(line, '$.type') = 'summary' AND value IS NOT NULL;

SELECT printf('%s: %s, by trace %s', e.series, coalesce(a.value, 'missing'), coalesce(e.value, 'NaN'))
	FROM expected AS e LEFT JOIN actual AS a USING (series)
	WHERE a.value IS NULL OR iif(e.value IS NULL, a.value <> 'NaN', a.value = 'NaN' OR
		abs(CAST(a.value AS REAL) - e.value) > e.tolerance * max(abs(e.value), 1e-6));
-- nothing is written that this knows nothing of
SELECT printf('%s: not expected', series) FROM actual WHERE series NOT IN (SELECT series FROM expected)
	AND series NOT GLOB 'tcpbdp_buffer_configured_bytes{*' AND series NOT GLOB 'tcpbdp_build_info{*'
	AND series NOT GLOB 'tcpbdp_kernel_info{*' AND series NOT IN ('tcpbdp_interval_seconds',
		'tcpbdp_last_run_timestamp_seconds', 'tcpbdp_write_failures_total');
SELECT 'compared ' || count(*) FROM expected;
