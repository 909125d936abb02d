#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The ledger adds up although nobody reads the ring buffer for two seconds under load: what did not
# fit was counted. Every event is sampled, so that the ring does fill. TAP on stdout.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"

STALL_SECONDS=2

stall_has_lines() { [[ -s $LAB_TMP/trace.out ]]; }

# stall_case NAME OPTION...: a trace with these options is stopped, continued and interrupted.
stall_case() {
	local name=$1 trace status
	shift
	lab_spawn trace host "$TCPBDP" trace --json -d 60 "$@"
	lab_poll 30 stall_has_lines || tap_bail "$name: the trace says nothing"
	kill -s STOP "$trace"
	sleep $STALL_SECONDS # this is the test, not a wait for something
	kill -s CONT "$trace"
	kill -s INT "$trace"
	lab_poll 20 lab_gone "$trace"
	tap_test "$name: SIGINT ends it" lab_gone "$trace"
	lab_gone "$trace" || return
	wait "$trace"
	status=$?
	tap_test "$name: status 0" test $status = 0
	tap_note "$LAB_TMP/trace.err"
	"$LAB_BIN/judge" ledger --name "$name" "$LAB_TMP/trace.out" >"$LAB_TMP/judged" ||
		tap_bail "$name: cannot judge"
	tap_feed "$LAB_TMP/judged"
}

((EUID == 0)) || tap_bail 'the lab needs root'
[[ -x $TCPBDP ]] || tap_bail "no program $TCPBDP: run make"
lab_up "${LAB_BACKEND:-tun}" 100mbit 20 || tap_bail 'no lab'

# Many small transactions on loopback make events, and sockets that close make the other kind.
lab_spawn server host "$LAB_BIN/traffic" listen echo --addr 127.0.0.1 --connections 8 --duration 120
lab_ready server || tap_bail 'no server'
lab_spawn client host "$LAB_BIN/traffic" connect ask --addr 127.0.0.1 --port "$LAB_PORT" \
	--connections 8 --duration 120
stall_case 'stalled by default'
stall_case 'stalled with a sample per event' --sample-interval 0
stall_case 'stalled with a filter' --sample-interval 0 --lport "$LAB_PORT"
tap_plan
