#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# docs/model.md has the limits, causes, rules and numbers that the program has.
#
#	model_doc.sh		TAP
#	model_doc.sh --accept	what the program says now is written there

set -u
cd "${BASH_SOURCE[0]%/*}/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C

document=docs/model.md
program=${TCPBDP:-build/tcpbdp}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

same() { diff "$1" "$2" | head -n 10; return "${PIPESTATUS[0]}"; }

"$program" help limits >"$dir/said" || tap_bail 'it says nothing'
if [ "${1:-}" = --accept ]; then
	{ sed '/^```text$/q' "$document"; cat "$dir/said"; echo '```'; } >"$dir/document"
	cat "$dir/document" >"$document"
	exit
fi
sed '1,/^```text$/d; /^```$/d' "$document" >"$dir/written"
tap_test 'docs/model.md has what the program says' same "$dir/written" "$dir/said"
tap_plan
