#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Small transactions: most segments come in the jiffy of another and are not looked at
# (bpf/quiet.bpf.h), and the samples count them all the same. TAP on stdout.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"

SECONDS_TRACED=3
PORT=5202
EVENTS_ODD=60 # permille: what came after the last sample of a socket, a tenth of a second, is in none

((EUID == 0)) || tap_bail 'the lab needs root'
command -v sqlite3 >/dev/null || { tap_skip 'quiet segments' 'no sqlite3'; tap_plan; exit; }
lab_up "${LAB_BACKEND:-tun}" 100mbit 20 || tap_bail 'no lab'
args=(--addr 127.0.0.1 --port "$PORT" --connections 2 --duration 120)
lab_spawn server A "$LAB_BIN/traffic" listen echo "${args[@]}"
lab_ready server || tap_bail 'no server'
lab_spawn client A "$LAB_BIN/traffic" connect ask "${args[@]}"
lab_spawn trace host "$TCPBDP" trace --json -d $SECONDS_TRACED --port $PORT --record "$LAB_TMP/capture"
lab_poll $((SECONDS_TRACED + 60)) lab_gone "$trace" || tap_bail 'the trace does not end'

quiet_sum() { sqlite3 "$LAB_TMP/capture" "SELECT coalesce(sum($1), 0) FROM socket_samples"; }
seen=$(sed -n 's/.*"by_event":{"segments":\([0-9]*\).*/\1/p' "$LAB_TMP/trace.out")
looks=$(quiet_sum sends)

# quiet_counted WHAT COLUMN
quiet_counted() {
	local counted
	counted=$(quiet_sum "$2")
	tap_test "$1: as many as the hook saw" \
		test $((1000 * counted)) -ge $(((1000 - EVENTS_ODD) * seen)) -a "$counted" -le $((seen + seen / 100)) ||
		printf '# %s of %s\n' "$counted" "$seen"
}

tap_test 'there were many' test "$seen" -gt 10000
quiet_counted 'segments' segments
quiet_counted 'segments with data' data_segments
tap_test 'most send calls were not looked at' test $((2 * looks)) -lt "$seen" ||
	printf '# %s of %s\n' "$looks" "$seen"
tap_plan
