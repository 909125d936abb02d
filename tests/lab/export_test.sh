#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# From sockets to Prometheus with the real programs: tcpbdp export over lab traffic that a small
# tcp_rmem holds back, node_exporter under another user, Prometheus with our rules, promtool, and
# every expression of the dashboard. TAP on stdout.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"
. "$HERE/textfile.sh"
cd "$LAB_ROOT" || exit 1

NOBODY=65534

# export_listening NAME: PORT is the one that it listens on
export_listening() {
	PORT=$(sed -n 's/.*msg="Listening on" address=127\.0\.0\.1:\([0-9]*\).*/\1/p' \
		"$LAB_TMP/$1.err" | tail -n 1)
	[[ -n $PORT ]]
}

export_traffic() {
	local args=(--addr 10.9.0.2 --duration 300)
	lab_spawn server B "$LAB_BIN/traffic" listen read "${args[@]}"
	lab_ready server || tap_bail 'no server'
	lab_spawn client A "$LAB_BIN/traffic" connect write "${args[@]}" --port "$LAB_PORT"
}

# export_collector NAME DIR: a node_exporter that reads DIR, as a user that may not do more
export_collector() {
	lab_spawn "$1" host setpriv --reuid=$NOBODY --regid=$NOBODY --clear-groups \
		prometheus-node-exporter --web.listen-address=127.0.0.1:0 \
		--collector.disable-defaults --collector.textfile --collector.textfile.directory="$2"
	lab_poll 20 export_listening "$1" || { cat "$LAB_TMP/$1.err" >&2; tap_bail "no $1"; }
}

export_prometheus() {
	local config=$LAB_TMP/prometheus.yml
	cat >"$config" <<-EOT
		global: {scrape_interval: 1s, evaluation_interval: 1s}
		rule_files: [$PWD/contrib/prometheus/tcpbdp.rules.yml]
		scrape_configs:
		  - {job_name: node, static_configs: [{targets: ['127.0.0.1:$1']}]}
		  - {job_name: hostile, static_configs: [{targets: ['127.0.0.1:$2']}]}
	EOT
	promtool check config "$config" >"$LAB_TMP/checked" 2>&1
	tap_test 'promtool check config' test $? = 0 || tap_note "$LAB_TMP/checked"
	lab_spawn prometheus host prometheus --config.file="$config" \
		--storage.tsdb.path="$LAB_TMP/tsdb" --web.listen-address=127.0.0.1:0
	lab_poll 30 export_listening prometheus || { cat "$LAB_TMP/prometheus.err" >&2; tap_bail 'no prometheus'; }
	SERVER=http://127.0.0.1:$PORT
}

# export_query EXPRESSION: its samples, "{labels} => value @[time]" a line
export_query() { promtool query instant "$SERVER" "$1" 2>&1; }

# export_value EXPRESSION: of the one sample
export_value() { export_query "$1" | sed -n 's/.* => \([^ ]*\) @.*/\1/p'; }
export_is() { [[ $(export_value "$1") == "$2" ]]; }

# export_has EXPRESSION: samples. NaN is none, but for the ceiling of a direction that has no
# undersized socket.
export_has() {
	local samples
	samples=$(export_query "$1" | grep ' => ') || return
	case $1 in
	tcpbdp_undersized_ceiling_*) grep -qv ' => NaN @' <<<"$samples" ;;
	*) ! grep -q ' => NaN @' <<<"$samples" ;;
	esac
}

# export_expect NAME EXPRESSION VALUE
export_expect() {
	lab_poll 15 export_is "$2" "$3" && { tap_ok "$1"; return; }
	tap_not_ok "$1"
	printf '# %s: %s, not %s\n' "$2" "$(export_value "$2")" "$3"
}

# Of a running exporter, with what it says of a flow that is held back in view.
export_flagged() {
	textfile_series "$FILE" | grep -q 'tcpbdp_undersized_sockets{direction="recv",cause="tcp_rmem"}	[1-9]'
}

export_not_flagged() { ! export_flagged; }

