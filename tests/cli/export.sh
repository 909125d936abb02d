#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# What export writes of a capture is what trace --json says of it, in a form that node_exporter
# loses nothing of, in the same series however many sockets there are and whatever they are called.
# Needs no root.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
# shellcheck source=tests/lab/textfile.sh
. tests/lab/textfile.sh
export LC_ALL=C TZ=UTC

program=$PWD/${TCPBDP:-build/tcpbdp}
captures=tests/cli/captures
[ -x "$program" ] || tap_bail 'build/tcpbdp is not built'
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# write NAME CAPTURE OPTION...: $dir/NAME.prom
write() {
	local name=$1 capture=$2
	shift 2
	"$program" export --replay "$capture" -o "$dir/$name.prom" "$@" >"$dir/out" 2>&1 &&
		[ ! -s "$dir/out" ] || { tap_note "$dir/out"; return 1; }
}

# compare NAME CAPTURE OPTION...: with trace --json of the same
compare() {
	local name=$1 capture=$2
	shift 2
	write "$name" "$capture" "$@" || return
	"$program" trace --json --replay "$capture" "$@" >"$dir/trace" || return
	textfile_series "$dir/$name.prom" >"$dir/series"
	sqlite3 :memory: -cmd 'CREATE TABLE lines(line TEXT)' \
		-cmd 'CREATE TABLE actual(series TEXT, value TEXT)' -cmd '.mode tabs' \
		-cmd ".import $dir/trace lines" -cmd ".import $dir/series actual" -cmd '.mode list' \
		'.read tests/cli/export_values.sql' >"$dir/compared" 2>&1
	[ "$(grep -cv '^compared 22[0-9]$' "$dir/compared")" = 0 ] && [ -s "$dir/compared" ] ||
		{ tap_note "$dir/compared"; return 1; }
}

names() { textfile_series "$dir/$1.prom" | sed 's/\t.*//' | grep -v '^tcpbdp_\(kernel\|hook\)_info'; }
same_names() { diff <(names "$1") <(names "$2") >"$dir/diff" || { tap_note "$dir/diff"; return 1; }; }
few() { [ "$(names "$1" | wc -l)" -le "$2" ]; }
value() { textfile_series "$dir/$1.prom" | awk -F'\t' -v series="$2" '$1 == series { print $2 }'; }
is() { [ "$(value "$1" "$2")" = "$3" ] || { echo "# $2: $(value "$1" "$2"), not $3"; return 1; }; }

values() {
	local capture name
	if ! command -v sqlite3 >/dev/null; then
		tap_skip 'values are those of trace --json' 'no sqlite3'
		return
	fi
	for capture in "$captures"/*.tcpbdp; do
		name=${capture##*/}
		name=${name%.tcpbdp}
		tap_test "$name: values are those of trace --json" compare "$name" "$capture" -i 1
		tap_test "$name: its form is right" textfile_is_well "$dir/$name.prom"
		tap_test "$name: the same series as of any other" same_names any "$name"
	done
	tap_test 'a span: values are those of trace --json' \
		compare span "$captures/scenario-2.tcpbdp" -i 2 --from 1 -d 3
	tap_test 'a bandwidth: values are those of trace --json' \
		compare bandwidth "$captures/scenario-2.tcpbdp" -i 1 --bandwidth 100mbit
}

no_sockets() {
	write none "$captures/scenario-2.tcpbdp" -i 1 --port 1
	tap_test 'no sockets: its form is right' textfile_is_well "$dir/none.prom"
	tap_test 'no sockets: the same series' same_names any none
	tap_test 'no sockets: nothing is needed' is none \
		'tcpbdp_buffer_needed_bytes{sysctl="net.ipv4.tcp_rmem"}' 0
	tap_test 'no sockets: there is no ceiling' is none \
		'tcpbdp_undersized_ceiling_min_bytes_per_second{direction="recv"}' NaN
}

