#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The ledger adds up although nobody reads the ring buffer for two seconds under load: what did not
# fit was counted. Every event is sampled, so that the ring does fill. TAP on stdout.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"

STALL_SECONDS=2
PORT=5202

stall_has_lines() { [[ -s $LAB_TMP/trace.out ]]; }

# Small transactions on A's loopback make the most events. Two connections fill the ring; more would
# take the processors from everything else, also from the kernel threads that detaching waits for.
stall_load() {
	local args=(--addr 127.0.0.1 --port "$PORT" --connections 2 --duration 180)
	lab_spawn server A "$LAB_BIN/traffic" listen echo "${args[@]}"
	lab_ready server || tap_bail 'no server'
	lab_spawn client A "$LAB_BIN/traffic" connect ask "${args[@]}"
}

# stall_trace: it is stopped, continued and interrupted; STATUS is how it ended.
stall_trace() {
	local trace server client
	stall_load
	lab_spawn trace host "$TCPBDP" trace --json -d 60 "$@"
	lab_poll 60 stall_has_lines || tap_bail "trace $*: says nothing"
	kill -s STOP "$trace"
	sleep $STALL_SECONDS # this is the test, not a wait for something
	kill -s CONT "$trace"
	kill -s INT "$trace"
	STATUS='none: it does not end'
	if lab_poll 60 lab_gone "$trace"; then
		wait "$trace"
		STATUS=$?
	fi
	lab_stop "$client"
	lab_stop "$server"
	lab_stop "$trace" KILL
}

# stall_case NAME OPTION...
stall_case() {
	local name=$1
	shift
	stall_trace "$@"
	tap_test "$name: SIGINT ends it with status 0" test "$STATUS" = 0 ||
		printf '# status %s\n' "$STATUS"
	tap_note "$LAB_TMP/trace.err"
	"$LAB_BIN/judge" ledger --name "$name" "$LAB_TMP/trace.out" >"$LAB_TMP/judged" ||
		tap_bail "$name: cannot judge"
	tap_feed "$LAB_TMP/judged"
}

((EUID == 0)) || tap_bail 'the lab needs root'
[[ -x $TCPBDP ]] || tap_bail "no program $TCPBDP: run make"
lab_up "${LAB_BACKEND:-tun}" 100mbit 20 || tap_bail 'no lab'
stall_case 'stalled by default'
stall_case 'stalled with a sample per event' --sample-interval 0
stall_case 'stalled with a filter' --sample-interval 0 --lport $PORT
tap_plan
