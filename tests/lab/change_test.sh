#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What limits a flow changes while it lasts: the verdict follows within two seconds, and nothing else
# is accused meanwhile. TAP on stdout. Needs the user-space link, which changes on a signal.
#
#	small buffer, then losses, then nothing to send
#	an RTT of 150 ms that becomes 50 ms
#	an RTT of 50 ms that becomes 150 ms: with a queue it would look the same
#	window scaling that is switched on: this connection has none, for no fault of the peer's

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"

PHASE=6 # seconds of each
SETTLE=2 # of them, until the verdict has to be the new one

# change_start RTT_MS RMEM
change_start() {
	lab_up tun 100mbit "$1" || tap_bail 'no lab'
	lab_sysctl B "net.ipv4.tcp_rmem=4096 131072 $2" ${CHANGE_SYSCTL:+"$CHANGE_SYSCTL"} ||
		tap_bail 'no lab'
	lab_spawn server B "$LAB_BIN/traffic" listen read --port 5201 --duration 120
	lab_ready server || tap_bail 'no traffic'
	lab_spawn client A "$LAB_BIN/traffic" connect write --addr 10.9.0.2 --port 5201 \
		--duration 120 --congestion cubic
	lab_spawn trace host "$TCPBDP" trace --json
	lab_poll 60 test -s "$LAB_TMP/trace.out" || tap_bail 'no trace'
}

# The phase from now on; MARK is when it began.
change_phase() {
	MARK=$EPOCHREALTIME
	sleep $PHASE # this is the test
}

# change_judge NAME A_EXPECT B_EXPECT: of the phase that just ended.
change_judge() {
	local from=$((${MARK%.*} + SETTLE + 1)) to=$((${MARK%.*} + PHASE))
	[[ $2 == - ]] ||
		"$LAB_BIN/judge" verdict --name "$1: A" --laddr 10.9.0.1 --dir send --expect "$2" \
			--netns "$(lab_netns A)" --from $from --to $to "$LAB_TMP/trace.out" \
			>"$LAB_TMP/judged" || tap_bail 'cannot judge'
	"$LAB_BIN/judge" verdict --name "$1: B" --laddr 10.9.0.2 --dir recv --expect "$3" \
		--netns "$(lab_netns B)" --from $from --to $to "$LAB_TMP/trace.out" \
		>>"$LAB_TMP/judged" || tap_bail 'cannot judge'
	tap_feed "$LAB_TMP/judged"
}

# What was written before its program ended goes on its way all the same.
change_is_drained() { [[ -z $(lab_exec A ss -tnH state established state fin-wait-1 dport = :5201) ]]; }

# Idle sockets have no line: there must be none that says anything else.
change_judge_idle() {
	local from=$((${MARK%.*} + SETTLE + 1))
	tap_test "$1" test -z "$(sed -n 's/.*"ts":\([0-9]*\)\..*"laddr":"\(10.9.0.[12]\)".*/\1 \2/p' \
		"$LAB_TMP/trace.out" | while read -r ts _; do ((ts < from)) || echo "$ts"; done)"
}

change_end() {
	lab_stop "$trace" INT
	lab_down
}

((EUID == 0)) || tap_bail 'the lab needs root'
LAB_LINK=(--then-loss-ab 1)
# Losses keep the congestion window well below this.
change_start 50 524288
change_phase
change_judge 'a small buffer' 'rwnd/peer_buffer!' 'rcvbuf/tcp_rmem!'
kill -s USR1 "${lab_link:?}"
change_phase
change_judge 'then losses' cwnd,unknown sender
lab_stop "${client:?}"
lab_poll 60 change_is_drained || tap_bail 'what was written does not end'
change_phase
change_judge_idle 'then nothing: no verdict at all'
change_end

LAB_LINK=(--then-delay 25)
change_start 150 131072
change_phase
change_judge '150 ms, a small buffer' 'rwnd/peer_buffer!' 'rcvbuf/tcp_rmem!'
kill -s USR1 "${lab_link:?}"
change_phase
change_judge 'then 50 ms' 'rwnd/peer_buffer!' 'rcvbuf/tcp_rmem!'
change_end

LAB_LINK=(--then-delay 75)
change_start 50 131072
change_phase
change_judge '50 ms, a small buffer' 'rwnd/peer_buffer!' 'rcvbuf/tcp_rmem!'
kill -s USR1 "${lab_link:?}"
change_phase
# a queue of others would look the same
change_judge 'then 150 ms' rwnd rcvbuf
change_end

LAB_LINK=()
CHANGE_SYSCTL='net.ipv4.tcp_window_scaling=0'
change_start 50 6291456
change_phase
change_judge 'no window scaling' 'rwnd/no_wscale_peer!' 'rcvbuf/no_wscale_local!'
lab_sysctl B net.ipv4.tcp_window_scaling=1 || tap_bail 'no lab'
change_phase
change_judge 'then it is switched on' 'rwnd/no_wscale_peer!' rcvbuf
change_end
tap_plan
