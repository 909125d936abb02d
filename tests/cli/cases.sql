-- SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
--
-- What trace --json says of each end and direction: the verdict of most intervals, and the flags of any.
-- lines(line) has its output. Prints "laddr|direction|limit/cause|flags", a line each.
CREATE TEMP TABLE said AS
	WITH both(direction) AS (VALUES ('send'), ('recv'))
	SELECT json_extract(line, '$.laddr') || ':' || json_extract(line, '$.lport') AS local, direction,
		json_extract(line, '$.' || direction || '.limit') ||
			coalesce('/' || json_extract(line, '$.' || direction || '.cause'), '') ||
			iif(json_extract(line, '$.' || direction || '.undersized'), '!', '') AS verdict
	FROM lines, both
	WHERE json_extract(line, '$.type') = 'socket'
		AND json_extract(line, '$.' || direction || '.limit') <> 'idle';

WITH counted AS (
	SELECT local, direction, verdict, count(*) AS times FROM said GROUP BY local, direction, verdict),
ranked AS (
	SELECT *, row_number() OVER (PARTITION BY local, direction ORDER BY times DESC, verdict) AS rank
	FROM counted)
SELECT local || '|' || direction || '|' || verdict || '|' ||
	coalesce((SELECT group_concat(verdict, ' ') FROM counted AS flags WHERE flags.local = ranked.local
		AND flags.direction = ranked.direction AND flags.verdict LIKE '%!'), '')
FROM ranked WHERE rank = 1 ORDER BY local, direction;
