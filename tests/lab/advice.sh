#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Proves advice: a scenario runs, "tcpbdp advise" looks at it, what it printed is done, word for
# word, and new connections must reach 90 % of the link, with a buffer of at most twice the smallest
# that does.
#
#	advice.sh [ID...]	scenarios with a sysctl to blame; default: all of those
#
# LAB_BACKEND		as for scenario.sh; so LAB_BIN and TCPBDP
# ADVICE_ROUNDS=4	without --bandwidth: the link's rate must be reached in so many rounds
#
# TAP on stdout, and a table: scenario, kernel, Mbit/s before and after and of the link, how many
# times the smallest buffer was advised.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"
. "$HERE/scenarios.sh"
. "$HERE/stage.sh"

ADVICE_RTTS=40   # how long it watches, and
ADVICE_SECONDS=5 # no less than that
ENOUGH_PERCENT=90

# advice_ask [OPTION...]: COMMANDS, as they are printed for a person.
advice_ask() {
	local ask rtt_ms seconds
	read -r _ rtt_ms _ <<<"$S_PATH"
	seconds=$((ADVICE_RTTS * rtt_ms / 1000))
	((seconds > ADVICE_SECONDS)) || seconds=$ADVICE_SECONDS
	stage_traffic $((seconds + 60)) || return
	lab_spawn ask host "$TCPBDP" advise -d "$seconds" --addr "$ADVICE_ADDR" "$@"
	lab_poll $((seconds + 60)) lab_gone "$ask" || return
	wait "$ask" || { tap_note "$LAB_TMP/ask.err"; return 1; }
	stage_stop
	sed -n 's/^  command: //p' "$LAB_TMP/ask.out" >"$LAB_TMP/commands"
	mapfile -t COMMANDS <"$LAB_TMP/commands"
}

advice_apply() {
	local command
	for command; do
		printf '# %s\n' "$command"
		bash -c "$command" >/dev/null || return
	done
}

advice_is_enough() { ((RATE >= LINK_BPS * ENOUGH_PERCENT / 100)); }

# The largest buffer that a command allows, and the command with so many hundredths of that.
advice_buffer() {
	local value
	[[ $1 =~ tcp_[rw]mem=\"([0-9 ]+)\" ]] || return
	read -r _ _ value <<<"${BASH_REMATCH[1]}"
	BUFFER=$value
}
advice_scaled() { printf '%s' "${1/ $BUFFER\"/ $((BUFFER * $2 / 100))\"}"; }

# RATIO: how many times the smallest buffer that is enough was advised; 2.0 of a half that is, too.
advice_sweep() {
	local percent
	RATIO=1.0
	for percent in $SWEEP; do
		advice_apply "$(advice_scaled "$1" "$percent")" && stage_measure || return
		printf '# with %d %% of it: %d bit/s\n' "$percent" "$RATE"
		advice_is_enough || break
		RATIO=$((100 / percent)).$((1000 / percent % 10))
	done
}

advice_row() {
	printf '# row: %-34s %-8s %-9s before %6s  after %6s  link %6s  buffer x %s\n' "${S_NAME:0:34}" \
		"$KERNEL" "$1" "$((BEFORE / 1000000))" "$((RATE / 1000000))" \
		"$((LINK_BPS / 1000000))" "${RATIO:--}"
}

# With the link's rate given, one round must do.
advice_prove_given() {
	local name="$S_NAME: advised for the link's rate" command
	advice_ask --bandwidth "${S_PATH%% *}" || tap_bail "$name: cannot ask"
	tap_test "$name: it prints a command" test ${#COMMANDS[@]} -gt 0 ||
		{ tap_note "$LAB_TMP/ask.out" 30; return; }
	{ advice_apply "${COMMANDS[@]}" && stage_measure; } || tap_bail "$name: cannot be done"
	tap_test "$name: new connections reach $ENOUGH_PERCENT % of it" advice_is_enough
	local after=$RATE
	RATIO=
	for command in "${COMMANDS[@]}"; do
		advice_buffer "$command" || continue
		advice_sweep "$command" || tap_bail "$name: cannot sweep"
		tap_test "$name: no more than twice the smallest buffer that does" test "$RATIO" != 2.0
	done
	RATE=$after
	advice_row given
}

advice_prove_rounds() {
	local name="$S_NAME: advised without a bandwidth" round
	RATIO='' RATE=$BEFORE
	for ((round = 1; round <= ADVICE_ROUNDS; round++)); do
		advice_ask || tap_bail "$name: cannot ask"
		((${#COMMANDS[@]})) || break
		{ advice_apply "${COMMANDS[@]}" && stage_measure; } || tap_bail "$name: cannot be done"
		printf '# round %d: %d bit/s\n' "$round" "$RATE"
		! advice_is_enough || break
	done
	tap_test "$name: $ENOUGH_PERCENT % of the link's rate within $ADVICE_ROUNDS rounds" \
		advice_is_enough || tap_note "$LAB_TMP/ask.out" 30
	advice_row "${round} rounds"
}

advice_run() {
	local reason
	scenario_load "$1" || tap_bail "no scenario $1"
	reason=$(stage_why_not)
	[[ -z $reason ]] || { tap_skip "$S_NAME: advised" "$reason"; return; }
	LINK_BPS=$(lab_bps "${S_PATH%% *}")
	ADVICE_ADDR=10.9.0.0/24
	[[ $S_FAMILY == 6 ]] && ADVICE_ADDR=fd00:9::/64
	stage_up || tap_bail "$S_NAME: cannot start"
	stage_measure || tap_bail "$S_NAME: cannot be measured"
	BEFORE=$RATE
	advice_prove_given
	if ((ADVICE_ROUNDS)); then
		stage_up || tap_bail "$S_NAME: cannot start anew"
		advice_prove_rounds
	fi
	lab_down
}

main() {
	local id
	((EUID == 0)) || tap_bail 'the lab needs root'
	(($#)) || set -- 2 3 4 5 14 15 16 19 20
	for id; do
		advice_run "$id"
	done
	tap_plan
}

ADVICE_ROUNDS=${ADVICE_ROUNDS:-4}
SWEEP=${SWEEP:-84 71 59 50} # percent of what was advised
KERNEL=$(uname -r)
KERNEL=${KERNEL%%-*}
main "$@"
