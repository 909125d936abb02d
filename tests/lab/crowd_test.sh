#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Five hundred flows at once, of which exactly fifty are undersized: these are flagged, at both ends
# and for the right cause, and no other is. They come by the hundred: on a machine that does not carry
# what so many send there are as many hundreds as it does carry. TAP on stdout.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"
. "$HERE/capacity.sh"

LAB_BACKEND=${LAB_BACKEND:-tun}
SECONDS_TRACED=8
MOST=500
CROWD=()
SLOW_PORT=5201 SMALL_PORT=5202 ONE_PORT=5203
SLOW_KBIT=80
CARRIED_PERCENT=90 # of what is offered; the rest is what a second cuts off

# crowd_listen NAME PORT CONNECTIONS OPTION...
crowd_listen() {
	local name=$1 port=$2 connections=$3
	shift 3
	lab_spawn "${name}_server" B "$LAB_BIN/traffic" listen read "$@" --port "$port" \
		--connections "$connections" --duration 180
	lab_ready "${name}_server" || tap_bail 'no traffic'
}

# crowd_connect PORT CONNECTIONS OPTION...: its pid joins CROWD, which are those that came last.
crowd_connect() {
	local port=$1 connections=$2 crowd_client
	shift 2
	lab_spawn crowd_client A "$LAB_BIN/traffic" connect write "$@" --addr 10.9.0.2 --port "$port" \
		--connections "$connections" --duration 180
	CROWD+=("$crowd_client")
}

crowd_is() {
	local sockets
	lab_exec A ss -tnH state established dport != ":$ONE_PORT" >"$LAB_TMP/sockets"
	mapfile -t sockets <"$LAB_TMP/sockets"
	((${#sockets[@]} == $1))
}

# Are COUNT flows there, and does this machine carry what the slow ones write, and of the others as many
# times what one carries alone as there are of them?
crowd_carried() {
	local small=$(($1 / 10))
	if ! lab_poll 20 crowd_is "$1"; then
		CAPACITY_LACKS="this machine does not make $1 connections"
		return 1
	fi
	capacity_carries "$(($1 - small)) slow writers" $((($1 - small) * SLOW_KBIT * 10 * CARRIED_PERCENT)) \
		"$(capacity_bps A $SLOW_PORT 2)" &&
		capacity_carries "$small small windows" $((small * ALONE_BPS * CARRIED_PERCENT / 100)) \
			"$(capacity_bps A $SMALL_PORT 2)"
}

# Slow writers, far below what their windows allow, and receivers of 16 KiB that are behind at once.
crowd_gathers() {
	local i pid
	crowd_listen one $ONE_PORT 1 --rcvbuf 8k
	crowd_listen slow $SLOW_PORT $((MOST * 9 / 10))
	crowd_listen small $SMALL_PORT $((MOST / 10)) --rcvbuf 8k
	crowd_connect $ONE_PORT 1
	sleep 0.5 # of slow start
	ALONE_BPS=$(capacity_bps A $ONE_PORT 2)
	lab_stop "${CROWD[0]}"
	for ((ALL = 0; ALL < MOST; ALL += 100)); do
		CROWD=()
		crowd_connect $SLOW_PORT 45 --rate ${SLOW_KBIT}kbit
		crowd_connect $SLOW_PORT 45 --rate ${SLOW_KBIT}kbit
		crowd_connect $SMALL_PORT 10
		crowd_carried $((ALL + 100)) && continue
		tap_skip "$((ALL + 100)) flows" "$CAPACITY_LACKS"
		for pid in "${CROWD[@]}"; do
			lab_stop "$pid"
		done
		lab_poll 20 crowd_is $ALL || tap_bail 'a hundred flows do not go'
		return
	done
}

# crowd_judge NAME END DIRECTION EXPECT FLOWS OPTION...
crowd_judge() {
	local name=$1 end=$2 dir=$3 expect=$4 flows=$5 host=1
	shift 5
	[[ $end == A ]] || host=2
	"$LAB_BIN/judge" verdict --name "$ALL flows, $name: $end" --laddr 10.9.0.$host --dir "$dir" \
		--netns "$(lab_netns "$end")" --expect "$expect" --after 3 --flows "$flows" "$@" \
		"$LAB_TMP/trace.out" >>"$LAB_TMP/judged" || tap_bail 'cannot judge'
}

((EUID == 0)) || tap_bail 'the lab needs root'
lab_up "$LAB_BACKEND" 200mbit 50 || tap_bail 'no lab'
crowd_gathers
if ((!ALL)); then
	tap_plan
	exit
fi
lab_spawn trace host "$TCPBDP" trace --json -d $SECONDS_TRACED
lab_poll $((SECONDS_TRACED + 60)) lab_gone "$trace" || tap_bail 'the trace does not end'
: >"$LAB_TMP/judged"
crowd_judge 'undersized ones' A send 'rwnd/peer_buffer!' $((ALL / 10)) --rport $SMALL_PORT
crowd_judge 'undersized ones' B recv 'rcvbuf/so_rcvbuf!' $((ALL / 10)) --lport $SMALL_PORT
crowd_judge 'the others' A send app $((ALL * 9 / 10)) --rport $SLOW_PORT
crowd_judge 'the others' B recv sender,unknown $((ALL * 9 / 10)) --lport $SLOW_PORT
"$LAB_BIN/judge" ledger --name "$ALL flows: ledger" "$LAB_TMP/trace.out" >>"$LAB_TMP/judged"
tap_feed "$LAB_TMP/judged"
tap_plan
