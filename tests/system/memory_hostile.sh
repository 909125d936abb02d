#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# What connections that any user may make take of the memory of a run whose interval is long. Needs root.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
# shellcheck source=tests/lab/runtime.sh
. tests/lab/runtime.sh

churn=build/tests/lab/churn
connections=20000
# 4096 sockets that wait for the end of the interval are 16 MiB; all of them would be 60 MiB and more
most_kib=$((32 << 10))

resident_kib() { sed -nE 's/^VmRSS:[[:space:]]*([0-9]+) kB/\1/p' "/proc/$1/status"; }

# holds_no_more KIND
holds_no_more() {
	local pid before
	"$program" export -o "$dir/x.prom" -i 600 >"$dir/out" 2>"$dir/err" &
	pid=$!
	pids+=("$pid")
	wait_for 20 attached "$pid" || tap_bail "no run: $(<"$dir/err")"
	timeout 60 "$churn" "$1" 1000 || tap_bail "no connections"
	before=$(resident_kib "$pid")
	timeout 300 "$churn" "$1" $connections || tap_bail "no connections"
	grown=$(($(resident_kib "$pid") - before))
	echo "# $connections connections, $1: $grown KiB"
	expect "$1: memory is bounded" test "$grown" -lt $most_kib
	kill -INT "$pid"
	ended "$pid"
	expect "$1: it ends well" ended_well
}

[ -x "$churn" ] || tap_bail "no $churn: make test-programs"
holds_no_more short
holds_no_more reset
tap_plan