groups() {
	local by
	tap_test 'at most 300 series' few any 300
	for by in port cgroup netns peer-prefix; do
		write "$by" "$captures/scenario-2.tcpbdp" -i 1 --by $by
		tap_test "--by $by: its form is right" textfile_is_well "$dir/$by.prom"
		tap_test "--by $by: at most 300 series" few $by 300
		tap_test "--by $by: groups and others are all sockets" test 2 = \
			"$(textfile_series "$dir/$by.prom" |
				awk -F'\t' '/^tcpbdp_group_sockets{/ { n += $2 } END { print n }')"
	done
	write top "$captures/scenario-2.tcpbdp" -i 1 --by netns --top 1
	tap_test '--top 1: one group and the others' test 2 = \
		"$(textfile_series "$dir/top.prom" | grep -c '^tcpbdp_group_sockets{')"
	tap_test '--top 1: the others have the other socket' is top \
		'tcpbdp_group_sockets{netns="other"}' 1
}

once() {
	write once "$captures/scenario-2.tcpbdp" --once -i 4
	tap_test '--once: its form is right' textfile_is_well "$dir/once.prom"
	tap_test '--once: gauges alone' test "$(grep '^# TYPE' "$dir/once.prom" | sort -u -k4,4 |
		cut -d ' ' -f 4)" = gauge
	tap_test '--once: a distribution counts sockets' is once \
		'tcpbdp_interval_rtt_min_sockets{upto="0.065536"}' 2
	tap_test '--once: undersized sockets' is once \
		'tcpbdp_undersized_sockets{direction="recv",cause="tcp_rmem"}' 1
	write once-all "$captures/scenario-2.tcpbdp" --once -i 60
	tap_test '--once: the interval is what was looked at' is once-all tcpbdp_interval_seconds 5.02216469
	write once-none "$captures/scenario-2.tcpbdp" --once -i 4 --port 1
	tap_test '--once: no sockets: the same series' same_names once once-none
}

# Nothing comes for seconds, as when the host or the exporter stood still: no interval is empty for it.
slept() {
	local capture=$dir/slept.tcpbdp
	command -v sqlite3 >/dev/null || { tap_skip 'time slept through' 'no sqlite3'; return; }
	cp "$captures/scenario-2.tcpbdp" "$capture"
	chmod +w "$capture"
	sqlite3 "$capture" 'DELETE FROM samples WHERE t_ns > 1900000000; DELETE FROM ticks WHERE t_ns > 1900000000;
		DELETE FROM loss WHERE t_ns > 1900000000; UPDATE capture SET end_t_ns = 4050000000;
		INSERT INTO ticks SELECT 1000, 4050000000, max(id), 0 FROM samples'
	write slept "$capture" -i 1 --by port
	tap_test 'time slept through: the last interval is one that was looked at' \
		is slept 'tcpbdp_undersized_sockets{direction="recv",cause="tcp_rmem"}' 1
	tap_test 'time slept through: so it is of a group' test 2 = "$(textfile_series "$dir/slept.prom" |
		awk -F'\t' '/^tcpbdp_group_sockets{/ { n += $2 } END { print n }')"
	# 2.5 s: half an interval in which nobody did anything
	sqlite3 "$capture" 'UPDATE capture SET end_t_ns = 2500000000;
		UPDATE ticks SET t_ns = 2500000000 WHERE id = 1000'
	write slept "$capture" -i 1
	tap_test 'nobody did anything: the last interval is empty' \
		is slept 'tcpbdp_undersized_sockets{direction="recv",cause="tcp_rmem"}' 0
}

