# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Budget 11: from the start of the program to the first line about a socket, with the interval of a
# second that it has by default.

STARTUP_RUNS=5

# startup_turn NAME: seconds go to the variable NAME.
startup_turn() {
	local -n startup_s=$1
	local start_us line fd
	mkfifo "$CHILD_TMP/lines" || bench_fail 'no pipe'
	start_us=$(number_now_us)
	"$TCPBDP" trace --json >"$CHILD_TMP/lines" 2>"$CHILD_TMP/tracer.err" &
	# shellcheck disable=SC2034 # child_tracer_stop ends it
	CHILD_TRACER=$!
	exec {fd}<"$CHILD_TMP/lines"
	rm "$CHILD_TMP/lines"
	read -r -t 20 line <&"$fd" && [[ $line == '{"type":"socket"'* ]] ||
		bench_fail "no first report: $line $(<"$CHILD_TMP/tracer.err")"
	# shellcheck disable=SC2034 # the caller's variable
	startup_s=$(number_of "($(number_now_us) - $start_us) / 1000000")
	exec {fd}<&- # first: nobody reads any more, and a full pipe would hold it up
	child_tracer_stop
}

startup_measure() {
	local i s all=()
	child_load_start --connections 32 --rate 100
	for ((i = 0; i < STARTUP_RUNS; i++)); do
		startup_turn s
		all+=("$s")
	done
	child_load_stop
	bench_judge 11 'from start to first report, median' \
		"$(number_of "$(number_median "${all[@]}")" '%.2f')" 1.5 ' s'
}
