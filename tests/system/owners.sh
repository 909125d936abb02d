#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# Whose a socket is: whoever uses it now, by the name that he has now. Needs root and a kernel that traces.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
# shellcheck source=tests/lab/runtime.sh
. tests/lab/runtime.sh

heir=build/tests/lab/heir
[ -x "$heir" ] || tap_bail "no $heir: make test-programs"
if ! "$program" doctor >/dev/null 2>&1; then
	tap_skip 'whose a socket is' 'tracing does not work here: see tcpbdp doctor'
	tap_plan
	exit
fi

mkfifo "$dir/names"
exec 9<>"$dir/names"
"$heir" <&9 >"$dir/heir" &
pids+=($!)
wait_for 10 grep -qs '^ready' "$dir/heir" || tap_bail 'no connection'
read -r _ port parent child <"$dir/heir"

# named PID NAME: the last interval of the server's socket is this process's
named() {
	tail -n 20 "$dir/out" 2>/dev/null | grep '"type":"socket"' | grep "\"lport\":$port," | tail -n 1 |
		grep "\"pid\":$1," | grep -q "\"comm\":\"$2\""
}
said_of_parent() { grep "\"lport\":$port," "$dir/out" | grep -c "\"pid\":$parent,"; }

readers() {
	local pid
	"$program" trace -j -P "$port" -i 500ms >"$dir/out" 2>"$dir/err" &
	pid=$!
	pids+=("$pid")
	expect 'a child that only reads is named, not who accepted' wait_for 10 named "$child" heir-0
	printf x >&9
	expect 'it takes another name, and is named by that' wait_for 10 named "$child" heir-1
	kill -INT "$pid"
	ended "$pid"
	expect 'no interval but the first names the parent' test "$(said_of_parent)" -le 1
	capture "$program" trace -j -p "$child" -d 1.5
	expect '-p of the child finds its socket' grep -q "\"lport\":$port," "$dir/out"
	capture "$program" hist rtt -j --by comm -P "$port" -d 2.5
	expect 'hist --by comm counts for it' grep -q heir-1 "$dir/out"
}

# Both hold it, and a list cannot see who uses it.
holders() {
	capture "$program" list -j --via iterator -P "$port"
	expect 'list says that more than one process holds it' eval \
		'grep "\"lport\":$port," "$dir/out" | grep -q "\"held_by_others\":true"'
	expect 'and that one alone holds the other end' eval \
		'grep "\"rport\":$port," "$dir/out" | grep -q "\"held_by_others\":false"'
	capture "$program" list --via iterator -P "$port"
	expect 'as text: a + behind its PID' grep -qE "^($parent|$child)\\+ .*:$port " "$dir/out"
}

readers
holders
tap_plan
