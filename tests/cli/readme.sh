#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# The outputs in README.md are what the program prints, the rules that it names are the program's, and the
# commands that it shows are taken.
#
#	readme.sh		TAP
#	readme.sh --accept	what the program prints now is written there, and is shown

set -u
cd "${BASH_SOURCE[0]%/*}/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C TZ=UTC

document=README.md
program=$PWD/${TCPBDP:-build/tcpbdp}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

[ -x "$program" ] || tap_bail 'build/tcpbdp is not built'

# The commands whose outputs are shown: "    $ tcpbdp ...", each one's output in N.text as it is shown.
outputs() {
	local words n=0
	while read -r _ _ words; do
		n=$((n + 1))
		# shellcheck disable=SC2086
		timeout 60 "$program" $words 2>&1 </dev/null | sed -e '/./,$!d' -e 's/^\(.\)/    \1/' >"$dir/$n.text"
	done < <(grep '^    \$ tcpbdp ' "$document")
}

# $dir/document: with what the program prints now
written_anew() {
	awk -v dir="$dir" '
		/^    \$ tcpbdp / {
			print
			n++
			while ((getline line <(dir "/" n ".text")) > 0)
				print line
			inside = 1
			next
		}
		inside && /^(    .*)?$/ { next }
		inside { print ""; inside = 0 }
		{ print }
	' "$document" >"$dir/document"
}

outputs
written_anew
if [ "${1:-}" = --accept ]; then
	diff -u --label "$document: was" --label "$document: is" "$document" "$dir/document" ||
		cat "$dir/document" >"$document"
	exit 0
fi

diff "$document" "$dir/document" >"$dir/diff"
tap_test 'the outputs are what the program prints' test $? = 0 || tap_note "$dir/diff"
tap_test 'there are some' test "$(find "$dir" -name '*.text' -size +0 | wc -l)" -ge 5

"$program" help limits >"$dir/limits"
sed -n '/^| rule |/,/^$/p' "$document" | cut -d '|' -f 2 | grep -oE '`[a-z-]+`' | tr -d '`' >"$dir/rules"
while read -r rule; do
	grep -qE "^  $rule -> (unknown|open)$" "$dir/limits" || echo "# $rule"
done <"$dir/rules" >"$dir/missing"
tap_test "each rule that leaves something open is the program's" \
	test ! -s "$dir/missing" -a "$(wc -l <"$dir/rules")" -ge 10 || cat "$dir/missing"

# of a command that would run: its options are read, and what they ask for is looked at
grep -oE '^    sudo tcpbdp (trace|advise|hist|list) [^#]*' "$document" | sort -u >"$dir/shown"
while read -r _ _ words; do
	# shellcheck disable=SC2086
	timeout 60 "$program" $words --replay tests/cli/captures/scenario-2.tcpbdp >/dev/null 2>"$dir/err"
	case $? in
	0 | 3) ;;
	*) grep -q 'no process' "$dir/err" || { echo "# $words"; sed 's/^/#   /' "$dir/err"; } ;;
	esac
done <"$dir/shown" >"$dir/refused"
tap_test 'the commands that it shows are taken' test ! -s "$dir/refused" -a "$(wc -l <"$dir/shown")" -ge 8 ||
	cat "$dir/refused"
tap_plan
