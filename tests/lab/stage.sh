# shellcheck shell=bash disable=SC2034,SC2086,SC2153,SC2209
# SPDX-License-Identifier: GPL-2.0-only
#
# Puts a scenario that scenario_load has read on the stage. To be sourced, after lab.sh and
# scenarios.sh:
#
#	stage_up			the link and the settings
#	stage_traffic SECONDS [OPTION...]	both ends, connected; once more for new connections
#	stage_stop			ends them
#	stage_measure			RATE, of new connections
#
# LAB_BACKEND=tun|netem	the kind of link (tun); a row that needs the user-space link has that
# WARM_UP=3		seconds of a new connection until its rate is one, and
# MEASURED=3		seconds that are measured then

LAB_BACKEND=${LAB_BACKEND:-tun}
EMULATED_RTT_MIN_MS=20
WARM_UP=${WARM_UP:-3}
MEASURED=${MEASURED:-3}
[[ -z ${LAB_EMULATED:-} ]] || WARM_UP=$((2 * WARM_UP))

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
	[[ -z $S_NEEDS ]] || "$LAB_BIN/traffic" probe "$S_NEEDS" || echo "this kernel has no $S_NEEDS"
	[[ -z $S_GLOBAL || -n ${LAB_EMULATED:-} ]] || echo "sets ${S_GLOBAL%%=*} of a host that is not ours"
	[[ -z $S_SOCKOPS ]] || stage_cgroups >/dev/null || echo 'no cgroup2 is mounted'
	[[ -n $S_HOST ]] || return
	known=${S_HOST%%=*}
	read -r value <"/proc/sys/${known//.//}"
	[[ $value == "${S_HOST#*=}" ]] || echo "$known is $value here, not ${S_HOST#*=}"
}

# Where the control groups are.
stage_cgroups() {
	local at type
	while read -r _ at type _; do
		[[ $type != cgroup2 ]] || { printf '%s' "$at" && return; }
	done </proc/self/mounts
	return 1
}

# The user-space link's own options.
stage_link() {
	LAB_LINK=()
	[[ -z $S_WANDER ]] || LAB_LINK+=(--wander-ab "${S_WANDER// /:}")
	case $S_MIDDLEBOX in
	'') ;;
	both' '*) LAB_LINK+=(--middlebox "${S_MIDDLEBOX#* }") ;;
	*) LAB_LINK+=("--middlebox-${S_MIDDLEBOX%% *}" "${S_MIDDLEBOX#* }") ;;
	esac
}

