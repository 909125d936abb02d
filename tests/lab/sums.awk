# SPDX-License-Identifier: GPL-2.0-only
# sums.awk: what the table comes to, from the judge's lines "# judged:" of its TAP:
#
#	rows 120 right, 3 wrong
#	0 false flags
#	unknown limits: 2.1 % of the busy bytes of steady rows; above 5 %: NAME (12 %)
#
# A row is right where all that is said of it is, on one kernel. Of a row whose truth admits
# "unknown" the bytes do not count.

/^# linux / { kernel = $3 }

/^# judged: / {
	name = $11
	for (i = 12; i <= NF; i++)
		name = name " " $i
	sub(/: [AB]$/, "", name)
	name = name " on " kernel
	rows[name] += $3 == "wrong"
	flags += $5
	if ($10 != "steady")
		next
	busy[name] += $7
	unknown[name] += $9
	all_busy += $7
	all_unknown += $9
}

END {
	for (name in rows)
		if (rows[name])
			wrong++
		else
			right++
	printf "rows %d right, %d wrong\n", right, wrong
	printf "%d false flags\n", flags
	printf "unknown limits: %.1f %% of the busy bytes of steady rows", all_busy ? 100 * all_unknown / all_busy : 0
	above = "; above 5 %: "
	for (name in busy)
		if (unknown[name] * 20 > busy[name]) {
			printf "%s%s (%.0f %%)", above, name, 100 * unknown[name] / busy[name]
			above = ", "
		}
	printf "\n"
}
