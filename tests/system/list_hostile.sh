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
	cat <&7 >"$dir/out"
	exec 7<&-
	wait "$pid"
	status=$?
	expect 'it ends well' ended_well
	expect 'it lists what there is' test "$(grep -c '^{"type":"socket"' "$dir/out")" = 200
	expect 'and nothing that was made up' test "$(grep -c "\"cookie\":\"$cookie\"" "$dir/out")" = 0
	rm "$dir/unread"
}

[ -x "$lab/forge" ] || tap_bail "no $lab/forge: make test-programs"
forged_messages
nothing_left 'list'
tap_plan
