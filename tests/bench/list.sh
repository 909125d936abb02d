# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Budget 6: the wall time of "tcpbdp list" over that of "ss -tmiH", with idle sockets over loopback in a
# network namespace of their own. list looks at all namespaces and all tasks of this host besides. Medians
# of runs that take turns.

LIST_RUNS=9

# list_turn NAME COMMAND...: its wall time in ms is added to the array NAME.
list_turn() {
	local -n list_all=$1
	local start_us
	shift
	start_us=$(number_now_us)
	"$@" >/dev/null 2>"$CHILD_TMP/list.err" || bench_fail "$*: $(<"$CHILD_TMP/list.err")"
	list_all+=("$(number_of "($(number_now_us) - $start_us) / 1000")")
}

list_ready() { grep -qs '^ready' "$CHILD_TMP/sockets.out"; }

# list_compare SOCKETS LIMIT
list_compare() {
	local ss=() text=() json=() i turn netns
	mkfifo "$CHILD_TMP/sockets.in" || bench_fail 'no pipe'
	unshare -n sh -c 'ip link set lo up && exec "$0" "$@"' "$LAB_BIN/sockets" inet $(($1 / 2)) \
		<"$CHILD_TMP/sockets.in" >"$CHILD_TMP/sockets.out" 2>&1 &
	CHILD_OTHER=$!
	exec {i}>"$CHILD_TMP/sockets.in"
	rm "$CHILD_TMP/sockets.in"
	lab_poll 120 list_ready
	list_ready || bench_fail "no sockets: $(<"$CHILD_TMP/sockets.out")"
	netns=/proc/$CHILD_OTHER/ns/net
	for ((turn = 0; turn < LIST_RUNS; turn++)); do
		list_turn ss nsenter --net="$netns" ss -tmiH
		list_turn text nsenter --net="$netns" "$TCPBDP" list
		list_turn json nsenter --net="$netns" "$TCPBDP" list -j
	done
	exec {i}>&-
	lab_poll 5 lab_gone "$CHILD_OTHER" || lab_stop "$CHILD_OTHER" # it ends with its stdin
	wait "$CHILD_OTHER"
	CHILD_OTHER=''
	rm "$CHILD_TMP/sockets.out"
	bench_judge 6 "list of $1 sockets over ss -tmiH" "$(number_of \
		"$(number_median "${text[@]}") / $(number_median "${ss[@]}")" '%.2f')" "$2"
	bench_note "ms: ss $(number_median "${ss[@]}") ($(number_quartiles "${ss[@]}"))," \
		"list $(number_median "${text[@]}") ($(number_quartiles "${text[@]}"))," \
		"list -j $(number_median "${json[@]}") ($(number_quartiles "${json[@]}"))"
}

list_measure() {
	list_compare 1000 1
	list_compare 10000 0.5
	list_compare 50000 0.25
}
