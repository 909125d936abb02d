#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Runs scenarios of scenarios.conf and judges what one "tcpbdp trace" says about both ends.
#
#	scenario.sh [ID...]	default: 1 2 3 4 10; "all" for every one; TAP on stdout
#
# LAB_BACKEND=tun|netem	the kind of link (tun)
# LAB_SECONDS		how long the trace runs (8)
# LAB_KEEP=DIR		keep each scenario's NDJSON and capture there
# TCPBDP, LAB_BIN	the program, and the directory of link, traffic and judge
#
# The transfer runs before the trace begins and until after it has ended, so that it does not
# matter how long a slow machine takes to load programs.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"

LAB_BACKEND=${LAB_BACKEND:-tun}
LAB_SECONDS=${LAB_SECONDS:-8}
STEADY_AFTER=3
PORT=5201

# The ground truth must not hang on what the host's defaults are: a new namespace inherits them.
DEFAULTS=(
	'net.ipv4.tcp_rmem=4096 131072 6291456'
	'net.ipv4.tcp_wmem=4096 16384 4194304'
	'net.ipv4.tcp_moderate_rcvbuf=1'
	'net.ipv4.tcp_window_scaling=1'
	'net.ipv4.tcp_timestamps=1'
	'net.ipv4.tcp_sack=1'
)

scenario_ids() {
	local line
	while IFS= read -r line; do
		[[ $line == '['*']'* ]] && line=${line#[} && printf '%s ' "${line%%]*}"
	done <"$HERE/scenarios.conf"
}

scenario_set() {
	case $1 in
	path) S_PATH=$2 ;;
	loss) S_LOSS=$2 ;;
	sysctl) S_SYSCTLS+=("$2") ;;
	family) S_FAMILY=$2 ;;
	connections) S_CONNECTIONS=$2 ;;
	congestion) S_CONGESTION=$2 ;;
	A) S_A=$2 ;;
	B) S_B=$2 ;;
	expect) S_EXPECT+=("$2") ;;
	bdp) S_BDP+=("$2") ;;
	rtt) S_RTT_PERCENT=$2 ;;
	*) tap_bail "scenarios.conf: unknown key $1" ;;
	esac
}

# scenario_load ID: the variables S_*; false if there is no such scenario.
scenario_load() {
	local line mine='' key
	S_NAME='' S_PATH='100mbit 50' S_LOSS='' S_FAMILY=4 S_CONNECTIONS=1 S_CONGESTION=cubic
	S_A=write S_B=read S_RTT_PERCENT=5 S_SYSCTLS=() S_EXPECT=() S_BDP=()
	while IFS= read -r line; do
		case $line in
		'' | '#'*) ;;
		"[$1] "*)
			mine=yes
			S_NAME="$1 ${line#*] }"
			;;
		'['*) mine='' ;;
		*)
			key=${line%%:*}
			[[ -z $mine ]] || scenario_set "$key" "${line#*: }"
			;;
		esac
	done <"$HERE/scenarios.conf"
	[[ -n $S_NAME ]]
}

scenario_congestion_is_there() {
	local known
	read -r known </proc/sys/net/ipv4/tcp_available_congestion_control
	[[ " $known " == *" $S_CONGESTION "* ]]
}

# The link, the settings and the traffic; B listens. Words of S_PATH, S_A and S_B are arguments.
scenario_start() {
	local end setting addr=10.9.0.2 server client
	local common=("-$S_FAMILY" --congestion "$S_CONGESTION" --connections "$S_CONNECTIONS"
		--duration $((LAB_SECONDS + 120)))
	[[ $S_FAMILY == 6 ]] && addr=fd00:9::2
	# shellcheck disable=SC2086
	LAB_LOSS=$S_LOSS lab_up "$LAB_BACKEND" $S_PATH || return
	for end in A B; do
		lab_sysctl $end "${DEFAULTS[@]}" || return
	done
	for setting in "${S_SYSCTLS[@]}"; do
		lab_sysctl "${setting%% *}" "${setting#* }" || return
	done
	# shellcheck disable=SC2086
	lab_spawn server B "$LAB_BIN/traffic" listen $S_B --port $PORT "${common[@]}"
	lab_ready server || return
	# shellcheck disable=SC2086
	lab_spawn client A "$LAB_BIN/traffic" connect $S_A --addr $addr --port $PORT "${common[@]}"
	if ! lab_poll 10 scenario_is_connected; then
		tap_note "$LAB_TMP/client.err"
		return 1
	fi
	SERVER=$server CLIENT=$client
}

