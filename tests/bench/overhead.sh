# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Budgets 1 and 3: CPU per transaction with a trace over the same without, and 13: with a hist, which
# may cost as much as the trace beside it. All in one load that goes on
# all the time. Without and with take turns, and every slice with is compared with the mean of its
# two neighbours without, so that what drifts cancels out. The control is the same with nothing in
# place of the tracer.

OVERHEAD_ROUNDS=14
OVERHEAD_BOUND_US=110000000
OVERHEAD_SLICE_S=0.5
OVERHEAD_SETTLE_S=0.2 # the seed's own work, and caches
OVERHEAD_NOISE=0.01
OVERHEAD_PAIRS_MIN=5

declare -A OVERHEAD_RATIOS OVERHEAD_TRACER
OVERHEAD_DISTURBED=0

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

# overhead_with KIND NAME: the same while a trace of that kind runs.
overhead_with() {
	local kind=$1 cpu_ns wall_ns
	case $kind in
	control) overhead_slice "$2" && return ;;
	default) child_tracer_start ;;
	every) child_tracer_start --sample-interval 0 ;;
	hist) child_start hist rtt ;;
	segments) child_start hist rtt --weight segments ;;
	esac
	child_load_mark
	cpu_ns=$(child_tracer_cpu_ns) wall_ns=$LOAD_WALL_NS
	overhead_slice "$2"
	OVERHEAD_TRACER[$kind]+=" $(number_of \
		"100 * ($(child_tracer_cpu_ns) - $cpu_ns) / ($LOAD_WALL_NS - $wall_ns)")"
	child_tracer_stop
}

# One slice with, between two without. The last of them is the first of the next.
overhead_turn() {
	# shellcheck disable=SC2153 # overhead_slice assigns it
	local kind=$1 foreign with before=$OVERHEAD_NONE
	foreign=$(child_foreign_programs)
	overhead_with "$kind" with
	overhead_slice OVERHEAD_NONE
	# Somebody else's tracer that came or went meanwhile is in one of the slices only.
	if [[ $foreign != "$OVERHEAD_FOREIGN" || $(child_foreign_programs) != "$foreign" ]]; then
		OVERHEAD_FOREIGN=$(child_foreign_programs)
		((OVERHEAD_DISTURBED++))
		return
	fi
	OVERHEAD_RATIOS[$kind]+=" $(number_of "2 * $with / ($before + $OVERHEAD_NONE)" '%.5f')"
}

overhead_report() {
	local number=$1 kind=$2 what=$3 limit=$4 median control
	# shellcheck disable=SC2086 # a list of numbers
	median=$(number_median ${OVERHEAD_RATIOS[$kind]:-}) &&
		control=$(number_median ${OVERHEAD_RATIOS[control]:-}) || {
		bench_say "$number" "$what" 'not measured' 'other tracers came and went all the time'
		return
	}
	bench_judge "$number" "$what" "$(number_of "$median")" "$limit"
	# shellcheck disable=SC2086
	bench_note "half of $(set -- ${OVERHEAD_RATIOS[$kind]} && echo $#) pairs within" \
		"$(number_quartiles ${OVERHEAD_RATIOS[$kind]});" \
		"the tracer itself $(number_of "$(number_median ${OVERHEAD_TRACER[$kind]})" '%.1f') %" \
		'of one core'
	# shellcheck disable=SC2086
	bench_note "none against none $(number_of "$control")," \
		"half within $(number_quartiles ${OVERHEAD_RATIOS[control]}):" \
		"$(overhead_validity "$control" "$(set -- ${OVERHEAD_RATIOS[control]} && echo $#)")"
}

# overhead_validity MEDIAN PAIRS
overhead_validity() {
	if (($2 < OVERHEAD_PAIRS_MIN)); then
		echo "invalid: $2 pairs are too few"
	elif number_le "($1 - 1) ^ 2" "$OVERHEAD_NOISE ^ 2"; then
		echo valid
	else
		echo 'invalid: the machine is too noisy'
	fi
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

# overhead_pairs NUMBERS KIND...: all kinds take turns. false where the clock is not whole.
overhead_pairs() {
	local numbers=$1 round kind end_us=$(($(number_now_us) + OVERHEAD_BOUND_US))
	shift
	overhead_clock_is_whole || {
		bench_say "$numbers" 'CPU per transaction' 'not measured' 'CONFIG_IRQ_TIME_ACCOUNTING'
		return 1
	}
	OVERHEAD_RATIOS=() OVERHEAD_TRACER=() OVERHEAD_DISTURBED=0
	child_load_start --connections 32
	overhead_slice OVERHEAD_NONE
	OVERHEAD_FOREIGN=$(child_foreign_programs)
	for ((round = 0; round < OVERHEAD_ROUNDS && $(number_now_us) < end_us; round++)); do
		for kind; do
			overhead_turn "$kind"
		done
	done
	child_load_stop
}

overhead_note() {
	bench_note "CPU per transaction without: $(number_of "$OVERHEAD_NONE" '%.0f') ns;" \
		"pairs dropped since another tracer came or went: $OVERHEAD_DISTURBED"
	[[ ! $OVERHEAD_FOREIGN ]] || bench_note 'another tracer is attached: its cost is in all'
}

overhead_measure() {
	overhead_pairs 1,3 control default every || return 0
	overhead_report 1 default 'default trace, CPU per transaction over none' 1.03
	overhead_report 3 every 'every event, CPU per transaction over none' 1.06
	overhead_note
}

# What hist may cost is what trace costs beside it.
overhead_measure_hist() {
	local trace
	overhead_pairs 13 control default hist segments || return 0
	# shellcheck disable=SC2086 # a list of numbers
	trace=$(number_median ${OVERHEAD_RATIOS[default]:-}) || trace=1.03
	overhead_report 13 hist 'hist, CPU per transaction over none' "$(number_of "$trace")"
	overhead_report 13 segments 'hist --weight segments, over none' "$(number_of "$trace")"
	overhead_note
}
