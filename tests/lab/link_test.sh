#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The lab keeps its own promises: what crosses the link has the rate and the round-trip time that
# lab_up was asked for, in either direction. TAP on stdout.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"
. "$HERE/capacity.sh"

PORT=5201

# accuracy_between NAME FOUND LEAST MOST
accuracy_between() {
	tap_test "$1 is $3 to $4" test "$2" -ge "$3" -a "$2" -le "$4"
	printf '# found %s\n' "$2"
}

# The smallest round trip that A's kernel saw, in microseconds.
accuracy_minrtt_us() {
	local word
	lab_exec A ss -tinH dport = :$PORT >"$LAB_TMP/sockets"
	while read -r -a words; do
		for word in "${words[@]}"; do
			[[ $word == minrtt:* ]] && lab_usec "${word#minrtt:}" && return
		done
	done <"$LAB_TMP/sockets"
	return 1
}

# accuracy_case RATE RTT_MS ACTION_OF_A ACTION_OF_B: the reader's rate is that of the payload, at
# most 1448 of each 1500 bytes.
accuracy_case() {
	local name="$1 $2 ms, A does $3" a=$3 b=$4 server client rate rtt_us reader=server line
	if ! capacity_link "$1"; then
		tap_skip "$name" "$CAPACITY_LACKS"
		return
	fi
	lab_up "${LAB_BACKEND:-tun}" "$1" "$2" || tap_bail "$name: no lab"
	rate=$(lab_bps "$1") rtt_us=$(lab_usec "$2")
	lab_spawn server B "$LAB_BIN/traffic" listen "$b" --port $PORT --duration 60 \
		--congestion cubic
	lab_ready server || tap_bail "$name: no server"
	lab_spawn client A "$LAB_BIN/traffic" connect "$a" --addr 10.9.0.2 --port $PORT \
		--duration 4 --congestion cubic
	sleep 2 # of the four that are measured
	accuracy_between "$name: minimum RTT in us" "$(accuracy_minrtt_us)" $((rtt_us * 99 / 100)) \
		$((rtt_us * 105 / 100 + 200))
	lab_poll 20 lab_gone "$client" || tap_bail "$name: the client does not end"
	lab_poll 20 lab_gone "$server" || tap_bail "$name: the server does not end"
	[[ $a == read ]] && reader=client
	line=$(tail -n 1 "$LAB_TMP/$reader.out")
	accuracy_between "$name: rate in bit/s" "${line##*rate_bps }" $((rate * 85 / 100)) "$rate"
	lab_down
}

((EUID == 0)) || tap_bail 'the lab needs root'
accuracy_case 100mbit 50 write read
accuracy_case 100mbit 50 read write
accuracy_case 20mbit 10 write read
tap_plan
