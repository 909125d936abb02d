#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What tcpbdp costs, against its budgets:
#
#	tests/bench/bench.sh		all of them, about fifteen minutes
#	BENCH=1,2 tests/bench/bench.sh	some
#
# A number never fails the run: each budget is said to be met, or by how much it is missed, on a
# machine that may be busy with other things. Status 1 says that the measuring itself failed.

BENCH_DIR=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
BPFTOOL=${BPFTOOL:-bpftool}

. "$BENCH_DIR/../lab/lab.sh"
. "$BENCH_DIR/number.sh"
. "$BENCH_DIR/child.sh"
. "$BENCH_DIR/overhead.sh"
. "$BENCH_DIR/suppressed.sh"
. "$BENCH_DIR/samples.sh"
. "$BENCH_DIR/ledger.sh"
. "$BENCH_DIR/list.sh"
. "$BENCH_DIR/cycles.sh"
. "$BENCH_DIR/startup.sh"
. "$BENCH_DIR/capture.sh"

bench_fail() {
	printf 'bench: %s\n' "$*" >&2
	exit 1
}

bench_wants() { [[ -z ${BENCH:-} || ,${BENCH//[[:space:]]/}, == *,$1,* ]]; }

# bench_say NUMBER WHAT FOUND VERDICT
bench_say() { printf 'budget %-3s %-46s %s: %s\n' "$@"; }

# bench_judge NUMBER WHAT VALUE LIMIT [UNIT]: not above the limit is met.
bench_judge() {
	local verdict=met
	number_le "$3" "$4" || verdict="missed by $(number_percent_over "$3" "$4") %"
	bench_say "$1" "$2" "$3${5:-} (budget $4${5:-})" "$verdict"
}

# bench_note TEXT...: a line that belongs to the budget above it.
bench_note() { printf '%-10s   %s\n' '' "$*"; }

bench_main() {
	((EUID == 0)) || bench_fail 'needs root: run make bench'
	[[ -x $TCPBDP ]] || bench_fail "no program $TCPBDP: run make"
	case ${BENCH:-1} in *[!0-9,[:space:]]*) bench_fail "BENCH=$BENCH: numbers, as in BENCH=1,2" ;; esac
	child_begin
	if bench_wants 1 || bench_wants 2; then overhead_measure; fi
	if bench_wants 3; then overhead_measure_bulk; fi
	if bench_wants 4; then samples_measure; fi
	if bench_wants 5; then ledger_measure; fi
	if bench_wants 6; then list_measure; fi
	if bench_wants 10; then cycles_measure; fi
	if bench_wants 11; then startup_measure; fi
	if bench_wants 12; then capture_measure; fi
	if bench_wants 13; then overhead_measure_hist; fi
	if bench_wants 14; then overhead_measure_apart; fi
	if bench_wants 15; then suppressed_measure; fi
}

bench_main