# Words of S_PATH, S_A and S_B are arguments.
stage_up() {
	local end setting backend=$LAB_BACKEND LAB_RATE_BA LAB_QUEUE_BA
	read -r LAB_RATE_BA LAB_QUEUE_BA <<<"$S_RATE_BA"
	stage_link
	((${#LAB_LINK[@]} == 0)) || backend=tun
	# shellcheck disable=SC2086
	LAB_LOSS=$S_LOSS LAB_MTU=$S_MTU LAB_QDISC=$S_QDISC lab_up "$backend" $S_PATH || return
	for end in A B; do
		lab_sysctl $end "${DEFAULTS[@]}" || return
	done
	for setting in "${S_SYSCTLS[@]}"; do
		lab_sysctl "${setting%% *}" "${setting#* }" || return
	done
	for setting in "${S_ROUTES[@]}"; do
		stage_route "${setting%% *}" "${setting#* }" || return
	done
	stage_global || return
	[[ -z $S_SOCKOPS ]] || stage_sockops || return
	[[ -z $S_WINDOW ]] || stage_window || return
	[[ -z $S_FIRST ]] || stage_first
}

# It must end in peace: of one that is reset nothing stays.
stage_first() {
	stage_traffic $((S_FIRST + 2)) --each "$S_FIRST" || return
	lab_poll $((S_FIRST + 10)) lab_gone "$CLIENT"
	stage_stop
}

# What is of the whole host is so again for the next row.
stage_global() {
	local file
	if [[ -n ${GLOBAL_WAS:-} ]]; then
		echo "${GLOBAL_WAS#*=}" >"${GLOBAL_WAS%%=*}" || return
		GLOBAL_WAS=''
	fi
	[[ -n $S_GLOBAL ]] || return 0
	file=${S_GLOBAL%%=*}
	file=/proc/sys/${file//.//}
	GLOBAL_WAS=$file=$(<"$file")
	echo "${S_GLOBAL#*=}" >"$file"
}

# stage_route END METRICS: of that end's route to the other.
stage_route() {
	# shellcheck disable=SC2086
	ip -n "$(lab_ns "$1")" route change 10.9.0.0/24 dev $LAB_DEV $2
}

# S_SOCKOPS is END OPTIONS: a program in a control group that CGROUP_END names.
stage_sockops() {
	local sockops
	# shellcheck disable=SC2086
	lab_spawn sockops host "$LAB_BIN/sockops" --cgroups "$(stage_cgroups)" \
		--object "$LAB_BIN/sockops.bpf.o" ${S_SOCKOPS#* } || return
	lab_ready sockops
}

# stage_spawn NAME END COMMAND...: in the control group of that end, if it has one.
stage_spawn() {
	local name=$1 end=$2 group
	shift 2
	[[ -z $S_LOOPBACK ]] || end=A
	if [[ $S_SOCKOPS == "$end "* ]]; then
		read -r _ group <"$LAB_TMP/sockops.out"
		# In a namespace of ip's, /sys is another: the group is entered before.
		# shellcheck disable=SC2016 # the inner shell expands it
		lab_spawn "$name" host bash -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group" \
			ip netns exec "$(lab_ns "$end")" "$@"
		return
	fi
	lab_spawn "$name" "$end" "$@"
}

# S_WINDOW is "rmem BYTES" or "rcvbuf BYTES": the window that B is to have at most. How large a
# buffer that takes depends on the kernel and on what its devices hand over: a first connection
# tells.
stage_window() {
	local how want rmem=262144 found b=$S_B
	read -r how want <<<"$S_WINDOW"
	lab_sysctl B "net.ipv4.tcp_rmem=4096 131072 $rmem" || return
	stage_traffic 5 || return
	sleep 3 # of traffic, for the window to grow
	found=$(stage_peer_window)
	stage_stop
	[[ -n $found ]] || return
	rmem=$((rmem * want / found))
	printf '# a window of %d bytes takes a buffer of %d\n' "$want" "$rmem"
	if [[ $how == rmem ]]; then
		lab_sysctl B "net.ipv4.tcp_rmem=4096 131072 $rmem"
	else
		S_B="$b --rcvbuf $((rmem / 2))"
		lab_sysctl B 'net.ipv4.tcp_rmem=4096 131072 6291456'
	fi
}

# What B has advertised to A.
stage_peer_window() {
	lab_exec A ss -tinH dport = :$STAGE_PORT | sed -n 's/.* snd_wnd:\([0-9]*\).*/\1/p' | head -n 1
}

# B listens. SERVER and CLIENT are their pids, their words are in $LAB_TMP/{server,client}.out.
stage_traffic() {
	local addr server client
	local common=("-$S_FAMILY" --congestion "$S_CONGESTION" --connections $((S_CONNECTIONS ? S_CONNECTIONS : 1))
		--duration "$@")
	addr=$(S_ADDR_B='' && scenario_addr B)
	# shellcheck disable=SC2086
	stage_spawn server B "$LAB_BIN/traffic" listen $S_B --port $STAGE_PORT "${common[@]}"
	lab_ready server || return
	# shellcheck disable=SC2086
	stage_spawn client A "$LAB_BIN/traffic" connect $S_A --addr "$addr" --port $STAGE_PORT \
		"${common[@]}"
	SERVER=$server CLIENT=$client
	if ! lab_poll 10 stage_is_connected; then
		tap_note "$LAB_TMP/client.err"
		return 1
	fi
	[[ -z $S_ALSO ]] || stage_also "$1"
}

# S_ALSO is what B does beside, at a connection of its own: write or read, and options.
stage_also() {
	local also_server also_client other=read
	[[ $S_ALSO == write* ]] || other=write
	lab_spawn also_server A "$LAB_BIN/traffic" listen $other --port $((STAGE_PORT + 1)) --duration "$1"
	lab_ready also_server || return
	# shellcheck disable=SC2086
	lab_spawn also_client B "$LAB_BIN/traffic" connect $S_ALSO --addr 10.9.0.1 \
		--port $((STAGE_PORT + 1)) --duration "$1" --congestion cubic
	ALSO="$also_client $also_server"
}

stage_is_connected() {
	local sockets
	# Through a file: an initramfs has no /dev/fd for a process substitution.
	lab_exec A ss -"$S_FAMILY" -tnH dport = :$STAGE_PORT >"$LAB_TMP/sockets"
	mapfile -t sockets <"$LAB_TMP/sockets"
	((${#sockets[@]} >= (S_CONNECTIONS ? S_CONNECTIONS : 1)))
}

stage_stop() {
	local pid
	for pid in "$CLIENT" "$SERVER" ${ALSO:-}; do
		lab_stop "$pid"
	done
	ALSO=''
}

# RATE: bits per second of what the reading end of new connections got.
stage_measure() {
	local reader=server bytes seconds warm_up=${S_WARM_UP:-$WARM_UP}
	[[ $S_A != read* && $S_A != ask* ]] || reader=client
	stage_traffic $((warm_up + MEASURED)) --warm-up "$warm_up" || return
	lab_poll $((warm_up + MEASURED + 10)) lab_gone "$CLIENT"
	stage_stop
	read -r bytes seconds <<<"$(sed -n 's/.* received_bytes \([0-9]*\) seconds \([0-9.]*\) .*/\1 \2/p' \
		"$LAB_TMP/$reader.out")"
	seconds=${seconds/./}
	((10#${seconds:-0} > 0)) && RATE=$((bytes * 8000 / 10#$seconds))
}
