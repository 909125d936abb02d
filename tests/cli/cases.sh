#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# Each capture of cases/ is judged as truth.conf says, at every interval: a longer one never knows less,
# and none accuses anybody else.

set -u
cd "${BASH_SOURCE[0]%/*}/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh

program=${TCPBDP:-build/tcpbdp}
here=tests/cli
intervals=(0.5 1 5 15 20 1000)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

command -v sqlite3 >/dev/null || {
	tap_skip 'captures with their truth' 'no sqlite3'
	tap_plan
	exit
}
[ -x "$program" ] || tap_bail "no program $program: run make"

# say CAPTURE INTERVAL: once for all ends
say() {
	local out=$dir/$1-$2
	[ -e "$out" ] || {
		timeout 60 "$program" trace --json --replay "$here/cases/$1.tcpbdp" -i "$2" >"$dir/lines" 2>"$dir/err" &&
			sqlite3 :memory: -cmd 'CREATE TABLE lines(line TEXT)' -cmd '.mode ascii' \
				-cmd '.separator \001 \n' -cmd ".import $dir/lines lines" -cmd '.mode list' \
				<"$here/cases.sql" >"$out" || cat "$dir/err" >"$out"
	}
	cat "$out"
}

# within VERDICT ALTERNATIVES
within() { [[ ,$2, == *",$1,"* ]]; }

check() { # CAPTURE LOCAL DIRECTION ALTERNATIVES
	local interval line verdict flags flag wrong=''
	for interval in "${intervals[@]}"; do
		line=$(say "$1" "$interval" | grep -F "$2|$3|")
		IFS='|' read -r _ _ verdict flags <<<"$line"
		within "${verdict:-none}" "$4" || wrong+=" -i $interval: ${verdict:-none};"
		for flag in $flags; do
			within "$flag" "$4" || wrong+=" -i $interval flags $flag;"
		done
	done
	tap_test "$1: $2 $3 is $4" [ -z "$wrong" ] || printf '#%s\n' "$wrong"
}

while read -r capture local direction alternatives; do
	[[ -n $capture && $capture != '#'* ]] && check "$capture" "$local" "$direction" "$alternatives"
done <"$here/cases/truth.conf"
tap_plan
