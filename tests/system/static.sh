#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The program of `make static` on this kernel: it attaches and reads as the other one does. Needs root.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
static=build/tcpbdp-static

if ! env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s static >"$dir/log" 2>&1; then
	tap_skip 'live' 'make static fails: see tests/cli/static.sh'
	tap_plan
	exit
fi

# In a namespace without sockets, so that both say the same, but for how long it took.
said() { # PROGRAM ARGUMENT...
	unshare -n "$@" >"$dir/out" 2>&1 || echo "exit status $?" >>"$dir/out"
	sed -E 's/^[0-9.]+ s,/TIME,/' "$dir/out"
}
alike() { # ARGUMENT...
	said build/tcpbdp "$@" >"$dir/shared"
	said "$static" "$@" >"$dir/static"
	! grep -q '^exit status' "$dir/shared" && diff "$dir/shared" "$dir/static" >"$dir/differ" ||
		{ tap_note "$dir/shared"; tap_note "$dir/differ"; return 1; }
}

tap_test 'doctor' alike doctor
tap_test 'trace' alike trace -d 1 --netns /proc/self/ns/net
tap_test 'hist' alike hist rtt -d 1 --netns /proc/self/ns/net
tap_test 'list' alike list --netns /proc/self/ns/net
tap_plan
