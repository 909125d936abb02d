#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Twenty thousand captures that nobody recorded ("make fuzz" is for a million), read under sanitizers.
. tests/lab/tap.sh

RUNS=20000
DIR=build/tests/fuzz

said=$("$DIR/capture" --runs $RUNS --jobs "$(nproc)" --dir $DIR tests/fuzz/corpus/*.tcpbdp)
status=$?
tap_test "${said:-mutated captures}" test $status = 0
# else it would find nothing because it reaches nothing
[[ $said =~ ([0-9]+)\ reached\ the\ model ]] || tap_bail 'it does not say what it did'
tap_test 'more than 40 % of them reach the model' test $((BASH_REMATCH[1] * 100)) -gt $((RUNS * 40))
tap_plan
