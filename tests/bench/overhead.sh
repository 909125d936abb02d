# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# CPU per transaction with something attached over the same without, in one load that goes on all the
# time. Every slice with is compared with the mean of its two neighbours without, so that what drifts
# cancels out. Each round measures every kind once, in an order drawn by lot; one kind is the control,
# with nothing in place of the tracer.
#
# Rounds are repeated until every budget lies outside the 95 % interval of its median, or the time is over:
# then it is not resolved. Where the control is off by more than 1 %, nothing is judged.
#
# OVERHEAD_BOUND_S	how long one load is measured at most (150)
# OVERHEAD_OTHERS	other builds of tcpbdp, each measured in the same rounds, in place of the empty programs
#			(budget 14)

OVERHEAD_BOUND_S=${OVERHEAD_BOUND_S:-150}
OVERHEAD_SLICE_S=0.4
OVERHEAD_SETTLE_S=0.1 # the seed's own work, and caches
OVERHEAD_NOISE=0.01
OVERHEAD_ROUNDS_MIN=11

# A ratio for each round that was not disturbed, in the order of the rounds; the tracer's own CPU, in % of a core.
declare -A OVERHEAD_RATIOS OVERHEAD_TRACER
OVERHEAD_KINDS=() OVERHEAD_GOALS=() OVERHEAD_PROGRAMS=() OVERHEAD_DISTURBED=0

# overhead_slice NAME: the CPU per transaction over a slice, in ns, goes to the variable NAME.
overhead_slice() {
	local -n overhead_ns=$1
	local transactions cpu_ns
	sleep $OVERHEAD_SETTLE_S
	child_load_mark
	transactions=$LOAD_TRANSACTIONS cpu_ns=$LOAD_CPU_NS
	sleep $OVERHEAD_SLICE_S
	child_load_mark
	((LOAD_TRANSACTIONS > transactions)) || bench_fail 'the load stands still'
	# shellcheck disable=SC2034 # the caller's variable
	overhead_ns=$(number_of "($LOAD_CPU_NS - $cpu_ns) / ($LOAD_TRANSACTIONS - $transactions)")
}

