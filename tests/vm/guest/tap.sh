# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# tap.sh: results in the Test Anything Protocol, for scripts that source it.
#
# The plan comes last: how many tests there are depends on what the kernel accepts.

tap_count=0
tap_failed=0

tap_ok() { echo "ok $((++tap_count)) - $1"; }
tap_skip() { echo "ok $((++tap_count)) - $1 # SKIP $2"; }

# tap_not_ok NAME [WHY]: WHY may have several lines.
tap_not_ok() {
	echo "not ok $((++tap_count)) - $1"
	tap_failed=$((tap_failed + 1))
	[ -z "${2:-}" ] || tap_note "$2"
}

tap_note() { printf '%s\n' "$1" | sed 's/^/# /'; }

# tap_check NAME WHY: passes where there is no WHY.
tap_check() {
	if [ -z "$2" ]; then tap_ok "$1"; else tap_not_ok "$1" "$2"; fi
}

tap_done() {
	echo "1..$tap_count"
	[ "$tap_failed" -eq 0 ]
}
