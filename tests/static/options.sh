#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Every member of struct cli_opts, and of the two filters in it, is some row's of src/options/option_row.c.
# (That no two rows have the same is tests/unit/option_row_test.c's to say.)
. tests/lab/tap.sh

# members STRUCT FILE: one a line
members() {
	sed -n "/^struct $1 {/,/^};/p" "$2" |
		sed -nE 's/^\t(const )?((struct|enum|unsigned|bool|char|u?int[0-9]+_t)( [a-z_]+)?) +\*?([a-z0-9_]+)(\[[A-Z_]+\])?;.*/\5/p'
}

# Not options, but what follows from them.
derived='cgroup_paths one_report asked_for capture screen'

# in_rows NAME: some row has it
in_rows() {
	grep -qE "(MEMBER\($1|LIST\($1\.value, $1\.count)\)" src/options/option_row.c
}

all_in_rows() {
	local member names missing=0
	names=$(members cli_opts src/options/cli_opts.h)
	names+=" $(members filter src/sample/filter.h | sed 's/^/filter./')"
	names+=" $(members finding_filter src/finding/finding_filter.h | sed 's/^/findings./')"
	for member in $names; do
		[[ $member == filter || $member == findings || " $derived " == *" $member "* ]] && continue
		in_rows "$member" || { echo "# $member has no row"; missing=1; }
	done
	return $missing
}

# lines of a struct that end a member
declared() {
	sed -n "/^struct $1 {/,/^};/p" "$2" | grep -cE '^	[^*/].*;'
}

tap_test 'each member of struct cli_opts was read' \
	test "$(members cli_opts src/options/cli_opts.h | wc -l)" = "$(declared cli_opts src/options/cli_opts.h)"
tap_test 'each member of struct filter was read' \
	test "$(members filter src/sample/filter.h | wc -l)" = "$(declared filter src/sample/filter.h)"
tap_test 'each member of struct finding_filter was read' \
	test "$(members finding_filter src/finding/finding_filter.h | wc -l)" = "$(declared finding_filter src/finding/finding_filter.h)"
tap_test 'each of them has a row' all_in_rows
tap_plan
