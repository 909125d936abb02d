# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Puts a scenario that scenario_load has read on the stage. To be sourced, after lab.sh:
#
#	stage_up			the link and the settings
#	stage_traffic SECONDS [OPTION...]	both ends, connected; once more for new connections
#	stage_stop			ends them
#
# LAB_BACKEND=tun|netem	the kind of link (tun)

LAB_BACKEND=${LAB_BACKEND:-tun}
STAGE_PORT=5201
EMULATED_RTT_MIN_MS=20

# The ground truth must not hang on what the host's defaults are: a new namespace inherits them.
DEFAULTS=(
	'net.ipv4.tcp_rmem=4096 131072 6291456'
	'net.ipv4.tcp_wmem=4096 16384 4194304'
	'net.ipv4.tcp_moderate_rcvbuf=1'
	'net.ipv4.tcp_window_scaling=1'
	'net.ipv4.tcp_timestamps=1'
	'net.ipv4.tcp_sack=1'
)

# Why the scenario cannot be had here, or nothing.
stage_why_not() {
	local known value
	read -r known </proc/sys/net/ipv4/tcp_available_congestion_control
	[[ " $known " == *" $S_CONGESTION "* ]] || echo "this kernel has no $S_CONGESTION"
	read -r _ value _ <<<"$S_PATH"
	[[ -z ${LAB_EMULATED:-} ]] || ((value >= EMULATED_RTT_MIN_MS)) ||
		echo "an emulated processor is later than its round trip of $value ms"
	[[ -n $S_HOST ]] || return
	known=${S_HOST%%=*}
	read -r value <"/proc/sys/${known//.//}"
	[[ $value == "${S_HOST#*=}" ]] || echo "$known is $value here, not ${S_HOST#*=}"
}

# Words of S_PATH, S_A and S_B are arguments.
stage_up() {
	local end setting
	# shellcheck disable=SC2086
	LAB_LOSS=$S_LOSS LAB_RATE_BA=$S_RATE_BA LAB_MTU=$S_MTU lab_up "$LAB_BACKEND" $S_PATH || return
	for end in A B; do
		lab_sysctl $end "${DEFAULTS[@]}" || return
	done
	for setting in "${S_SYSCTLS[@]}"; do
		lab_sysctl "${setting%% *}" "${setting#* }" || return
	done
}

# B listens. SERVER and CLIENT are their pids, their words are in $LAB_TMP/{server,client}.out.
stage_traffic() {
	local addr=10.9.0.2 server client
	local common=("-$S_FAMILY" --congestion "$S_CONGESTION" --connections $((S_CONNECTIONS ? S_CONNECTIONS : 1))
		--duration "$@")
	[[ $S_FAMILY == 6 ]] && addr=fd00:9::2
	# shellcheck disable=SC2086
	lab_spawn server B "$LAB_BIN/traffic" listen $S_B --port $STAGE_PORT "${common[@]}"
	lab_ready server || return
	# shellcheck disable=SC2086
	lab_spawn client A "$LAB_BIN/traffic" connect $S_A --addr $addr --port $STAGE_PORT \
		"${common[@]}"
	SERVER=$server CLIENT=$client
	lab_poll 10 stage_is_connected && return
	tap_note "$LAB_TMP/client.err"
	return 1
}

stage_is_connected() {
	local sockets
	# Through a file: an initramfs has no /dev/fd for a process substitution.
	lab_exec A ss -"$S_FAMILY" -tnH dport = :$STAGE_PORT >"$LAB_TMP/sockets"
	mapfile -t sockets <"$LAB_TMP/sockets"
	((${#sockets[@]} >= (S_CONNECTIONS ? S_CONNECTIONS : 1)))
}

stage_stop() {
	lab_stop "$CLIENT"
	lab_stop "$SERVER"
}
