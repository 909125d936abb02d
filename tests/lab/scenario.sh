#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs scenarios of scenarios.conf and judges what one "tcpbdp trace" says about both ends.
#
#	scenario.sh [ID...]	default: 1 2 3 4 10; "all" for every one; TAP on stdout
#
# LAB_BACKEND=tun|netem	the kind of link (tun)
# LAB_SECONDS		how long the trace runs (8), and
# LAB_AFTER		after how many of them it is judged (3)
# LAB_TRACE		more options for the trace
# LAB_KEEP=DIR		keep each scenario's NDJSON and capture there
# TCPBDP, LAB_BIN	the program, and the directory of link, traffic and judge
#
# The transfer runs before the trace begins and until after it has ended, so that it does not
# matter how long a slow machine takes to load programs.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"
. "$HERE/scenarios.sh"
. "$HERE/stage.sh"

LAB_SECONDS=${LAB_SECONDS:-8}
LAB_AFTER=${LAB_AFTER:-3}

# The trace ends by itself; whether it does so in time and with status 0 is a property, too.
scenario_trace() {
	local trace status
	# shellcheck disable=SC2086
	lab_spawn trace host "$TCPBDP" trace --json -d "$LAB_SECONDS" \
		--record "$LAB_TMP/capture" ${LAB_TRACE:-}
	if lab_poll $((LAB_SECONDS + 60)) lab_gone "$trace"; then
		wait "$trace"
		status=$?
	else
		status='none: it does not end'
		lab_stop "$trace" KILL
	fi
	tap_test "$S_NAME: trace ends with status 0" test "$status" = 0 ||
		printf '# status %s\n' "$status"
	tap_note "$LAB_TMP/trace.err"
}

# The capture of that run says the same, byte for byte, to somebody without any privilege; unless
# it is one of pseudonyms.
scenario_replay() {
	[[ " ${LAB_TRACE:-} " != *' --anonymize '* ]] || return
	chmod 755 "$LAB_TMP" && chmod 644 "$LAB_TMP/capture"
	install -m 755 "$TCPBDP" "$LAB_TMP/tcpbdp" # the tree may be closed to others
	setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all "$LAB_TMP/tcpbdp" \
		trace --json --replay "$LAB_TMP/capture" >"$LAB_TMP/replay.out" 2>"$LAB_TMP/replay.err"
	tap_test "$S_NAME: replayed by nobody, the capture says the same" \
		cmp -s "$LAB_TMP/trace.out" "$LAB_TMP/replay.out" || tap_note "$LAB_TMP/replay.err"
}

# What was found goes to $LAB_TMP/judged.
scenario_judge_trace() {
	scenario_judge "$LAB_TMP/trace.out" "$LAB_AFTER" "$(lab_netns A)" "$(lab_netns B)" \
		>"$LAB_TMP/judged" || return
	"$LAB_BIN/judge" ledger --name "$S_NAME: ledger" "$LAB_TMP/trace.out" >>"$LAB_TMP/judged"
}

scenario_run() {
	local reason
	scenario_load "$1" || tap_bail "no scenario $1"
	local LAB_SECONDS=${S_SECONDS:-$LAB_SECONDS}
	reason=$(stage_why_not)
	[[ -z $reason ]] || { tap_skip "$S_NAME" "$reason"; return; }
	{ stage_up && stage_traffic $((LAB_SECONDS + 120)); } || tap_bail "$S_NAME: cannot start"
	sleep "${S_WARM_UP:-0}" # what is not steady yet is no scenario of its own
	scenario_trace
	scenario_replay
	stage_stop
	printf '# A: %s\n' "$(tail -n 1 "$LAB_TMP/client.out")"
	# A link that was late, on a machine that was busy, explains a wrong round-trip time.
	if [[ $LAB_BACKEND == tun ]]; then
		lab_stop "${lab_link:?}"
		printf '# link: %s\n' "$(tail -n 2 "$LAB_TMP/lab_link.out" | head -n 1)"
	fi
	if [[ -n ${LAB_KEEP:-} ]]; then
		cp "$LAB_TMP/trace.out" "$LAB_KEEP/scenario-$1-$LAB_BACKEND.ndjson"
		cp "$LAB_TMP/capture" "$LAB_KEEP/scenario-$1-$LAB_BACKEND.tcpbdp"
	fi
	scenario_judge_trace || tap_bail "$S_NAME: cannot judge"
	tap_feed "$LAB_TMP/judged"
	lab_down
}

main() {
	local id
	((EUID == 0)) || tap_bail 'the lab needs root'
	[[ -x $TCPBDP ]] || tap_bail "no program $TCPBDP: run make"
	(($#)) || set -- 1 2 3 4 10
	# shellcheck disable=SC2046
	[[ $1 == all ]] && set -- $(scenario_ids)
	for id; do
		scenario_run "$id"
	done
	tap_plan
}

main "$@"
