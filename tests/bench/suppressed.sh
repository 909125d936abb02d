# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Budget 15: what a run takes that only adds to its socket's aggregates, over an empty program on the
# same hook. Both by the kernel's statistics, which cost about 68 ns themselves and are in both. They
# take turns: attached at the same time, the second would find the caches filled by the first.

SUPPRESSED_ROUNDS=8
SUPPRESSED_SLICE_S=0.7

declare -A SUPPRESSED_NS SUPPRESSED_EMPTY_NS

suppressed_runtime() { "${LAB_BIN%/*}/bench/runtime" "$@" || bench_fail 'cannot measure run times'; }

# A gate of a minute lets one event of each socket through, right at the start.
suppressed_turn() {
	local name ns runs names=()
	child_tracer_start -i 60 --sample-interval 60000
	sleep 0.2
	suppressed_runtime process "$CHILD_TRACER" $SUPPRESSED_SLICE_S >"$CHILD_TMP/ours"
	child_tracer_stop
	while read -r name ns runs; do
		# the rare ones (a socket closed) say nothing
		((runs > 10000)) || continue
		names+=("$name")
		SUPPRESSED_NS[$name]+=" $ns"
	done <"$CHILD_TMP/ours"
	((${#names[@]})) || bench_fail 'no program of the tracer ran'
	suppressed_runtime empty "${LAB_BIN%/*}/bench/empty.bpf.o" $SUPPRESSED_SLICE_S "${names[@]}" \
		>"$CHILD_TMP/empty"
	while read -r name ns runs; do
		SUPPRESSED_EMPTY_NS[$name]+=" $ns"
	done <"$CHILD_TMP/empty"
}

suppressed_report() {
	local name=$1 ours empty
	# shellcheck disable=SC2086 # lists of numbers
	ours=$(number_median ${SUPPRESSED_NS[$name]}) &&
		empty=$(number_median ${SUPPRESSED_EMPTY_NS[$name]}) || bench_fail "no run of $name"
	bench_judge 15 "suppressed: $name" "$(number_of "$ours / $empty" '%.2f')" 1.35
	bench_note "$(number_of "$ours" '%.1f') ns a run, empty $(number_of "$empty" '%.1f') ns:" \
		"$(number_of "$ours - $empty" '%.1f') ns more"
}

suppressed_measure() {
	local round name
	child_load_start --connections 32
	for ((round = 0; round < SUPPRESSED_ROUNDS; round++)); do
		suppressed_turn
	done
	child_load_stop
	for name in $(printf '%s\n' "${!SUPPRESSED_NS[@]}" | sort); do
		suppressed_report "$name"
	done
}
