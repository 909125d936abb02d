#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# What each command may still do while it runs, by /proc/PID/status: no capability, no way to get one, a
# filter of system calls, and of --replay another user than root. Needs root and a kernel that traces.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
unset SUDO_UID SUDO_GID DOAS_USER
# shellcheck source=tests/lab/runtime.sh
. tests/lab/runtime.sh

nobody=65534
capture=$dir/private/run.tcpbdp

# field NAME: of the process that was looked at, its first value
field() { awk -v name="$1:" '$1 == name { print $2 }' "$dir/seen"; }
no_capability_left() {
	local set
	for set in CapInh CapPrm CapEff CapBnd CapAmb; do
		[ "$(field $set)" = 0000000000000000 ] || { echo "# $set $(field $set)"; return 1; }
	done
}
owned_by() { [ "$(field Uid) $(field Gid)" = "$1 $1" ]; }

# looked_at NAME USER: what $dir/seen says
looked_at() {
	expect "$1: no capability is left" no_capability_left
	expect "$1: none is to be had" test "$(field NoNewPrivs)" = 1
	expect "$1: it runs as $2" owned_by "$2"
	if [ -e /proc/sys/kernel/seccomp/actions_avail ]; then
		expect "$1: system calls are filtered" test "$(field Seccomp)" = 2
	else
		tap_skip "$1: system calls are filtered" 'this kernel has no seccomp filters'
	fi
}

# The filter comes last. What it had by then is judged, also where it never comes.
filtered() {
	cp "/proc/$1/status" "$dir/seen" 2>/dev/null && [ "$(field Seccomp)" = 2 ]
}
look() { wait_for 10 filtered "$1" || echo "# process $1: no filter"; }

# ---- live ----

live() { # NAME ARGUMENT...
	local pid name=$1
	shift
	"$program" "$@" >"$dir/out" 2>"$dir/err" &
	pid=$!
	pids+=("$pid")
	look $pid
	looked_at "$name" 0
	kill -INT $pid
	ended $pid
	expect "$name: and ends well" test "$status" = 0
}

# Its output has no room: it waits, after all that it looks for.
live_list() {
	local pid
	mkfifo "$dir/full"
	exec 7<>"$dir/full"
	dd if=/dev/zero bs=4096 count=16 >&7 2>/dev/null
	"$program" list >&7 7>&- 2>"$dir/err" &
	pid=$!
	pids+=("$pid")
	look $pid
	looked_at list 0
	cat <&7 >/dev/null &
	pids+=($!)
	ended $pid
	expect 'list: and ends well' test "$status" = 0
	kill "${pids[-1]}"
	exec 7>&-
}

# ---- replayed ----

# A writer that keeps its file locked, for up to 2 s: the command waits, with nothing read yet.
lock_capture() {
	mkfifo "$dir/sql"
	sqlite3 "$capture" <"$dir/sql" >"$dir/locked" 2>/dev/null &
	pids+=($!)
	exec 8>"$dir/sql"
	echo "BEGIN EXCLUSIVE; SELECT 'locked';" >&8
	wait_for 10 grep -q locked "$dir/locked" || tap_bail 'sqlite3 locks no file'
}
unlock_capture() {
	exec 8>&-
	ended "${pids[-1]}"
	unset 'pids[-1]'
	rm "$dir/sql"
}

replayed() { # NAME USER COMMAND...: with the environment of a caller before the program, if any
	local pid name=$1 user=$2
	shift 2
	lock_capture
	env "$@" --replay "$capture" >"$dir/out" 2>"$dir/err" 8>&- &
	pid=$!
	look $pid
	looked_at "$name" "$user"
	unlock_capture
	ended $pid
	expect "$name: and reads what root alone may read" test "$status" = 0
}

replays() {
	local command doas
	# shellcheck disable=SC2086 # words of a command
	for command in trace 'trace -j' list 'hist rtt' advise; do
		replayed "$command --replay" $nobody "$program" $command
	done
	replayed 'by sudo' 4711 SUDO_UID=4711 SUDO_GID=4711 "$program" trace
	replayed 'by sudo of root' $nobody SUDO_UID=0 SUDO_GID=0 "$program" trace
	doas=$(id -u daemon 2>/dev/null)
	if [ -n "$doas" ] && [ "$doas" = "$(id -g daemon)" ]; then
		replayed 'by doas' "$doas" DOAS_USER=daemon "$program" trace
	else
		tap_skip 'by doas' 'no user daemon here'
	fi
	# a file is written, as root
	replayed 'export --replay' 0 "$program" export -o "$dir/run.prom"
	expect 'export --replay: the file is there' grep -q '^tcpbdp_' "$dir/run.prom"
	replayed 'advise --replay --sysctl-d' 0 "$program" advise --sysctl-d "$dir/90-tcpbdp.conf"
}

# Not root: nothing is to be dropped but the system calls.
replays_of_a_user() {
	cp "$capture" "$dir/theirs.tcpbdp"
	chmod 644 "$dir/theirs.tcpbdp"
	capture setpriv --reuid=4711 --regid=4711 --clear-groups --bounding-set=-all \
		"$program" trace -j --replay "$dir/theirs.tcpbdp"
	expect 'a user replays' ended_well
	mv "$dir/out" "$dir/of_user"
	capture "$program" trace -j --replay "$capture"
	expect 'and sees what root sees' cmp "$dir/of_user" "$dir/out"
	capture setpriv --reuid=4711 --regid=4711 --clear-groups "$program" trace --replay "$capture"
	expect 'not of a file that is not theirs' refused 'Permission denied'
	capture setpriv --bounding-set=-all --inh-caps=-all "$program" trace -j --replay "$capture"
	expect 'a root without capabilities replays' ended_well
	capture unshare --user --map-root-user "$program" trace -j --replay "$capture"
	expect 'a root that knows no other user replays' ended_well
}

# Nobody can search that directory; root looked into it before.
journals() {
	printf 'not empty' >"$capture-journal"
	capture "$program" trace --replay "$capture"
	expect 'what was cut off is told, though nobody can look for it' refused 'open it once with sqlite3'
	: >"$capture-journal"
	capture "$program" trace --replay "$capture"
	expect 'an empty journal is none' ended_well
	rm "$capture-journal"
}

command -v sqlite3 >/dev/null || tap_bail 'no sqlite3: make setup'
mkdir -m 700 "$dir/private"
start_traffic
live record record -o "$capture" -d 60
expect 'record: root alone may read it' test "$(stat -c '%a %u' "$capture")" = '600 0'
live trace trace -j
live 'trace --record' trace -j --record "$dir/private/beside"
live hist hist rtt
live advise advise -d 60
live export export -o "$dir/live.prom" -i 1
live_list
replays
replays_of_a_user
journals
tap_plan
