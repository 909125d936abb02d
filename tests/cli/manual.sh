#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The manual pages that `tcpbdp help --man` prints: sound and complete.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh

program=${TCPBDP:-build/tcpbdp}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# as the program lists them, help itself left out
commands=$("$program" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]\+\) .*/\1/p' | grep -vx help)

# options COMMAND: the long names in its help, one a line
options() { "$program" help "$1" | sed -nE 's/^  (-.,|   ) --([a-z0-9-]+).*/--\2/p' | sort; }

names_each_option() { # COMMAND PAGE
	options "$1" | diff - <(sed 's/\\//g' "$2" | sed -nE 's/^(fB-.fR, )?fB(--[a-z0-9-]+)fR.*/\2/p' | sort) |
		sed 's/^/# /' >"$dir/differ"
	test ! -s "$dir/differ" || { cat "$dir/differ"; return 1; }
}

lint() { # PAGE
	mandoc -Tlint "$1" >"$dir/lint" 2>&1 && test ! -s "$dir/lint" || { tap_note "$dir/lint"; return 1; }
}

print() { # FILE ARGUMENT...
	"$program" help --man "${@:2}" >"$1"
}

page() { # NAME SECTION ARGUMENT...
	local file=$dir/$1.$2
	shift 2
	tap_test "${file##*/} is printed" print "$file" "$@"
	if command -v mandoc >/dev/null; then
		tap_test "${file##*/}: mandoc finds nothing to mend" lint "$file"
	else
		tap_skip "${file##*/}: mandoc finds nothing to mend" 'no mandoc'
	fi
}

page tcpbdp 8
page tcpbdp-limits 7 limits
for command in $commands; do
	page "tcpbdp-$command" 8 "$command"
	tap_test "$command: its page has the options of its help" names_each_option "$command" "$dir/tcpbdp-$command.8"
done
tap_test 'there are commands, and they have options' test "$(for c in $commands; do options "$c"; done | wc -l)" -gt 100
tap_test 'tcpbdp.8 refers to each page' \
	diff <(cd "$dir" && printf '%s\n' tcpbdp-*.[78] | sort) \
	<(sed -nE '/^\.SH "SEE/,$s/^\.BR (tcpbdp\\-[a-z]+) \(([78])\).*/\1.\2/p' "$dir/tcpbdp.8" | sed 's|\\||g' | sort)
for limit in $("$program" help limits | sed -n '/^Limits/,/^Causes/s/^  \([a-z]\+\) .*/\1/p'); do
	tap_test "tcpbdp-limits.7 has $limit" grep -q "^.fB$limit.fR (" "$dir/tcpbdp-limits.7"
done
tap_plan