# overhead_start KIND: false if nothing is to be started.
overhead_start() {
	case $1 in
	control) return 1 ;;
	trace) child_start trace ;;
	every) child_start trace --sample-interval 0 ;;
	hist) child_start hist rtt ;;
	segments) child_start hist rtt --weight segments ;;
	*/*) TCPBDP=$1 child_start trace ;;
	empty) child_empty_start "${OVERHEAD_PROGRAMS[@]}" ;;
	empty_recv) overhead_start_empty recv ;;
	empty_recv_send) overhead_start_empty recv send ;;
	esac
}

# overhead_start_empty SIDE...: of what a trace attaches, the programs of these sides.
overhead_start_empty() {
	local side program names=()
	for side; do
		for program in "${OVERHEAD_PROGRAMS[@]}"; do
			[[ $program != "$side"* ]] || names+=("$program")
		done
	done
	child_empty_start "${names[@]}"
}

# overhead_with KIND NAME: a slice while that is attached. The load stands meanwhile: a tracer that
# starts or ends waits for grace periods, which take seconds on processors that are busy.
overhead_with() {
	local kind=$1 cpu_ns wall_ns
	child_load_pause
	overhead_start "$kind" || {
		child_load_resume
		overhead_slice "$2"
		return
	}
	child_load_resume
	child_load_mark
	cpu_ns=$(child_tracer_cpu_ns) wall_ns=$LOAD_WALL_NS
	overhead_slice "$2"
	OVERHEAD_TRACER[$kind]+=" $(number_of \
		"100 * ($(child_tracer_cpu_ns) - $cpu_ns) / ($LOAD_WALL_NS - $wall_ns)")"
	child_load_pause
	child_tracer_stop
	child_load_resume
}

# overhead_turn KIND: one slice with, between two without. The last of them is the first of the next.
overhead_turn() {
	# shellcheck disable=SC2153 # overhead_slice assigns it
	local kind=$1 with before=$OVERHEAD_NONE
	overhead_with "$kind" with
	overhead_slice OVERHEAD_NONE
	OVERHEAD_ROUND[$kind]=$(number_of "2 * $with / ($before + $OVERHEAD_NONE)" '%.5f')
}

# Somebody else's tracer that came or went meanwhile is in one of the slices only: the round is dropped.
overhead_round() {
	local kind foreign
	local -A OVERHEAD_ROUND=()
	foreign=$(child_foreign_programs)
	for kind in $(shuf -e -- "${OVERHEAD_KINDS[@]}"); do
		overhead_turn "$kind"
	done
	if [[ $(child_foreign_programs) != "$foreign" ]]; then
		((OVERHEAD_DISTURBED++))
		return
	fi
	for kind in "${OVERHEAD_KINDS[@]}"; do
		OVERHEAD_RATIOS[$kind]+=" ${OVERHEAD_ROUND[$kind]}"
	done
}

# overhead_values KIND [OVER]: the ratios of a kind; with OVER, each over that kind's of the same round.
overhead_values() {
	local -a of over=()
	read -ra of <<<"${OVERHEAD_RATIOS[$1]:-}"
	[[ ! ${2:-} ]] || read -ra over <<<"${OVERHEAD_RATIOS[$2]:-}"
	paste -d ' ' <(printf '%s\n' "${of[@]}") <(printf '%s\n' "${over[@]}") |
		awk 'NF { printf "%.5f\n", (NF > 1 ? $1 / $2 : $1) }'
}

overhead_control_holds() {
	local median
	# shellcheck disable=SC2046 # a list of numbers
	median=$(number_median $(overhead_values control)) || return 1
	number_le "($median - 1) ^ 2" "$OVERHEAD_NOISE ^ 2"
}

# overhead_verdict LIMIT LOW HIGH: without a budget, an interval that is narrow enough will do.
overhead_verdict() {
	if [[ $1 == - ]]; then
		number_le "$3 - $2" $OVERHEAD_NOISE && echo 'no budget' || echo 'not narrow enough'
		return
	fi
	if ! overhead_control_holds; then
		echo 'not judged: the control is off by more than 1 %'
	elif number_le "$3" "$1"; then
		echo met
	elif number_le "$2" "$1"; then
		echo 'not resolved: the budget is within the interval'
	else
		echo missed
	fi
}

# overhead_goal NUMBER LIMIT KIND OVER WHAT: a budget to judge; OVER is - for the ratio over none.
overhead_goal() { OVERHEAD_GOALS+=("$*"); }

# overhead_each COMMAND: calls it with NUMBER LIMIT MEDIAN LOW HIGH ROUNDS WHAT of each goal.
overhead_each() {
	local goal number limit kind over what values
	for goal in "${OVERHEAD_GOALS[@]}"; do
		read -r number limit kind over what <<<"$goal"
		readarray -t values < <(overhead_values "$kind" "${over#-}")
		# shellcheck disable=SC2046 # two numbers
		"$1" "$number" "$limit" "$(number_median "${values[@]}")" \
			$(number_median_within "${values[@]}" || echo 0 9) ${#values[@]} "$what"
	done
}

overhead_count_open() {
	[[ $(overhead_verdict "$2" "$4" "$5") != 'not '* ]] || ((++OVERHEAD_OPEN))
}

overhead_resolved() {
	local OVERHEAD_OPEN=0
	overhead_each overhead_count_open
	((!OVERHEAD_OPEN))
}

overhead_say() {
	local number=$1 limit=$2 median=$3 low=$4 high=$5 rounds=$6 what=$7 budget=''
	if ((rounds < OVERHEAD_ROUNDS_MIN)); then
		bench_say "$number" "$what" "$rounds rounds" 'not judged: they are too few'
		return
	fi
	[[ $limit == - ]] || budget=" (budget $limit)"
	bench_say "$number" "$what" "$(number_of "$median")$budget" \
		"$(overhead_verdict "$limit" "$low" "$high")"
	bench_note "95 % interval of the median $(number_of "$low")-$(number_of "$high"), $rounds rounds"
}

overhead_note() {
	local kind tracer='' control
	readarray -t control < <(overhead_values control)
	bench_note "none against none $(number_median "${control[@]}")," \
		"95 % interval $(number_median_within "${control[@]}");" \
		"without: $(number_of "$OVERHEAD_NONE" '%.0f') ns a transaction"
	for kind in "${!OVERHEAD_TRACER[@]}"; do
		# shellcheck disable=SC2086 # a list of numbers
		tracer+=" $kind $(number_of "$(number_median ${OVERHEAD_TRACER[$kind]})" '%.1f'),"
	done
	bench_note "the programs themselves, % of one core:${tracer%,};" \
		"rounds dropped since another tracer came or went: $OVERHEAD_DISTURBED"
	[[ ! $(child_foreign_programs) ]] ||
		bench_note 'another tracer is attached: its cost is in all'
}

# Softirqs must be part of the CPU time of the thread that they interrupt: see load.c.
overhead_clock_is_whole() {
	local config
	config=/boot/config-$(uname -r)
	if [[ -r /proc/config.gz ]]; then
		! zgrep -q '^CONFIG_IRQ_TIME_ACCOUNTING=y' /proc/config.gz
	else
		[[ ! -r $config ]] || ! grep -q '^CONFIG_IRQ_TIME_ACCOUNTING=y' "$config"
	fi
}

# overhead_run NUMBERS LOAD_OPTION... -- KIND...: until the goals are resolved, and says so.
overhead_run() {
	local numbers=$1 load=() end_us=$(($(number_now_us) + OVERHEAD_BOUND_S * 1000000))
	shift
	overhead_clock_is_whole || {
		bench_say "$numbers" 'CPU per transaction' 'not measured' 'CONFIG_IRQ_TIME_ACCOUNTING'
		return
	}
	while [[ $1 != -- ]]; do load+=("$1") && shift; done
	OVERHEAD_KINDS=(control "${@:2}") OVERHEAD_RATIOS=() OVERHEAD_TRACER=() OVERHEAD_DISTURBED=0
	child_start trace
	readarray -t OVERHEAD_PROGRAMS < <(child_tracer_programs)
	child_tracer_stop
	child_load_start "${load[@]}"
	overhead_slice OVERHEAD_NONE
	while (($(number_now_us) < end_us)); do
		overhead_round
		(($(overhead_values control | wc -l) < OVERHEAD_ROUNDS_MIN)) || ! overhead_resolved || break
	done
	overhead_each overhead_say
	overhead_note
	child_load_stop
	OVERHEAD_GOALS=()
}

OVERHEAD_SMALL=(--connections 32)

# Budgets 1 and 2, in the same rounds.
overhead_measure() {
	overhead_goal 1 1.02 trace - 'default trace, CPU per transaction over none'
	overhead_goal 2 1.06 trace - 'trace attached all the time, over none'
	overhead_goal 2 1.02 trace empty 'the same over empty programs at its hooks'
	overhead_run 1,2 "${OVERHEAD_SMALL[@]}" -- trace empty
}

overhead_measure_bulk() {
	local streams
	for streams in 1 16; do
		overhead_goal 3 1.01 trace - "bulk, $streams streams, CPU per byte over none"
		overhead_run 3 --connections $streams --bulk -- trace
	done
}

# What hist may cost is what trace costs beside it.
overhead_measure_hist() {
	overhead_goal 13 1.00 hist trace 'hist, CPU per transaction over a trace'
	overhead_goal 13 1.00 segments trace 'hist --weight segments, over a trace'
	overhead_run 13 "${OVERHEAD_SMALL[@]}" -- trace hist segments
}

# Where the cost is: that programs run at all, and what they do.
overhead_measure_apart() {
	if [[ ${OVERHEAD_OTHERS:-} ]]; then
		overhead_measure_others
		return
	fi
	overhead_goal 14 - empty_recv - 'empty at the receive hook, over none'
	overhead_goal 14 - empty_recv_send - 'empty at the receive and the send hook'
	overhead_goal 14 - empty - 'empty at every hook of trace'
	overhead_goal 14 - trace - 'default trace'
	overhead_goal 14 - every - 'trace, a sample for every event'
	overhead_run 14 "${OVERHEAD_SMALL[@]}" -- empty_recv empty_recv_send empty trace every
}

overhead_measure_others() {
	local other kinds=(trace)
	overhead_goal 14 - trace - 'default trace, over none'
	for other in $OVERHEAD_OTHERS; do
		overhead_goal 14 - "$other" - "default trace of $other"
		overhead_goal 14 - "$other" trace "${other##*/}, over the default trace"
		kinds+=("$other")
	done
	overhead_run 14 "${OVERHEAD_SMALL[@]}" -- "${kinds[@]}"
}
