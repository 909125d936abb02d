# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Arithmetic with fractions, which bash has not.

# number_of EXPRESSION [FORMAT]: in awk's syntax.
number_of() { awk "BEGIN { printf \"${2:-%.3f}\", $1 }"; }

number_le() { awk "BEGIN { exit !(($1) <= ($2)) }"; }

number_percent_over() { number_of "100 * (($1) - ($2)) / ($2)" '%.1f'; }

# number_median VALUE...: of as many as there are; nothing of none.
number_median() {
	(($#)) || return 1
	printf '%s\n' "$@" | sort -g | awk '
		{ v[NR] = $1 }
		END { printf "%.4f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# number_quartiles VALUE...: between which half of the values are: what a median is worth.
number_quartiles() {
	(($#)) || return 1
	printf '%s\n' "$@" | sort -g | awk '
		{ v[NR] = $1 }
		END { printf "%.3f-%.3f", v[int((NR + 3) / 4)], v[int((3 * NR + 3) / 4)] }'
}

# number_median_within VALUE...: "LOW HIGH", between which the median of all such values lies with 95 %,
# however they are distributed: the ranks that a fair coin gives. Nothing of fewer than six.
number_median_within() {
	(($# >= 6)) || return 1
	printf '%s\n' "$@" | sort -g | awk '
		{ v[NR] = $1 }
		END {
			p = 0.5 ^ NR
			for (k = 0; (below += p) <= 0.025; k++)
				p *= (NR - k) / (k + 1)
			printf "%.5f %.5f", v[k], v[NR + 1 - k]
		}'
}

number_now_us() { printf '%s' "${EPOCHREALTIME/[.,]/}"; }
