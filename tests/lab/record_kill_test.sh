#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A recorder that is killed at any moment leaves a capture that opens, is sound, and holds all up to
# a second before. RECORD_KILLS (20) says how often it is tried. TAP on stdout.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"

RECORD_KILLS=${RECORD_KILLS:-20}
RANDOM=${RECORD_SEED:-1} # the same moments every time

kill_traffic() {
	local args=(--addr 127.0.0.1 --duration 600 --connections 4)
	lab_spawn server A "$LAB_BIN/traffic" listen read "${args[@]}"
	lab_ready server || tap_bail 'no server'
	lab_spawn client A "$LAB_BIN/traffic" connect write "${args[@]}" --port "$LAB_PORT" --rate 20mbit
}

# The newest moment that is in the file, as CLOCK_REALTIME in ns: of a sample, and of a tick.
kill_newest() {
	sqlite3 "$1" 'SELECT start_realtime_ns + (SELECT max(t_ns) FROM samples),
		start_realtime_ns + (SELECT max(t_ns) FROM ticks), start_realtime_ns FROM capture'
}

# kill_once MICROSECONDS: after the file is there. Says what is wrong with what is left, if anything.
kill_once() {
	local file=$LAB_TMP/capture recorder killed_ns newest sample tick start
	rm -f "$file" "$file-journal"
	lab_spawn recorder host "$TCPBDP" record -o "$file"
	lab_poll 60 test -e "$file" || { echo 'no file'; return; }
	sleep "$(printf '%d.%06d' $(($1 / 1000000)) $(($1 % 1000000)))" # this is the test
	killed_ns=$(date +%s%N)
	kill -s KILL "$recorder"
	wait "$recorder" 2>/dev/null
	[[ -s $file ]] || return # killed before there was anything
	[[ -e $file-journal ]] && JOURNALS=$((JOURNALS + 1))
	[[ $(sqlite3 "$file" 'PRAGMA integrity_check' 2>&1) == ok ]] || { echo 'not sound'; return; }
	"$TCPBDP" trace --json --replay "$file" >"$LAB_TMP/replay" 2>"$LAB_TMP/replay.err" ||
		{ echo "no replay: $(<"$LAB_TMP/replay.err")"; return; }
	newest=$(kill_newest "$file")
	IFS='|' read -r sample tick start <<<"$newest"
	# the hooks see nothing before the start
	((killed_ns - 1000000000 > start)) || return
	JUDGED=$((JUDGED + 1))
	((${tick:-0} > ${sample:-0})) && sample=$tick # it says that there was no later sample
	((${sample:-0} >= killed_ns - 1000000000)) ||
		echo "ends $(((killed_ns - ${sample:-0}) / 1000000)) ms before"
}

((EUID == 0)) || tap_bail 'the lab needs root'
[[ -x $TCPBDP ]] || tap_bail "no program $TCPBDP: run make"
command -v sqlite3 >/dev/null || { tap_skip 'killed recorders' 'no sqlite3'; tap_plan; exit; }
JOURNALS=0 JUDGED=0 WRONG=0
lab_up "${LAB_BACKEND:-tun}" 100mbit 20 || tap_bail 'no lab'
kill_traffic
for ((i = 0; i < RECORD_KILLS; i++)); do
	# up to 2.5 s: the first half of a second says little of how much was lost
	us=$(((RANDOM * 32768 + RANDOM) % 2500000))
	kill_once $us >"$LAB_TMP/wrong" # not a subshell: it counts
	[[ -s $LAB_TMP/wrong ]] || continue
	WRONG=$((WRONG + 1))
	printf '# killed after %d us: %s\n' "$us" "$(<"$LAB_TMP/wrong")"
done
printf '# %d recorders killed, %d of them after a second of recording, %d within a commit\n' \
	"$RECORD_KILLS" $JUDGED $JOURNALS
tap_test 'every capture opens, is sound, and is replayed' test $WRONG = 0
tap_test 'some had recorded for longer than what may be lost' test $JUDGED -gt 0
tap_plan
