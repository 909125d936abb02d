#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Each parser of bytes that others wrote, under sanitizers ("make fuzz" is for more).
. tests/lab/tap.sh

RUNS=30000
said=$(mktemp)
trap 'rm -f "$said"' EXIT
build/tests/fuzz/parsers --runs $RUNS >"$said"
status=$?
parsers=0
while IFS=' ' read -r name inputs _ taken _; do
	parsers=$((parsers + 1))
	tap_test "${name%:} takes $inputs inputs without harm" test "$inputs" = $RUNS
	# else it would find nothing because it reaches nothing
	tap_test "${name%:} gets beyond its checks in a twentieth of them" test $((taken * 20)) -gt $RUNS
done <"$said"
tap_test 'no parser failed' test $status = 0
tap_test 'all parsers were fed' test $parsers -ge 10
tap_plan
