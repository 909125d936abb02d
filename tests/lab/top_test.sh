#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# top on live flows: its blocks beside trace of the same seconds, and its screen on a terminal, from the first
# picture to a terminal that goes away. TAP on stdout.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"
. "$HERE/scenarios.sh"
. "$HERE/stage.sh"
cd "$LAB_ROOT" || exit 1
. "$HERE/terminal.sh"

# top_row ADDRESS: the words of the last block's line of that local address: DIR, RATE in kb/s, LIMIT
top_row() {
	awk -v local="$1" '
		/active/ { row = "" }
		index($3, local ":") == 1 || index($2, local ":") == 1 {
			for (i = 1; i <= NF; i++) {
				if ($i == "send" || $i == "recv") dir = $i
				if ($i == "!") limit = $(i + 1)
				if ($i ~ /b\/s$/ && !rate) rate = $i
			}
			unit = rate ~ /Gb/ ? 1e6 : rate ~ /Mb/ ? 1e3 : rate ~ /kb/ ? 1 : 0.001
			row = dir " " int(rate * unit) " " limit
			rate = 0
		}
		END { print row }' "$LAB_TMP/blocks.out"
}

# like_trace ADDRESS DIR LIMIT: both say so, with rates that differ by less than a quarter
like_trace() {
	local dir kbps limit traced
	read -r dir kbps limit <<<"$(top_row "$1")"
	traced=$(grep "\"laddr\":\"$1\"" "$LAB_TMP/traced.out" | tail -n 1 | sed "s/.*\"$2\":{//" |
		grep -o '"rate_bps":[0-9]*' | head -n 1 | cut -d: -f2)
	echo "# top: $dir $kbps kb/s $limit; trace: ${traced:-none} b/s"
	[[ $dir == "$2" && $limit == "$3" && -n $traced ]] &&
		((kbps * 1000 * 4 > traced * 3 && kbps * 1000 * 4 < traced * 5))
}

capabilities_are_gone() { # and system calls are filtered
	grep -q '^CapEff:.0*$' "/proc/$(cat "$terminal_dir/pid")/status" &&
		grep -q '^Seccomp:.2$' "/proc/$(cat "$terminal_dir/pid")/status"
}
has_gone() { ! kill -0 "$1" 2>/dev/null; }

((EUID == 0)) || tap_bail 'the lab needs root'
scenario_load 2
{ stage_up && stage_traffic 120; } || tap_bail 'no traffic'
trap 'terminal_end; lab_down' EXIT

lab_spawn traced host "$TCPBDP" trace --json -d 4 --addr 10.9.0.0/24
lab_spawn blocks host "$TCPBDP" top -b -n 4 --addr 10.9.0.0/24
lab_poll 60 lab_gone "$traced" && lab_poll 60 lab_gone "$blocks" || tap_bail 'it does not end'
tap_test 'four blocks' test "$(grep -c ' active, ' "$LAB_TMP/blocks.out")" = 4
tap_test 'nothing on stderr' test ! -s "$LAB_TMP/blocks.err" || tap_note "$LAB_TMP/blocks.err"
tap_test 'the receiver is as in trace' like_trace 10.9.0.2 recv rcvbuf
tap_test 'the sender is as in trace' like_trace 10.9.0.1 send rwnd

terminal_needed
terminal_open 80 24 "$program" top --addr 10.9.0.0/24
tap_test 'a live screen has both ends' terminal_shows_in_order '2 active, 2 flagged' 'samples lost, own CPU' '10.9.0.[12]:.*! r'
tap_test 'capabilities are gone by then' capabilities_are_gone
terminal_type p
tap_test 'p holds the moment' terminal_shows 'NOT NOW: p goes on'
terminal_type '['
tap_test '[ steps back' terminal_shows 'NOT NOW'
terminal_type p
tap_test 'p goes on' terminal_lacks 'NOT NOW'
terminal_type f Enter
tap_test 'a socket has its page' terminal_shows_in_order 'one socket' 'limit: ' 'updates: window'
terminal_type Escape
terminal_shows 'FROZEN'
# shellcheck disable=SC2154 # the stage's
for pid in "${LAB_PIDS[@]}"; do
	[[ $(cat "/proc/$pid/comm" 2>/dev/null) != traffic ]] || lab_stop "$pid"
done
tap_test 'frozen, the ends of sockets stay' terminal_shows '0 active'
tap_test 'with their state' terminal_shows '10.9.0.[12]:[0-9]'
terminal_type f
tap_test 'else they go after some seconds' terminal_shows 'no socket is active'
terminal_type q
tap_test 'q ends it, and the terminal is as before' terminal_is_back 0

terminal_open 80 24 "$program" top --addr 10.9.0.0/24
terminal_shows '0 active'
pid=$(cat "$terminal_dir/pid")
terminal_tmux kill-server
tap_test 'a terminal that goes away ends it' lab_poll 10 has_gone "$pid"
tap_plan
