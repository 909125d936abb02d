#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# All of the lab, as one table: what each end of each scenario must say and says, how soon, and how
# far its RTT and BDP are off; then what came of each advice. On this kernel over the user-space
# link, and on 6.1 and 6.12 over netem. Three quarters of an hour; whatever is wrong is below the table, too.
#
#	table.sh [here] [6.1] [6.12]	default: all three

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
OUT=$(mktemp -d)
CHILD=''

table_end() {
	[[ -z $CHILD ]] || { kill -s TERM "$CHILD"; wait "$CHILD"; } 2>/dev/null
	rm -rf "$OUT"
	"$HERE/../../scripts/give_back.sh"
}
trap table_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# table_run COMMAND...: prints its rows as they come.
table_run() {
	"$@" > >(tee -a "$OUT/tap" | sed -un 's/^# row: //p; s/^\(# linux .*\)/\1/p') 2>>"$OUT/err" &
	CHILD=$!
	wait "$CHILD" || { [[ $? -lt 2 ]] || echo "not ok - $*: died" >>"$OUT/tap"; }
	CHILD=''
}

table_here() {
	echo "# linux $(uname -r) user-space link" | tee -a "$OUT/tap"
	table_run "$HERE/scenario.sh" all
	table_run "$HERE/crowd_test.sh"
	table_run "$HERE/change_test.sh"
	table_run "$HERE/advice.sh"
	SWEEP=50 ADVICE_ROUNDS=0 table_run "$HERE/advice.sh" 27 29 31 33 35 38 39 40 41 46
}

count() { grep -cE "$1" "$OUT/tap"; }

((EUID == 0)) || { echo 'table.sh: the lab needs root' >&2; exit 1; }
(($#)) || set -- here 6.1 6.12
kernels=()
for kernel; do
	if [[ $kernel == here ]]; then
		table_here
	else
		kernels+=("$kernel")
	fi
done
((${#kernels[@]} == 0)) ||
	VM_SCRIPT=lab.sh VM_TIMEOUT=5000 table_run "$HERE/../vm/matrix.sh" "${kernels[@]}"
# with what is told of each
awk '/^(not ok|Bail out)/ { told = 1; print; next }
	/^ok/ { told = 0; if (/# SKIP/) print }
	told && /^#/ && !/^# row/' "$OUT/tap"
failed=$(($(count '^not ok') + $(count '^Bail out')))
skipped=$(count '^ok .*# SKIP')
echo "$(($(count '^ok') - skipped)) passed, $failed failed, $skipped skipped"
awk -f "$HERE/sums.awk" "$OUT/tap"
((failed == 0))
