#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A transfer appears in "tcpbdp trace", at both of its ends and with the process that owns it, in
# text and in JSON, over loopback and over the lab's link, in IPv4 and IPv6. TAP on stdout.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"

SECONDS_TRACED=4

# live_trace NAME OPTION...: output to $LAB_TMP/NAME.out, false if it fails or does not end.
live_trace() {
	local -n live_pid=$1
	lab_spawn "$1" host "$TCPBDP" trace -d $SECONDS_TRACED "${@:2}"
	lab_poll $((SECONDS_TRACED + 60)) lab_gone "$live_pid" && wait "$live_pid"
}

# live_text NAME LOCAL PID: a line of the table has that local address and that owner. Columns are
# parted by blanks: PID, COMM, in some cases UNIT and NETNS, LOCAL. Brackets around an IPv6 address are a
# matter of taste.
live_text() {
	local pid comm rest word
	while read -r pid comm rest; do
		for word in $rest; do
			[[ ! $word =~ :[0-9]+$ ]] || break
		done
		[[ $pid == "$3" && $comm == traffic && ${word//[][]/} == "$2" ]] && return 0
	done <"$LAB_TMP/$1.out"
	return 1
}

# live_end NAME END PID LADDR LPORT RPORT DIR: one end, in JSON and in text.
live_end() {
	local name=$1 netns pid=$3 laddr=$4 lport=$5 rport=$6 dir=$7 family=inet args
	netns=$(lab_netns "$2")
	[[ $laddr == *:* ]] && family=inet6
	args=(--name "$name $dir" --laddr "$laddr" --lport "$lport" --rport "$rport" --dir "$dir"
		--netns "$netns" --pid "$pid" --comm traffic --family "$family")
	if ! "$LAB_BIN/judge" owner "${args[@]}" "$LAB_TMP/json.out" >"$LAB_TMP/judged"; then
		tap_bail "$name: cannot judge"
	fi
	tap_feed "$LAB_TMP/judged"
	tap_test "$name $dir: a line of text has the right owner" \
		live_text text "$laddr:$lport" "$pid" || tap_note "$LAB_TMP/text.out"
}

# The client's port, from the kernel's own list.
live_client_port() {
	local end=$1 family=$2 port=$3 enter=() local_addr
	[[ $end == host ]] || enter=(ip netns exec "$(lab_ns "$end")")
	"${enter[@]}" ss "-$family" -tnH dport = ":$port" >"$LAB_TMP/sockets"
	read -r _ _ _ local_addr _ <"$LAB_TMP/sockets" && CLIENT_PORT=${local_addr##*:}
}

# live_case NAME END_OF_A END_OF_B ADDR_OF_A ADDR_OF_B: END is A, B or host.
live_case() {
	local name=$1 a=$2 b=$3 addr_a=$4 addr_b=$5 family=4 client server args
	[[ $addr_a == *:* ]] && family=6
	args=("-$family" --duration 180 --addr "$addr_b")
	lab_spawn server "$b" "$LAB_BIN/traffic" listen read "${args[@]}"
	lab_ready server || tap_bail "$name: no server"
	# Loopback at full speed would only measure this machine.
	lab_spawn client "$a" "$LAB_BIN/traffic" connect write "${args[@]}" --port "$LAB_PORT" \
		--rate 50mbit
	lab_poll 10 live_client_port "$a" $family "$LAB_PORT" || tap_bail "$name: no client"

	tap_test "$name: trace --json ends with status 0" live_trace json --json
	tap_note "$LAB_TMP/json.err"
	tap_test "$name: trace ends with status 0" live_trace text
	tap_note "$LAB_TMP/text.err"
	live_end "$name" "$a" "$client" "$addr_a" "$CLIENT_PORT" "$LAB_PORT" send
	live_end "$name" "$b" "$server" "$addr_b" "$LAB_PORT" "$CLIENT_PORT" recv
	lab_stop "$client"
	lab_stop "$server"
}

((EUID == 0)) || tap_bail 'the lab needs root'
[[ -x $TCPBDP ]] || tap_bail "no program $TCPBDP: run make"
lab_up "${LAB_BACKEND:-tun}" 100mbit 20 || tap_bail 'no lab'
live_case 'loopback IPv4' host host 127.0.0.1 127.0.0.1
live_case 'loopback IPv6' host host ::1 ::1
live_case 'lab IPv4' A B 10.9.0.1 10.9.0.2
live_case 'lab IPv6' A B fd00:9::1 fd00:9::2
tap_plan