# trace, at the same time, of the same flow. What both see of it hardly changes from second to second.
export_traced() {
	"$TCPBDP" trace -j -d 3 --netns "$(lab_netns B)" >"$LAB_TMP/trace" 2>"$LAB_TMP/trace.err"
	sqlite3 :memory: -cmd 'CREATE TABLE lines(line TEXT)' -cmd '.mode tabs' \
		-cmd ".import $LAB_TMP/trace lines" "SELECT json_extract(line, '$.recv.ceiling_bps') / 8,
		json_extract(line, '$.recv.needed_bytes') FROM lines
		WHERE json_extract(line, '$.recv.cause') = 'tcp_rmem' LIMIT 1" >"$LAB_TMP/traced"
	lab_poll 10 export_flagged # a second may be in doubt
	textfile_series "$FILE" | awk -F'\t' '
		/^tcpbdp_undersized_ceiling_min_bytes_per_second{direction="recv"}/ { ceiling = $2 }
		/^tcpbdp_buffer_needed_bytes{sysctl="net.ipv4.tcp_rmem"}/ { needed = $2 }
		END { print ceiling "\t" needed }' >>"$LAB_TMP/traced"
	awk -F'\t' 'NR == 1 { ceiling = $1; needed = $2 }
		NR == 2 { same = $2 == needed && $1 > ceiling * 0.9 && $1 < ceiling * 1.1 }
		END { exit NR != 2 || !same }' "$LAB_TMP/traced"
}

export_scraped() {
	local written
	written=$(textfile_series "$FILE" | wc -l)
	export_expect 'node_exporter reads the file' 'node_textfile_scrape_error{job="node"}' 0
	export_expect "all $written series arrive, and no other" \
		'count({__name__=~"tcpbdp_.*",job="node"})' "$written"
	tap_test 'at most 300 series' test "$written" -le 300
	export_expect 'in Prometheus, +Inf is the count' 'sum({__name__=~"tcpbdp_.*_bucket",le="+Inf",job="node"}) == bool sum({__name__=~"tcpbdp_.*_count",job="node"})' 1
	export_expect 'there are five histograms' \
		'count(count by (__name__) ({__name__=~"tcpbdp_.*_bucket",job="node"}))' 5
	lab_poll 15 export_has 'tcpbdp_buffer_needed_bytes{job="node"} > tcpbdp_buffer_configured_bytes'
	tap_test 'needed > configured finds the small tcp_rmem' test $? = 0
	export_expect "what is configured is that namespace's" \
		'tcpbdp_buffer_configured_bytes{sysctl="net.ipv4.tcp_rmem",job="node"}' 131072
	export_expect 'a name of any bytes: node_exporter reads the file' 'node_textfile_scrape_error{job="hostile"}' 0
	export_expect 'a name of any bytes: all series arrive' 'count({__name__=~"tcpbdp_.*",job="hostile"})' \
		"$(textfile_series "$LAB_TMP/hostile/tcpbdp.prom" | wc -l)"
}

# Each is tried until it has data: a rate needs two scrapes.
export_dashboard() {
	local expression missing=0 count=0
	sqlite3 -newline $'\x1e' :memory: "SELECT replace(replace(replace(json_extract(target.value, '\$.expr'),
		'\$__rate_interval', '10s'), '\$job', 'node'), '\$instance', '127.0.0.1:$1')
		FROM json_each(readfile('contrib/grafana/tcpbdp.json'), '\$.panels') AS panel,
		json_each(panel.value, '\$.targets') AS target" >"$LAB_TMP/expressions"
	while IFS= read -r -d $'\x1e' expression; do
		count=$((count + 1))
		lab_poll 15 export_has "$expression" && continue
		missing=$((missing + 1))
		printf '# %s\n' "$expression" "$(export_query "$expression" | head -n 2)"
	done <"$LAB_TMP/expressions"
	tap_test 'NaN is no data' test "$(export_has 'vector(0) / 0' || echo no)" = no
	tap_test "every one of the dashboard's $count expressions has data" \
		test "$count" -gt 20 -a "$missing" = 0
}

export_rules() {
	local rule
	for rule in instance:tcpbdp_active_sockets:sum instance:tcpbdp_undersized_sockets:sum \
		cause:tcpbdp_undersized_sockets:sum; do
		lab_poll 15 export_has "$rule"
		tap_test "recorded: $rule" test $? = 0
	done
	# of ten minutes' traffic there are only some seconds
	lab_poll 60 export_has 'ALERTS{alertname="TcpbdpSocketsUndersized",cause="tcp_rmem",alertstate="pending"}'
	tap_test 'an alert is pending for the sockets that the small tcp_rmem holds back' test $? = 0 ||
		export_query '{__name__=~"ALERTS|tcpbdp_undersized_sockets|tcpbdp_build_info|instance:.*",cause=~"tcp_rmem|",job="node"}[1m]' |
		sed 's/^/# /'
}

