#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# The dashboard fits the schema that Grafana publishes (the types of npm's @grafana/schema: of the
# dashboard, and of the options of each kind of panel), and is made as dashboards for many hosts are.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh

SCHEMA=@grafana/schema@11.6.0 COMPILER=typescript@5.4.5
dashboard=contrib/grafana/tcpbdp.json
cache=build/grafana
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# unpack PACKAGE@VERSION: below $cache/node_modules, once
unpack() {
	local into=$cache/node_modules/${1%@*} file
	[ -e "$into/package.json" ] && return
	file=$(cd "$work" && npm pack --silent "$1" 2>"$work/why" | tail -n 1) && [ -s "$work/$file" ] || return
	mkdir -p "$work/new" "${into%/*}" && tar -xzf "$work/$file" -C "$work/new" &&
		mv -T "$work/new/package" "$into"
}

compiled() { # DASHBOARD
	node tests/static/dashboard_schema.mjs "$1" >"$cache/dashboard.ts" 2>"$work/why" || return
	node "$cache/node_modules/typescript/bin/tsc" --noEmit --strict --skipLibCheck --module commonjs \
		--moduleResolution node "$cache/dashboard.ts" >"$work/why" 2>&1
}

schema() {
	if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
		tap_skip "it fits Grafana's schema" 'no node and npm'
	elif ! unpack $SCHEMA || ! unpack $COMPILER; then
		tap_skip "it fits Grafana's schema" "npm does not give $SCHEMA and $COMPILER"
	else
		tap_test "it fits Grafana's schema" compiled $dashboard ||
			cut -c 1-400 "$work/why" | sed 's/^/# /' | head
		sed 's/"fillOpacity"/"fillOpacities"/' $dashboard >"$work/wrong.json"
		tap_test 'an option that is none would be seen' test "$(compiled "$work/wrong.json" || echo no)" = no
	fi
}

# sql QUERY: over panels (rows left out) and targets
sql() {
	sqlite3 :memory: "CREATE TEMP VIEW panels AS SELECT value AS panel FROM
			json_each(readfile('$dashboard'), '\$.panels')
			WHERE json_extract(value, '\$.type') <> 'row';
		CREATE TEMP VIEW targets AS SELECT t.value AS target, json_extract(t.value, '\$.expr') AS expr
			FROM panels, json_each(panel, '\$.targets') AS t; $1"
}
# every NAME OF CONDITION: of panels or targets
every() {
	local bad
	bad=$(sql "SELECT coalesce(json_extract($2, '\$.title'), json_extract($2, '\$.expr'), 'untitled')
		FROM ${2}s WHERE NOT coalesce($3, 0)")
	[ -z "$bad" ] && [ "$(sql "SELECT count(*) FROM ${2}s")" -gt 10 ]
	tap_test "$1" test $? = 0 || sed 's/^/# /' <<<"$bad"
}

schema
if ! command -v sqlite3 >/dev/null; then
	tap_skip 'panels and expressions' 'no sqlite3'
	tap_plan
	exit
fi
every 'every panel has a title, a description and a unit' panel "
	length(json_extract(panel, '\$.title')) AND length(json_extract(panel, '\$.description')) AND
	length(json_extract(panel, '\$.fieldConfig.defaults.unit'))"
every 'every panel and query takes the data source that is chosen' target "
	json_extract(target, '\$.datasource.uid') = '\${datasource}'"
every 'every query is of the hosts that are chosen' target "instr(expr, 'job=~\"\$job\"')"
every 'every rate is over what the scrape interval allows' target "
	instr(expr, 'rate(') = 0 OR (instr(expr, '[\$__rate_interval]') AND NOT instr(replace(expr,
		'[\$__rate_interval]', ''), '['))"
tap_test 'RTT and headroom are heat maps, of the fleet and of a host' test 4 = "$(sql "SELECT count(*)
	FROM panels, targets WHERE json_extract(panel, '\$.type') = 'heatmap' AND
	json_extract(panel, '\$.targets[0].expr') = expr AND
	(expr LIKE '%rtt_min%' OR expr LIKE '%headroom%')")"
every 'a gauge of all hosts is none of one that stopped' target "
	instr(expr, '\$instance') OR instr(expr, 'last_run_timestamp') OR
	NOT (instr(expr, 'sockets{') OR instr(expr, 'buffer_needed_bytes{') OR instr(expr, 'build_info'))"
every 'nothing is divided by none' target "
	instr(expr, ' / ') = 0 OR (instr(expr, ' / (sum') AND instr(expr, ') > 0)'))"
tap_test "each column of the table is of the same hosts" test 4 = "$(sql "SELECT count(*) FROM panels,
	json_each(panel, '\$.targets') AS t WHERE json_extract(panel, '\$.type') = 'table' AND
	instr(json_extract(t.value, '\$.expr'), 'topk(20, sum by (instance) (rate(')")"
# ${job} of several hosts' jobs is {a,b}: only queryparam makes an address of it
sql "SELECT json_extract(value, '\$.name') FROM
	json_each(readfile('$dashboard'), '\$.templating.list') WHERE json_extract(value, '\$.multi')" |
	while read -r variable; do
		grep '"url":' $dashboard | grep -oE "(var-${variable}=)?[$][{]${variable}[^}]*[}]" |
			grep -vxF "\${$variable:queryparam}"
	done >"$work/links"
tap_test 'a variable of several values goes into a link as such' test ! -s "$work/links" || tap_note "$work/links"
every 'every panel of a host says what to type there' panel "
	NOT instr(json_extract(panel, '\$.targets[0].expr'), '\$instance') OR
	instr(json_extract(panel, '\$.description'), '. There: \`')"
rules=contrib/prometheus/tcpbdp.rules.yml
tap_test 'every alert leads to a panel' test "$(grep -c -e '- alert: ' $rules)" = "$(grep -c ' dashboard: ' $rules)"
tap_test 'each of those panels is there, of a host' test -z "$(grep -oE 'viewPanel=[0-9]+' $rules | sort -u |
	while IFS='=' read -r _ id; do
		sql "SELECT 1 FROM panels WHERE json_extract(panel, '\$.id') = $id AND
			instr(json_extract(panel, '\$.targets[0].expr'), '\$instance')" | grep -q 1 || echo "$id"
	done)"
tap_test 'a click on a host leads to it' grep -q 'var-instance=\${__data.fields.instance' $dashboard
tap_plan
