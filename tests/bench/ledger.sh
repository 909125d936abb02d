# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Budget 5: with the reader stopped for two seconds under load, every event is in exactly one place.
# The test of the same name does it and judges.

ledger_measure() {
	local equal missed
	bash "$BENCH_DIR/../lab/ledger_stall_test.sh" >"$CHILD_TMP/ledger" 2>&1 &
	CHILD_OTHER=$!
	wait "$CHILD_OTHER"
	CHILD_OTHER=''
	if ! grep -q '^1\.\.[1-9]' "$CHILD_TMP/ledger" || grep -q '^Bail out' "$CHILD_TMP/ledger"; then
		cat "$CHILD_TMP/ledger" >&2
		bench_fail 'the ledger was not tested'
	fi
	equal=$(grep -c '^ok ' "$CHILD_TMP/ledger")
	missed=$(grep -c '^not ok ' "$CHILD_TMP/ledger")
	if ((missed)); then
		bench_say 5 'ledger, the reader stopped for 2 s' "$equal properties hold" \
			"missed by $missed that do not"
		grep '^not ok ' "$CHILD_TMP/ledger"
	else
		bench_say 5 'ledger, the reader stopped for 2 s' "$equal properties hold" met
	fi
}
