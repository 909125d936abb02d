#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2086 # ports and ends are words
#
# Programs that nobody here wrote, over a link of 40 Mbit/s and 50 ms, each with a small tcp_wmem at
# the sender, with a small tcp_rmem at the receiver, and with neither: both ends say so, and nothing
# else is accused. That a setting is the limit, the rate shows. TAP on stdout.
#
#	programs_test.sh [NAME...]	default: those of PROGRAMS; "more" = those of MORE
#
# LAB_CONGESTION	their congestion control (cubic)
# LAB_KEEP=DIR		keep each trace and its capture there

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"
. "$HERE/programs.sh"

PROGRAMS=(rsync nginx redis ssh haproxy)
MORE=(iperf3 socat openssl python3) # make lab tries them too
SETTINGS=(wmem rmem fine)
RATE_MBIT=40 RTT_MS=50
SECONDS_TRACED=7 AFTER=3
export LAB_CONGESTION=${LAB_CONGESTION:-cubic}
# Of the link: what fills it gets at least so much, and what is held by a setting at most.
FULL_PERCENT=85 HELD_PERCENT=75

# case_up SETTING
case_up() {
	local end
	lab_up "${LAB_BACKEND:-tun}" ${RATE_MBIT}mbit $RTT_MS 500000 || return
	for end in A B; do
		lab_sysctl $end 'net.ipv4.tcp_rmem=4096 131072 6291456' \
			'net.ipv4.tcp_wmem=4096 16384 4194304' || return
	done
	case $1 in
	wmem) lab_sysctl A 'net.ipv4.tcp_wmem=4096 16384 163840' ;;
	rmem) lab_sysctl B 'net.ipv4.tcp_rmem=4096 131072 131072' ;;
	esac
}

case_is_connected() { [[ -n $(lab_exec $LISTENER ss -tnH state established sport = ":$PORT") ]]; }

# Until the flow is what it will be: a handshake of keys, a list of files may come first.
case_moves() {
	local bytes
	bytes=$(lab_exec A ss -tinH state established "( sport = :$PORT or dport = :$PORT )" |
		sed -n 's/.* bytes_acked:\([0-9]*\).*/\1/p' | sort -n | tail -n 1)
	((${bytes:-0} > 1000000))
}

# case_judge NAME END DIRECTION EXPECT
case_judge() {
	local host=1 port=--lport
	[[ $2 == A ]] || host=2
	[[ $2 == "$LISTENER" ]] || port=--rport
	"$LAB_BIN/judge" verdict --name "$1: $2" --laddr 10.9.0.$host --dir "$3" --expect "$4" \
		--netns "$(lab_netns "$2")" $port $PORT --after $AFTER "$LAB_TMP/trace.out"
}

# What the judge found of the rates, the least one in percent of the link.
case_percent() {
	sed -n 's/^# rate_bps //p' "$LAB_TMP/judged" | sort -n |
		awk -v link=$((RATE_MBIT * 1000000)) 'NR == 1 { printf "%d", 100 * $1 / link }'
}

# Sockets in either namespace that are accused, but for those of the link's connection.
case_accused() {
	grep -E "\"netns\":($(lab_netns A)|$(lab_netns B))," "$LAB_TMP/trace.out" |
		grep -F '"undersized":true' | grep -vE "\"[lr]port\":$PORT,"
}

case_run() { # PROGRAM SETTING
	local name="$1, $2" percent trace
	case $2 in
	wmem) set -- "$@" sndbuf/tcp_wmem! sender ;;
	rmem) set -- "$@" rwnd/peer_buffer!,rwnd rcvbuf/tcp_rmem! ;;
	fine) set -- "$@" cwnd,sndbuf/path_full,rwnd/path_full sender,rcvbuf/path_full ;;
	esac
	{ case_up "$2" && "$1_start" && lab_poll 20 case_is_connected && lab_poll 20 case_moves; } || {
		tap_note "$LAB_TMP/server.err"
		tap_note "$LAB_TMP/client.err"
		tap_bail "$name: cannot start"
	}
	lab_spawn trace host "$TCPBDP" trace --json -d $SECONDS_TRACED --record "$LAB_TMP/capture"
	lab_poll $((SECONDS_TRACED + 60)) lab_gone "$trace" || tap_bail "$name: the trace does not end"
	{ case_judge "$name" A send "$3" && case_judge "$name" B recv "$4"; } >"$LAB_TMP/judged" ||
		tap_bail "$name: cannot judge"
	percent=$(case_percent)
	if [[ $2 == fine ]]; then
		tap_test "$name: fills the link" test "${percent:-0}" -ge $FULL_PERCENT
	else
		tap_test "$name: does not fill the link" test "${percent:-100}" -le $HELD_PERCENT
	fi
	printf '# %s %% of the link\n' "$percent"
	"$LAB_BIN/judge" ends --name "$name" --port $PORT --after $AFTER "$LAB_TMP/trace.out" >>"$LAB_TMP/judged"
	tap_feed "$LAB_TMP/judged"
	tap_test "$name: no other socket is accused" test -z "$(case_accused)"
	[[ -z ${LAB_KEEP:-} ]] || cp "$LAB_TMP/capture" "$LAB_KEEP/program-$1-$2.tcpbdp"
}

# Each case is a process with a lab of its own; those of one program run at the same time.
programs_run() {
	local setting pids=()
	for setting in "${SETTINGS[@]}"; do
		"$0" --case "$1" "$setting" >"$OUT/$1-$setting" 2>&1 &
		pids+=($!)
	done
	CHILDREN=("${pids[@]}")
	wait "${pids[@]}"
	CHILDREN=()
	for setting in "${SETTINGS[@]}"; do
		grep -q '^Bail out' "$OUT/$1-$setting" && tap_not_ok "$1, $setting: runs"
		sed -E 's/^(not ok|ok) [0-9]+ - /\1 - /; /^1\.\./d; s/^Bail out!/#/' "$OUT/$1-$setting" >"$OUT/fed"
		tap_feed "$OUT/fed"
	done
}

programs_end() {
	trap '' TERM
	((${#CHILDREN[@]} == 0)) || { kill -TERM "${CHILDREN[@]}"; wait "${CHILDREN[@]}"; } 2>/dev/null
	rm -rf "$OUT"
}

programs_why_not() {
	local program
	for program in $("$1_needs"); do
		programs_find "$program" >/dev/null || { printf 'no %s to be had' "$program"; return; }
	done
}

main() {
	local name reason
	((EUID == 0)) || { echo '1..0 # SKIP needs root'; exit; }
	(($#)) || set -- "${PROGRAMS[@]}"
	[[ $1 != more ]] || set -- "${MORE[@]}"
	OUT=$(mktemp -d)
	trap programs_end EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	PROGRAMS_TREE=$("$HERE/fetch_programs.sh") || PROGRAMS_TREE=/nonexistent
	PROGRAMS_LIBRARIES=$PROGRAMS_TREE/usr/lib/$(uname -m)-linux-gnu
	export PROGRAMS_TREE PROGRAMS_LIBRARIES
	for name; do
		reason=$(programs_why_not "$name")
		if [[ -n $reason ]]; then
			tap_skip "$name" "$reason"
		else
			programs_run "$name"
		fi
	done
	tap_plan
}

CHILDREN=()
if [[ ${1:-} == --case ]]; then
	shift
	case_run "$@"
else
	main "$@"
fi
