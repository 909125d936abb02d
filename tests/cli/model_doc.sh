#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# docs/model.md has the limits, causes, rules and numbers that the program has; README.md has each limit and
# each cause.
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

# listed HEADING FILE: the names below it, as the program lists them
listed() { sed -n "/^$1:/,/^[^ ].*:/p" "$2" | sed -nE 's/^  [! ]? ?([a-z_]+) +(send|recv|both)  .*/\1/p' | sort; }
# tabled HEADING: the names in the first column of the README's table of that heading
tabled() {
	sed -n "/^| $1 |/,/^$/p" README.md | cut -d '|' -f 2 | grep -oE '`[a-z_]+`' | tr -d '`' | sort
}

same() { diff "$1" "$2" | head -n 10; return "${PIPESTATUS[0]}"; }

"$program" help limits >"$dir/said" || tap_bail 'it says nothing'
if [ "${1:-}" = --accept ]; then
	{ sed '/^```text$/q' "$document"; cat "$dir/said"; echo '```'; } >"$dir/document"
	cat "$dir/document" >"$document"
	exit
fi
sed '1,/^```text$/d; /^```$/d' "$document" >"$dir/written"
tap_test 'docs/model.md has what the program says' same "$dir/written" "$dir/said"
for what in Limits:limit Causes:cause; do
	listed "${what%:*}" "$dir/said" >"$dir/listed"
	tabled "${what#*:}" >"$dir/tabled"
	tap_test "README.md has every ${what#*:}" same "$dir/tabled" "$dir/listed"
	tap_test "there are some" test "$(wc -l <"$dir/listed")" -gt 5
done
tap_plan
