#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# docs/kernel.md says what each function of the kernel does that rules, thresholds and comments name, and what
# each field of a socket holds that is read; and it names none that the code does not.
set -u
cd "${BASH_SOURCE[0]%/*}/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C

document=docs/kernel.md
code=(src bpf)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# Named without arguments. What tcp_sk() and inet_sk() do is no fact to lean on.
functions() { grep -rhoE '\b_*(tcp|sk|sock|inet)_[a-z0-9_]+\(\)' "$@" | grep -vxE '(tcp|inet)_sk\(\)' | sort -u; }
fields() { grep -rhoE '\btp->[a-z_]+' "$@" | sort -u; }

# all_in WHAT FILE IN: each line of the one is in the other
all_in() {
	comm -23 "$2" "$3" >"$dir/missing"
	tap_test "$1" test -s "$2" -a ! -s "$dir/missing" || tap_note "$dir/missing"
}

functions "${code[@]}" >"$dir/functions"
fields "${code[@]}" >"$dir/fields"
functions "$document" >"$dir/functions.doc"
fields "$document" >"$dir/fields.doc"
functions src/verdict/rules.c src/verdict/threshold.h >"$dir/cited"
tap_test 'the rules cite functions' test "$(wc -l <"$dir/cited")" -ge 10
all_in "$document has each function that is named" "$dir/functions" "$dir/functions.doc"
all_in "$document names no other" "$dir/functions.doc" "$dir/functions"
all_in "$document has each field that is read" "$dir/fields" "$dir/fields.doc"
all_in "$document has no other" "$dir/fields.doc" "$dir/fields"
tap_plan
