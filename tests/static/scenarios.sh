#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The table of the lab is well-formed: every row can be read and says what must be seen, and whoever
# is to be accused has a control that shows what it costs. And the sums of a table add up. TAP.

cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh
. tests/lab/scenarios.sh

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# What is wrong with a row that is loaded.
faults() {
	local row end dir verdict limits word
	((${#S_EXPECT[@]})) || echo 'expects nothing'
	for row in "${S_EXPECT[@]}"; do
		read -r end dir verdict _ <<<"$row"
		case $end-$dir in
		[AB]-send) limits='unknown|app|cwnd|rwnd|sndbuf' ;;
		[AB]-recv) limits='unknown|sender|reader|rcvbuf' ;;
		*) echo "expects something of $end $dir" ;;
		esac
		for word in ${verdict//,/ }; do
			[[ $word =~ ^($limits)(/[a-z_]+)?!?$ ]] || echo "expects $word of $dir"
		done
		# one verdict, and that is an accusation
		[[ $verdict != *! || $verdict == *,* || $S_GAIN == [0-9]* ]] ||
			echo "accuses without a gain"
	done
	((!${#S_CONTROL[@]})) || [[ $S_GAIN == nothing || $S_GAIN =~ ^[0-9]+(\.[0-9]+)?$ ]] ||
		echo "has a control, and gains '$S_GAIN'"
	[[ -z $S_GAIN ]] || ((${#S_CONTROL[@]})) || echo 'gains by no control'
}

for id in $(scenario_ids); do
	scenario_load "$id" || { tap_not_ok "row $id"; continue; }
	{ faults; scenario_control; } >"$out/faults"
	[[ ! -s $out/faults ]] || { tap_not_ok "row $id"; tap_note "$out/faults"; }
done
tap_test 'every row is well-formed' test $TAP_COUNT = 0
tap_test 'no row is there twice' test -z "$(scenario_ids | tr ' ' '\n' | sort | uniq -d)"
tap_test 'parts are crossed' test "$(scenario_cross '' 'a b x c d')" = 'a+c a+d b+c b+d '

cat >"$out/tap" <<'END'
# linux 6.1
# judged: right false_flags 0 busy_bytes 1000 unknown_bytes 0 steady 2 a row: A
# judged: wrong false_flags 3 busy_bytes 1000 unknown_bytes 500 steady 2 a row: B
# judged: right false_flags 0 busy_bytes 7000 unknown_bytes 7000 unsteady 3 another: A
# linux 6.12
# judged: right false_flags 0 busy_bytes 2000 unknown_bytes 100 steady 2 a row: A
END
cat >"$out/expected" <<'END'
rows 2 right, 1 wrong
3 false flags
unknown limits: 15.0 % of the busy bytes of steady rows; above 5 %: 2 a row on 6.1 (25 %)
END
awk -f tests/lab/sums.awk "$out/tap" >"$out/sums"
tap_test 'the sums add up' cmp -s "$out/sums" "$out/expected" || tap_note "$out/sums"
tap_plan
