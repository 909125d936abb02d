#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The demo leaves no namespace, device, process or file behind, wherever a Ctrl-C meets it. TAP on
# stdout.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"

# Job control gives the demo a process group of its own, as a terminal would.
set -m

demo_has_made() {
	case $1 in
	namespaces) [[ -e /run/netns/tcpbdp-$demo-a ]] ;;
	processes) [[ -s $tmp/tcpbdp-$demo/receiver.out ]] ;;
	output) [[ $(grep -c 10.9.0.2 "$tmp/out") -ge 4 ]] ;;
	esac
}

demo_group_is_gone() { ! kill -0 -- "-$demo" 2>/dev/null; }
demo_is_over() { lab_gone "$demo" || [[ ! -e /proc/$demo ]]; }

demo_left() {
	local left
	for left in "/run/netns/tcpbdp-$demo-a" "/run/netns/tcpbdp-$demo-b" "$tmp/tcpbdp-$demo"; do
		[[ ! -e $left ]] || printf '# left: %s\n' "$left"
	done
	demo_group_is_gone || printf '# left: a process\n'
}

interrupt_at() {
	local stage=$1 left
	# A shell that was itself started in the background ignores SIGINT, and so do its children,
	# which may not even trap it. At a terminal it is not so.
	TMPDIR=$tmp env --default-signal=INT "$HERE/demo.sh" >"$tmp/out" 2>&1 &
	demo=$!
	tap_test "$stage: the demo gets there" lab_poll 15 demo_has_made "$stage" ||
		tap_note "$tmp/out" 20
	kill -s INT -- "-$demo"
	lab_poll 10 demo_is_over || kill -s KILL -- "-$demo"
	wait "$demo"
	tap_test "$stage: ends with status 130" test $? -eq 130 || tap_note "$tmp/out" 20
	left=$(demo_left)
	tap_test "$stage: nothing is left" test -z "$left" || printf '%s\n' "$left"
	demo=''
}

((EUID == 0)) || tap_bail 'the demo needs root'
[[ -x $TCPBDP ]] || tap_bail "no program $TCPBDP: run make"
demo='' tmp=$(mktemp -d) || tap_bail 'no temporary directory'
trap '[[ -z $demo ]] || kill -s TERM -- "-$demo" 2>/dev/null; rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
for stage in namespaces processes output; do
	interrupt_at $stage
done
tap_plan
