#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Five hundred flows at once, of which exactly fifty are undersized: these are flagged, at both ends
# and for the right cause, and no other is. TAP on stdout.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"

LAB_BACKEND=${LAB_BACKEND:-tun}
SECONDS_TRACED=8
ALL=500 SMALL=50
SLOW_PORT=5201 SMALL_PORT=5202

# crowd_pair NAME PORT COUNT SERVER_OPTIONS CLIENT_OPTIONS: clients of fifty each, since one makes its
# connections one after the other.
crowd_pair() {
	local args=(--port "$2" --duration 120) i
	# shellcheck disable=SC2086
	lab_spawn "$1_server" B "$LAB_BIN/traffic" listen read $4 "${args[@]}" --connections "$3"
	lab_ready "$1_server" || return
	for ((i = 0; i < $3; i += 50)); do
		# shellcheck disable=SC2086
		lab_spawn "$1_client_$i" A "$LAB_BIN/traffic" connect write $5 --addr 10.9.0.2 \
			"${args[@]}" --connections 50
	done
}

crowd_is_there() {
	local sockets
	lab_exec A ss -tnH state established >"$LAB_TMP/sockets"
	mapfile -t sockets <"$LAB_TMP/sockets"
	((${#sockets[@]} >= ALL))
}

# crowd_judge NAME END DIRECTION EXPECT FLOWS OPTION...
crowd_judge() {
	local name=$1 end=$2 dir=$3 expect=$4 flows=$5 host=1
	shift 5
	[[ $end == A ]] || host=2
	"$LAB_BIN/judge" verdict --name "500 flows, $name: $end" --laddr 10.9.0.$host --dir "$dir" \
		--netns "$(lab_netns "$end")" --expect "$expect" --after 3 --flows "$flows" "$@" \
		"$LAB_TMP/trace.out" >>"$LAB_TMP/judged" || tap_bail 'cannot judge'
}

((EUID == 0)) || tap_bail 'the lab needs root'
lab_up "$LAB_BACKEND" 200mbit 50 || tap_bail 'no lab'
# Slow writers, far below what their windows allow, and receivers of 16 KiB that are behind at once.
crowd_pair slow $SLOW_PORT $((ALL - SMALL)) '' '--rate 80kbit' || tap_bail 'no traffic'
crowd_pair small $SMALL_PORT $SMALL '--rcvbuf 8k' '' || tap_bail 'no traffic'
lab_poll 20 crowd_is_there || tap_bail 'too few connections'
lab_spawn trace host "$TCPBDP" trace --json -d $SECONDS_TRACED
lab_poll $((SECONDS_TRACED + 60)) lab_gone "$trace" || tap_bail 'the trace does not end'
: >"$LAB_TMP/judged"
crowd_judge 'undersized ones' A send 'rwnd/peer_buffer!' $SMALL --rport $SMALL_PORT
crowd_judge 'undersized ones' B recv 'rcvbuf/so_rcvbuf!' $SMALL --lport $SMALL_PORT
crowd_judge 'the others' A send app $((ALL - SMALL)) --rport $SLOW_PORT
crowd_judge 'the others' B recv sender,unknown $((ALL - SMALL)) --lport $SLOW_PORT
"$LAB_BIN/judge" ledger --name '500 flows: ledger' "$LAB_TMP/trace.out" >>"$LAB_TMP/judged"
tap_feed "$LAB_TMP/judged"
tap_plan
