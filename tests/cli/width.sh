#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# No line is wider than the terminal: help within 80 columns, trace and list within what there is.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh

program=${TCPBDP:-build/tcpbdp}
capture=tests/cli/captures/scenario-2.tcpbdp
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export LC_ALL=C TZ=UTC NO_COLOR=1

# no_wider COLUMNS: what is in $dir/out
no_wider() {
	test -s "$dir/out" && ! awk -v max="$1" 'length > max { print "# " length ": " $0 }' "$dir/out" | grep .
}

helps() { # TOPIC...
	"$program" help "$@" >"$dir/out" && no_wider 80
}

# on_terminal COLUMNS ARGUMENT...: what a terminal of that width gets
on_terminal() {
	local columns=$1
	shift
	SHELL=/bin/sh script -qefc "stty cols $columns rows 24; exec $program $*" /dev/null \
		</dev/null 2>"$dir/err" | tr -d '\r' >"$dir/out"
	no_wider "$columns"
}

tap_test 'help' helps
for topic in limits columns metrics $("$program" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]\+\) .*/\1/p' | grep -vx help); do
	tap_test "help $topic" helps "$topic"
done
if ! command -v script >/dev/null || ! SHELL=/bin/sh script -qefc true /dev/null </dev/null >/dev/null 2>&1; then
	tap_skip 'lines on a terminal' 'no script(1) that works'
	tap_plan
	exit 0
fi
for columns in 40 80 132; do
	for arguments in 'trace -i 5' 'trace' 'trace -o pid,comm,local,remote,rtt,why' 'trace --summary' 'list' \
		'list -o local,remote,sndbuf,rcvbuf,why'; do
		# shellcheck disable=SC2086 # words
		tap_test "$arguments: $columns columns" on_terminal $columns $arguments --replay "$capture"
	done
done
tap_plan
