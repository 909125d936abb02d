#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The truth of scenarios, by their rates alone: each runs as it is, and once more without its cause
# (the rows "control"). Where the row says what that gains, it must.
#
#	control.sh [ID...]	default: every scenario that has a control; TAP on stdout
#
# LAB_BACKEND, WARM_UP, MEASURED	as for stage.sh
# LAB_KEEP=DIR		keep a capture of LAB_SECONDS (9) of it as it is, as DIR/ID.tcpbdp, and a line
#			of what is known of it in DIR/ID.truth

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"
. "$HERE/scenarios.sh"
. "$HERE/stage.sh"

NOTHING_PERCENT=8 # rates that are no farther apart are the same

control_ids() {
	local id ids
	read -r -a ids <<<"$(scenario_ids)"
	for id in "${ids[@]}"; do
		scenario_load "$id" && ((${#S_CONTROL[@]})) && printf '%s ' "$id"
	done
}

# The program is there before the traffic, for the first round trips to be in the capture.
control_capture() {
	lab_spawn record host "$TCPBDP" record --force -o "$LAB_KEEP/$1.tcpbdp" -P "$STAGE_PORT" \
		-d $((${S_WARM_UP:-$WARM_UP} + MEASURED - 1))
	lab_poll 20 test -s "$LAB_KEEP/$1.tcpbdp"
}

# control_rate with|without ID
control_rate() {
	local record='' MEASURED=$MEASURED
	stage_up || tap_bail "$S_NAME: cannot start"
	[[ -z $S_SECONDS ]] || MEASURED=$((S_SECONDS - WARM_UP))
	if [[ $1 == with && -n ${LAB_KEEP:-} ]]; then
		[[ -n $S_SECONDS ]] || MEASURED=$((${LAB_SECONDS:-9} - WARM_UP + 1))
		control_capture "$2" || tap_bail "$S_NAME: cannot record"
	fi
	stage_measure || { tap_note "$LAB_TMP/client.err"; tap_note "$LAB_TMP/server.err"; tap_bail "$S_NAME: cannot be measured"; }
	[[ -z $record ]] || lab_poll 20 lab_gone "$record"
	if [[ -n ${lab_link:-} ]]; then # one that was late explains a strange rate
		lab_stop "$lab_link"
		printf '# link: %s\n' "$(grep '^ab ' "$LAB_TMP/lab_link.out")"
		lab_link=''
	fi
	lab_down
}

# control_gains BEFORE AFTER: is that what the row says?
control_gains() {
	case $S_GAIN in
	'') ;;
	nothing) (($2 * 100 <= $1 * (100 + NOTHING_PERCENT))) ;;
	*) (($2 * 100 >= $1 * $(printf '%.0f' "${S_GAIN}e2"))) ;;
	esac
}

# What is set and what must be said, for whoever reads the capture.
control_truth() {
	local row
	printf '%s | %s' "$1" "${S_TITLE:-$1}"
	printf ' | %s -> %s Mbit/s without the cause' "$(control_mbit "$2")" "$(control_mbit "$3")"
	for row in "${S_EXPECT[@]}"; do
		printf ' | %s' "$row"
	done
	printf '\n'
}

control_mbit() { printf '%d.%02d' $(($1 / 1000000)) $(($1 % 1000000 / 10000)); }

control_run() {
	local reason before
	scenario_load "$1" || tap_bail "no scenario $1"
	reason=$(stage_why_not)
	[[ -z $reason ]] || { tap_skip "$S_NAME" "$reason"; return; }
	control_rate with "$1"
	before=$RATE
	scenario_load "$1" # the stage has filled it in
	scenario_control || { printf '# row: %-44s %8s\n' "${S_NAME:0:44}" "$(control_mbit "$before")"; return; }
	control_rate without "$1"
	tap_test "$S_NAME: without the cause it gains ${S_GAIN:-what it gains}" \
		control_gains "$before" "$RATE"
	printf '# row: %-44s %8s -> %8s Mbit/s (%s)\n' "${S_NAME:0:44}" "$(control_mbit "$before")" \
		"$(control_mbit "$RATE")" "${S_GAIN:-?}"
	[[ -z ${LAB_KEEP:-} ]] || { scenario_load "$1" && control_truth "$1" "$before" "$RATE" >"$LAB_KEEP/$1.truth"; }
}

main() {
	local id
	((EUID == 0)) || tap_bail 'the lab needs root'
	# shellcheck disable=SC2046
	(($#)) || set -- $(control_ids)
	for id; do
		control_run "$id"
	done
	tap_plan
}

main "$@"
