#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# All of the lab, as one table: what each end of each scenario must say and says, how soon, and how
# far its RTT and BDP are off; then what came of each advice. On this kernel over the user-space
# link, and on 6.1 and 6.12 over netem. Hours; whatever is wrong is below the table, too, and its last
# lines are the sums of sums.awk.
#
#	table.sh [here] [6.1] [6.12]	default: all three
#
# LAB_JOBS=1	so many scenarios at a time on this kernel; each takes a fifth of a processor

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
OUT=$(mktemp -d)
CHILDREN=()

table_end() {
	((${#CHILDREN[@]} == 0)) || { kill -s TERM "${CHILDREN[@]}"; wait "${CHILDREN[@]}"; } 2>/dev/null
	rm -rf "$OUT"
	"$HERE/../../scripts/give_back.sh"
}
trap table_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# table_start FILE COMMAND...: prints its rows as they come, its TAP goes to the file.
table_start() {
	local file=$1
	shift
	: >"$file"
	"$@" >"$file" 2>>"$OUT/err" &
	CHILDREN+=($!)
	tail -n +1 -f --pid=$! "$file" | sed -un 's/^# row: //p; s/^\(# linux .*\)/\1/p' &
}

# table_wait FILE NAME: until the first of the children has ended.
table_wait() {
	wait "${CHILDREN[0]}" || { [[ $? -lt 2 ]] || echo "not ok - $2: died" >>"$1"; }
	CHILDREN=("${CHILDREN[@]:1}")
	cat "$1" >>"$OUT/tap"
}

table_run() {
	table_start "$OUT/one" "$@"
	table_wait "$OUT/one" "$*"
}

# Every scenario, LAB_JOBS at a time, each on a port of its own: the traces see them all.
table_scenarios() {
	local ids jobs=${LAB_JOBS:-1} job i mine
	read -r -a ids <<<"$(. "$HERE/scenarios.sh" && scenario_ids)"
	for ((job = 0; job < jobs; job++)); do
		mine=()
		for ((i = job; i < ${#ids[@]}; i += jobs)); do
			mine+=("${ids[i]}")
		done
		STAGE_PORT=$((5201 + 10 * job)) table_start "$OUT/job.$job" "$HERE/scenario.sh" "${mine[@]}"
	done
	for ((job = 0; job < jobs; job++)); do
		table_wait "$OUT/job.$job" "scenario.sh, job $job"
	done
}

table_here() {
	echo "# linux $(uname -r) user-space link" | tee -a "$OUT/tap"
	table_scenarios
	table_run "$HERE/programs_test.sh"
	table_run "$HERE/programs_test.sh" more
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
	VM_SCRIPT=lab.sh VM_TIMEOUT=14400 table_run "$HERE/../vm/matrix.sh" "${kernels[@]}"
# with what is told of each
awk '/^(not ok|Bail out)/ { told = 1; print; next }
	/^ok/ { told = 0; if (/# SKIP/) print }
	told && /^#/ && !/^# row/' "$OUT/tap"
failed=$(($(count '^not ok') + $(count '^Bail out')))
skipped=$(count '^ok .*# SKIP')
echo "$(($(count '^ok') - skipped)) passed, $failed failed, $skipped skipped"
awk -f "$HERE/sums.awk" "$OUT/tap"
((failed == 0))