# What only grows is written down twice, with all sockets gone and others come in between.
export_counters() {
	textfile_series "$FILE" | grep -E '(_total|_bucket|_sum|_count)[{	]' | sort >"$LAB_TMP/$1"
}
export_grown() { # SERIES-PREFIX: by anything since "before"
	export_counters now
	join -t '	' "$LAB_TMP/before" "$LAB_TMP/now" | awk -F'\t' -v of="$1" \
		'index($1, of) == 1 && $3 > $2 { grown = 1 } END { exit !grown }'
}
export_restart() {
	export_counters before
	lab_stop "$client"
	lab_stop "$server"
	lab_poll 10 export_not_flagged
	tap_test 'the sockets end: none is undersized' test $? = 0
	export_traffic
	lab_poll 20 export_grown 'tcpbdp_bytes_total{direction="recv"'
	tap_test 'others come: counters grow' test $? = 0
	export_counters now
	tap_test 'of all that only grows, nothing fell' test -z "$(join -t '	' "$LAB_TMP/before" \
		"$LAB_TMP/now" | awk -F'\t' '$3 + 0 < $2 + 0')"
	tap_test 'nothing of it went away' test "$(wc -l <"$LAB_TMP/before")" = \
		"$(join -t '	' "$LAB_TMP/before" "$LAB_TMP/now" | wc -l)"
}

export_promtool() {
	local file
	for file in "$FILE" "$LAB_TMP/hostile/tcpbdp.prom" "$LAB_TMP/once.prom"; do
		promtool check metrics <"$file" >"$LAB_TMP/checked" 2>&1
		tap_test "promtool check metrics: ${file#"$LAB_TMP/"}" test $? = 0 -a ! -s "$LAB_TMP/checked" ||
			tap_note "$LAB_TMP/checked"
	done
	promtool check rules contrib/prometheus/tcpbdp.rules.yml >"$LAB_TMP/checked" 2>&1
	tap_test 'promtool check rules' test $? = 0 || tap_note "$LAB_TMP/checked"
	promtool test rules contrib/prometheus/tcpbdp.test.yml >"$LAB_TMP/checked" 2>&1
	tap_test 'promtool test rules' test $? = 0 || tap_note "$LAB_TMP/checked" 30
}

# The bytes of a name that the kernel itself would not take are in a capture.
export_hostile() {
	local capture=$LAB_TMP/hostile.tcpbdp
	mkdir "$LAB_TMP/hostile"
	cp tests/cli/captures/scenario-2.tcpbdp "$capture"
	chmod +w "$capture"
	sqlite3 "$capture" "UPDATE cgroups SET path = CAST(x'2f$(printf '%02x' {1..255})' AS TEXT)"
	"$TCPBDP" export --replay "$capture" -i 1 --by cgroup -o "$LAB_TMP/hostile/tcpbdp.prom"
	"$TCPBDP" export --replay "$capture" -i 1 --once -o "$LAB_TMP/once.prom"
}

((EUID == 0)) || tap_bail 'the lab needs root'
[[ -x $TCPBDP ]] || tap_bail "no program $TCPBDP: run make"
command -v sqlite3 >/dev/null || { tap_skip 'Prometheus' 'no sqlite3'; tap_plan; exit; }
if ! programs=$(tests/lab/fetch_prometheus.sh 2>/dev/null); then
	tap_skip 'Prometheus' "$(tests/lab/fetch_prometheus.sh 2>&1 | tail -n 1)"
	tap_plan
	exit
fi
PATH=$programs${programs:+:}$PATH

lab_up "${LAB_BACKEND:-tun}" 100mbit 20 || tap_bail 'no lab'
lab_sysctl B 'net.ipv4.tcp_rmem=4096 131072 131072' || tap_bail 'no sysctl'
chmod 711 "$LAB_TMP"
mkdir -m 755 "$LAB_TMP/textfiles"
FILE=$LAB_TMP/textfiles/tcpbdp.prom
export_traffic
# what others do on this host is not our matter
lab_spawn exporter host "$TCPBDP" export -i 1 --by port --netns "$(lab_netns B)" -o "$FILE"
export_hostile
export_collector collector "$LAB_TMP/textfiles"
port=$PORT
export_collector hostile "$LAB_TMP/hostile"
export_prometheus "$port" "$PORT"
lab_poll 30 test -s "$FILE" && lab_poll 30 export_flagged
tap_test 'the small tcp_rmem is found' test $? = 0
tap_test 'the form of the file is right' textfile_is_well "$FILE"
tap_test 'trace says the same of it' export_traced || tap_note "$LAB_TMP/traced"
export_scraped
export_dashboard "$port"
export_rules
export_restart
export_promtool
tap_test 'it says nothing on the way' test ! -s "$LAB_TMP/exporter.err" || tap_note "$LAB_TMP/exporter.err"
tap_plan
