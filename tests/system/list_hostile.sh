#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# What other users of this host may do to root's list, and what a host with more namespaces than
# descriptors does. Needs root, iterators and user namespaces.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
# shellcheck source=tests/lab/runtime.sh
. tests/lab/runtime.sh

lab=$PWD/build/tests/lab
cookie=3735928559
mkfifo "$dir/stay"
exec 9<>"$dir/stay" # never at its end while this test runs

# no function: $! is to be the program itself
nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all)

# as_its_root PID COMMAND...: in the user and network namespace of a process of nobody's
as_its_root() {
	local pid=$1
	shift
	"${nobody[@]}" nsenter --user --net --target "$pid" --preserve-credentials "$@"
}

# The owner of a namespace gives an unprivileged user all capabilities in it. $! is the pid.
namespace_of_nobody() { # CONNECTIONS
	"${nobody[@]}" unshare --user --map-root-user --net sh -c \
		"ip link set lo up && exec '$lab/sockets' inet $1" <&9 >"$dir/ready" 2>"$dir/err" &
	pids+=($!)
	wait_for 10 grep -qs '^ready' "$dir/ready"
}

blocked_on_output() { grep -qE "pipe_write|poll_" "/proc/$1/wchan" 2>/dev/null; }

# While list waits for a reader of what it says, its netlink socket is open: and then it goes on.
forged_messages() {
	local pid inode
	if ! namespace_of_nobody 100; then
		tap_skip 'messages that the kernel did not send' "no user namespaces: $(<"$dir/err")"
		return
	fi
	inode=$(stat -Lc %i "/proc/$!/ns/net")
	mkfifo "$dir/unread"
	exec 8<>"$dir/unread"
	"$program" list -j --via netlink --netns "$inode" >"$dir/unread" 2>"$dir/err" &
	pid=$!
	pids+=("$pid")
	expect 'it waits for its reader' wait_for 10 blocked_on_output $pid
	as_its_root "${pids[-2]}" "$lab/forge" "$pid" "$cookie" >"$dir/forged" 2>&1
	expect 'another user sends to its socket' grep -qxE 'sent|refused' "$dir/forged"
	exec 7<"$dir/unread" 8>&-
	timeout 60 cat <&7 >"$dir/out"
	exec 7<&-
	ended "$pid"
	expect 'it ends well' ended_well
	expect 'it lists what there is' test "$(grep -c '^{"type":"socket"' "$dir/out")" = 200
	expect 'and nothing that was made up' test "$(grep -c "\"cookie\":\"$cookie\"" "$dir/out")" = 0
	rm "$dir/unread"
}

# many COUNT OPTION...: so many namespaces with a connection each
many() {
	local i count=$1
	shift
	for ((i = 0; i < count; i++)); do
		unshare -n sh -c "ip link set lo up && exec '$lab/sockets' inet 1 $*" <&9 \
			>"$dir/many.$i" 2>/dev/null &
		pids+=($!)
	done
	for ((i = 0; i < count; i++)); do
		wait_for 20 grep -qs '^ready' "$dir/many.$i" || tap_bail 'no namespaces'
	done
}

# with_files LIMIT OPTION...: list with so few descriptors, and none to be had
with_files() {
	local limit=$1
	shift
	status=0
	(ulimit -n "$limit" && exec timeout -k 1 60 "$program" list "$@") >"$dir/out" 2>"$dir/err" ||
		status=$?
}

namespaces_listed() { grep -o '"netns":[0-9]*' "$dir/out" | sort -u | wc -l; }
missed() {
	local n
	n=$(sed -nE 's/^tcpbdp: ([0-9]+) network namespaces were not read.*: Too many open files$/\1/p' \
		"$dir/err")
	echo "${n:-0}"
}

# All of them, or it says how many are not among them.
few_descriptors() {
	local via all
	many 30
	many 4 --own-netns
	for via in iterator netlink; do
		with_files 1024 -j --check --via $via
		all=$(namespaces_listed)
		expect "$via: every namespace" test "$all" -ge 30
		expect "$via: and no more to say" ended_well
		with_files 48 -j --check --via $via
		expect "$via: too few descriptors: it says how many are missing" test \
			"$(($(namespaces_listed) + $(missed)))" -ge "$all"
		expect "$via: and so does its JSON" grep -qx "\],\"netns_missed\":$(missed)}" "$dir/out"
		expect "$via: exit 4" test "$status" = 4
		with_files 48 -j --via $via
		expect "$via: exit 0 without --check" test "$status" = 0
	done
	with_files 48 -j --check --bandwidth 100000g --via iterator
	expect 'a flagged socket is exit 3 all the same' test "$status" = 3
}

[ -x "$lab/forge" ] || tap_bail "no $lab/forge: make test-programs"
forged_messages
few_descriptors
nothing_left 'list'
tap_plan