scenario_is_connected() {
	local sockets
	# Through a file: an initramfs has no /dev/fd for a process substitution.
	lab_exec A ss -"$S_FAMILY" -tnH dport = :$PORT >"$LAB_TMP/sockets"
	mapfile -t sockets <"$LAB_TMP/sockets"
	((${#sockets[@]} >= S_CONNECTIONS))
}

# The trace ends by itself; whether it does so in time and with status 0 is a property, too.
scenario_trace() {
	local trace status
	lab_spawn trace host "$TCPBDP" trace --json -d "$LAB_SECONDS" --record "$LAB_TMP/capture"
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

# The capture of that run says the same, byte for byte, to somebody without any privilege.
scenario_replay() {
	chmod 755 "$LAB_TMP" && chmod 644 "$LAB_TMP/capture"
	install -m 755 "$TCPBDP" "$LAB_TMP/tcpbdp" # the tree may be closed to others
	setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all "$LAB_TMP/tcpbdp" \
		trace --json --replay "$LAB_TMP/capture" >"$LAB_TMP/replay.out" 2>"$LAB_TMP/replay.err"
	tap_test "$S_NAME: replayed by nobody, the capture says the same" \
		cmp -s "$LAB_TMP/trace.out" "$LAB_TMP/replay.out" || tap_note "$LAB_TMP/replay.err"
}

# scenario_bdp END DIRECTION: the judge's options for what that end must see, if anything.
scenario_bdp() {
	local row end dir bytes percent
	for row in "${S_BDP[@]}"; do
		read -r end dir bytes percent <<<"$row"
		[[ "$end $dir" == "$1 $2" ]] && printf '%s' "--bdp $bytes --bdp-percent $percent"
	done
}

scenario_judge() {
	local row end dir verdict state addr rtt_ms args percent
	read -r _ rtt_ms _ <<<"$S_PATH"
	for row in "${S_EXPECT[@]}"; do
		read -r end dir verdict state <<<"$row"
		[[ $S_FAMILY == 6 ]] && addr=fd00:9:: || addr=10.9.0.
		[[ $end == A ]] && addr+=1 || addr+=2
		args=$(scenario_bdp "$end" "$dir")
		# A receiver knows its handshake alone: one packet each way, and a host that wakes up.
		percent=$S_RTT_PERCENT
		[[ $dir == recv ]] && ((percent < 10)) && percent=10
		((S_RTT_PERCENT)) && args+=" --rtt-ms $rtt_ms --rtt-percent $S_RTT_PERCENT"
		# shellcheck disable=SC2086
		"$LAB_BIN/judge" verdict --name "$S_NAME: $end" --laddr $addr --dir "$dir" \
			--expect "$verdict" --after $STEADY_AFTER --flows "$S_CONNECTIONS" \
			--netns "$(lab_netns "$end")" $args ${state:+--state "$state"} \
			"$LAB_TMP/trace.out" || return
	done >"$LAB_TMP/judged"
	"$LAB_BIN/judge" ledger --name "$S_NAME: ledger" "$LAB_TMP/trace.out" >>"$LAB_TMP/judged"
}

scenario_run() {
	scenario_load "$1" || tap_bail "no scenario $1"
	if ! scenario_congestion_is_there; then
		tap_skip "$S_NAME" "this kernel has no $S_CONGESTION"
		return
	fi
	scenario_start || tap_bail "$S_NAME: cannot start"
	scenario_trace
	scenario_replay
	lab_stop "$CLIENT"
	lab_stop "$SERVER"
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
	scenario_judge || tap_bail "$S_NAME: cannot judge"
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