# Every byte but NUL, in a name of each kind: in the default file none is seen.
hostile() {
	local capture=$dir/hostile.tcpbdp bytes
	command -v sqlite3 >/dev/null || { tap_skip 'hostile names' 'no sqlite3'; return; }
	bytes=$(printf '%02x' {1..255})
	write plain "$captures/scenario-2.tcpbdp" -i 1
	for comm in "${bytes:0:30}" "${bytes:60:30}" "${bytes: -30}"; do
		cp "$captures/scenario-2.tcpbdp" "$capture"
		chmod +w "$capture"
		sqlite3 "$capture" "UPDATE settings SET comm = CAST(x'$comm' AS TEXT);
			UPDATE cgroups SET path = CAST(x'2f$bytes' AS TEXT)" || return
		write hostile "$capture" -i 1
		tap_test 'hostile names change nothing' cmp "$dir/plain.prom" "$dir/hostile.prom"
	done
	write hostile "$capture" -i 1 --by cgroup
	tap_test 'hostile group: its form is right' textfile_is_well "$dir/hostile.prom"
	# quoted for people, and once more for Prometheus: a quote, a backslash, a line feed
	tap_test 'hostile group: it is quoted' grep -q \
		'^tcpbdp_group_sockets{cgroup="/\\\\x01.*\\\\x0a.*!\\"#.*\[\\\\\\\\\].*\\\\xfe' "$dir/hostile.prom"
	sqlite3 "$capture" "UPDATE cgroups SET path = '/' || printf('%.*c', 4000, 'x')" &&
		write long "$capture" -i 1 --by cgroup
	tap_test 'a long group is cut' test "$(awk '{ print length }' "$dir/long.prom" | sort -n | tail -n 1)" -lt 1100
	tap_test 'a long group: its form is right' textfile_is_well "$dir/long.prom"
}

write any "$captures/scenario-1.tcpbdp" -i 1 || tap_bail 'it writes nothing'
# What alerts and panels tell a person to type.
told_commands() {
	grep -ohE 'sudo tcpbdp (trace|hist|advise)[a-z _-]* -d 60' contrib/*/tcpbdp.rules.yml \
		contrib/grafana/tcpbdp.json | sort -u
}

commands() {
	local words
	told_commands >"$dir/told"
	while read -r _ _ words; do
		# shellcheck disable=SC2086
		"$program" ${words% -d 60} --replay "$captures/scenario-2.tcpbdp" >/dev/null 2>"$dir/err" ||
			tap_note "$dir/err"
	done <"$dir/told" >"$dir/refused"
	[ "$(wc -l <"$dir/told")" -gt 8 ] && [ ! -s "$dir/refused" ]
	tap_test 'what alerts and panels tell to type is taken' test $? = 0 || cat "$dir/told" "$dir/refused"
}

# The causes that no alert is raised for.
peers_causes() {
	grep -ohE 'cause!~"[^"]*"' contrib/prometheus/tcpbdp.rules.yml contrib/grafana/tcpbdp.json |
		tr '"|' '\n' | grep -E '^[a-z_]+$' | sort -u >"$dir/causes"
	while read -r cause; do
		"$program" help limits | grep -q "^  . $cause " || echo "# no cause $cause"
	done <"$dir/causes" >"$dir/unknown"
	[ -s "$dir/causes" ] && [ ! -s "$dir/unknown" ]
	tap_test 'the causes that no alert is raised for are there' test $? = 0 || cat "$dir/unknown"
}

# docs/fleet.md says how many there are, and names each.
documented() {
	tap_test 'docs/fleet.md has the number of series' grep -q \
		"\*\*$(textfile_series "$dir/any.prom" | wc -l) series\*\*.* and $(textfile_series \
			"$dir/once.prom" | wc -l) with" docs/fleet.md
	sed -n 's/^# TYPE \([^ ]*\) .*/\1/p' "$dir/any.prom" "$dir/port.prom" | sort -u |
		while read -r family; do
			grep -q "\`$family\`" docs/fleet.md || echo "# $family"
		done >"$dir/undocumented"
	tap_test 'docs/fleet.md has every metric' test ! -s "$dir/undocumented" || cat "$dir/undocumented"
}

# A service that fails at each start, or hangs after it, is restarted only so often.
restarts() {
	local unit=contrib/systemd/tcpbdp-export.service
	tap_test "the service's restarts come to an end" awk -F= '{ set[$1] = $2 } END { exit !(set["StartLimitBurst"] &&
		set["StartLimitBurst"] * (set["RestartSec"] + set["WatchdogSec"]) < set["StartLimitIntervalSec"]) }' $unit
}

values
no_sockets
groups
once
slept
hostile
documented
commands
peers_causes
restarts
tap_plan
