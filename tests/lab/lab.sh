# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A lab is two network namespaces, A (10.9.0.1, fd00:9::1) and B (10.9.0.2, fd00:9::2), and a link
# between them whose rate, round-trip time and queue are known. To be sourced:
#
#	lab_up tun 100mbit 50		or netem, where the kernel has it
#	lab_spawn server B traffic listen read --port 5201
#	lab_down
#
# The link lives in the two namespaces alone, so nothing of the host's network is touched, and any
# number of labs can stand side by side. Whatever lab_up and lab_spawn made is removed by lab_down,
# by its pid or name, and lab_down also runs when the script ends or is interrupted.

LAB_ROOT=${LAB_ROOT:-$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)}
LAB_BIN=${LAB_BIN:-$LAB_ROOT/build/tests/lab}
TCPBDP=${TCPBDP:-$LAB_ROOT/build/tcpbdp}

LAB_DEV=lab0
LAB_MTU=${LAB_MTU:-1500}
LAB_A='' LAB_B='' LAB_TMP=''
LAB_PIDS=()
LAB_LINK=() # more options of the user-space link

lab_fail() {
	printf 'lab: %s\n' "$*" >&2
	return 1
}

# lab_poll SECONDS COMMAND...: true as soon as the command is, false when the time is over.
lab_poll() {
	local deadline=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000))
	shift
	until "$@"; do
		((${EPOCHREALTIME/[.,]/} < deadline)) || return 1
		sleep 0.05
	done
}

# lab_gone PID: a process of ours is no more. The number alone proves nothing, since it may have
# been given to a stranger by now: it must be a child of this shell. The file is read at once, for
# it changes between two reads: hence the one of a single line.
lab_gone() {
	local stat state parent
	{ read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
	read -r state parent _ <<<"${stat##*) }"
	[[ $state == Z || $parent != "$$" ]]
}

# lab_stop PID [SIGNAL]: ends a process of ours and waits for it, however it takes the signal.
lab_stop() {
	lab_gone "$1" && return
	kill -s "${2:-TERM}" "$1"
	lab_poll 5 lab_gone "$1" || kill -s KILL "$1"
	wait "$1" 2>/dev/null
}

lab_traps() {
	trap lab_down EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

lab_ns() {
	case $1 in
	A) printf '%s' "$LAB_A" ;;
	B) printf '%s' "$LAB_B" ;;
	*) lab_fail "no such end: $1" ;;
	esac
}

# lab_exec A|B COMMAND...: in the foreground, in that end's namespace.
lab_exec() {
	local end=$1
	shift
	ip netns exec "$(lab_ns "$end")" "$@"
}

# lab_netns A|B|host: the number by which the kernel knows that namespace. Every lab has the same
# addresses, so it takes this to tell two labs apart.
lab_netns() {
	local link
	if [[ $1 == host ]]; then
		link=$(readlink /proc/self/ns/net)
	else
		link=$(lab_exec "$1" readlink /proc/self/ns/net)
	fi
	link=${link#*[}
	printf '%s' "${link%]}"
}

# lab_spawn NAME A|B|host COMMAND...: in the background; its pid goes to the variable NAME, its
# output to $LAB_TMP/NAME.out and .err. Never call it in a subshell: its children die with that.
lab_spawn() {
	local -n lab_spawned=$1
	local out=$LAB_TMP/$1 end=$2 enter=()
	shift 2
	[[ $end == host ]] || enter=(ip netns exec "$(lab_ns "$end")")
	: >"$out.out" # before the child does: what a namesake said must not be taken for its word
	"${enter[@]}" "$@" >"$out.out" 2>"$out.err" &
	lab_spawned=$!
	LAB_PIDS+=("$lab_spawned")
}

lab_is_ready() {
	# shellcheck disable=SC2034 # LAB_PORT is for the caller
	[[ -s $1.out ]] && read -r LAB_READY LAB_PORT <"$1.out" && [[ $LAB_READY == ready ]]
}

# lab_ready NAME: waits until what was spawned so says "ready"; LAB_PORT is the port it listens on.
lab_ready() {
	lab_poll 10 lab_is_ready "$LAB_TMP/$1" && return
	[[ -s $LAB_TMP/$1.err ]] && cat "$LAB_TMP/$1.err" >&2
	lab_fail "$1 did not get ready"
}

# lab_sysctl A|B NAME=VALUE...: through /proc, since the value may hold blanks and sysctl(8) may
# be absent. The path is looked up in the namespace of the writer.
lab_sysctl() {
	local end=$1 setting
	shift
	for setting; do
		# shellcheck disable=SC2016 # the inner shell expands it
		lab_exec "$end" bash -c 'echo "$2" >"/proc/sys/${1//.//}"' - \
			"${setting%%=*}" "${setting#*=}" ||
			lab_fail "$end: cannot set $setting" || return
	done
}

# 100mbit -> 100000000
lab_bps() {
	case $1 in
	*gbit) printf '%s' $((${1%gbit} * 1000000000)) ;;
	*mbit) printf '%s' $((${1%mbit} * 1000000)) ;;
	*kbit) printf '%s' $((${1%kbit} * 1000)) ;;
	*) printf '%s' "$1" ;;
	esac
}

# Milliseconds, with up to three decimals, to microseconds.
lab_usec() {
	local whole=${1%.*} part=000
	[[ $1 == *.* ]] && part=${1#*.}000
	printf '%s' $((10#${whole:-0} * 1000 + 10#${part:0:3}))
}

lab_link_tun() {
	local rate=$1 one_way_us=$2 queue=$3 rate_ba=${LAB_RATE_BA:-} ms qdisc=${LAB_QDISC:-}
	printf -v ms '%d.%03d' $((one_way_us / 1000)) $((one_way_us % 1000))
	lab_spawn lab_link host "$LAB_BIN/link" --ns-a "$LAB_A" --ns-b "$LAB_B" --dev $LAB_DEV \
		--mtu "$LAB_MTU" --rate-ab "$rate" --rate-ba "${rate_ba:-$rate}" --delay "$ms" --queue-ab "$queue" \
		--queue-ba "${LAB_QUEUE_BA:-$queue}" --loss-ab "${LAB_LOSS:-0}" "${LAB_LINK[@]}"
	lab_ready lab_link || return
	# shellcheck disable=SC2086
	[[ -z $qdisc ]] || tc -n "$(lab_ns "${qdisc%% *}")" qdisc add dev $LAB_DEV root ${qdisc#* }
}

# Rate and delay at the same place, the egress of either end: netem then computes when a packet
# leaves a serialiser of that rate and adds the delay. Its limit counts packets, and those in the
# delay line too.
#
# netem takes a segmentation-offload packet as one: rate and average stay right, but all of it
# arrives at its end's time. So such a burst may last at most 2 % of the round-trip time. No packet
# may be one where losses are drawn, since it would be lost as a whole. As the limit is for packets
# of one MTU, the queue holds more than was asked for if they are larger: never less.
#
# An end that is given a qdisc of its own has that alone, and the other end's netem delays for both:
# what netem has taken is no longer the sender's, who would then know nothing of its own queue.
lab_link_netem() {
	local rate=$1 one_way_us=$2 queue=$3 limit segments ns loss=() qdisc=${LAB_QDISC:-}
	segments=$((rate * one_way_us / 25000000 / (LAB_MTU * 8)))
	limit=$((queue / LAB_MTU + rate * one_way_us / 8000000 / LAB_MTU + 64))
	((segments > 1)) && [[ -z ${LAB_LOSS:-} ]] || segments=1
	ip -n "$LAB_A" link add $LAB_DEV mtu "$LAB_MTU" gso_max_segs $segments \
		type veth peer name $LAB_DEV mtu "$LAB_MTU" gso_max_segs $segments netns "$LAB_B" ||
		return
	[[ -z $qdisc ]] || one_way_us=$((2 * one_way_us))
	for ns in "$LAB_A" "$LAB_B"; do
		if [[ -n $qdisc && $ns == "$(lab_ns "${qdisc%% *}")" ]]; then
			# shellcheck disable=SC2086
			ip -n "$ns" link set $LAB_DEV up && tc -n "$ns" qdisc add dev $LAB_DEV root ${qdisc#* } || return
			continue
		fi
		[[ $ns == "$LAB_A" && ${LAB_LOSS:-} ]] && loss=(loss "$LAB_LOSS%") || loss=()
		if [[ $ns == "$LAB_B" && ${LAB_RATE_BA:-} ]]; then
			rate=$(lab_bps "$LAB_RATE_BA")
			[[ -z ${LAB_QUEUE_BA:-} ]] ||
				limit=$((LAB_QUEUE_BA / LAB_MTU + rate * one_way_us / 8000000 / LAB_MTU))
		fi
		ip -n "$ns" link set $LAB_DEV up gso_max_segs $segments &&
			ip netns exec "$ns" tc qdisc add dev $LAB_DEV root netem \
				delay "${one_way_us}us" rate "${rate}bit" limit $limit "${loss[@]}" ||
			return
	done
}

lab_addresses() {
	local ns host
	for ns in "$LAB_A" "$LAB_B"; do
		[[ $ns == "$LAB_A" ]] && host=1 || host=2
		ip -n "$ns" link set lo up &&
			ip -n "$ns" addr add 10.9.0.$host/24 dev $LAB_DEV &&
			ip -n "$ns" addr add fd00:9::$host/64 dev $LAB_DEV nodad || return
		[[ -z ${LAB_CONGESTION:-} ]] ||
			ip -n "$ns" route change 10.9.0.0/24 dev $LAB_DEV src 10.9.0.$host \
				congctl "$LAB_CONGESTION" || return
	done
}

# lab_up BACKEND RATE RTT_MS [QUEUE_BYTES]: the queue in front of each direction's rate is eight BDP
# unless said otherwise, so deep that no loss shrinks the congestion window of a flow which is to be
# limited by something else. LAB_LOSS is the loss from A to B in percent, LAB_RATE_BA and LAB_QUEUE_BA
# the rate and the queue from B to A where they are others, LAB_MTU the link's. LAB_QDISC is an end
# and the root qdisc of its device. LAB_CONGESTION is what programs use that cannot be told (over IPv4);
# else it is what the host prefers.
lab_up() {
	local backend=$1 rate rtt_us queue=${4:-}
	lab_down
	rate=$(lab_bps "$2") && rtt_us=$(lab_usec "$3") || return
	((${queue:=$((rate * rtt_us / 1000000))} >= 65536)) || queue=65536
	# Names before things: whatever exists when a signal comes can be removed by name.
	LAB_A=tcpbdp-$$-a LAB_B=tcpbdp-$$-b LAB_TMP=${TMPDIR:-/tmp}/tcpbdp-$$
	lab_traps
	if ! { mkdir -m 700 "$LAB_TMP" && ip netns add "$LAB_A" && ip netns add "$LAB_B" &&
		"lab_link_$backend" "$rate" $((rtt_us / 2)) "$queue" && lab_addresses &&
		lab_sysctl A net.ipv4.tcp_no_metrics_save=1 &&
		lab_sysctl B net.ipv4.tcp_no_metrics_save=1; }; then
		lab_down
		lab_fail "cannot make the $backend link"
	fi
}

# Runs a command to its end, also when a Ctrl-C goes to all processes of the group.
lab_shielded() { (trap '' HUP INT TERM && exec "$@"); }

# Removes whatever is there, what came last first. A signal meanwhile waits until that is done.
lab_down() {
	local i signal=''
	[[ -n $LAB_A ]] || return 0
	trap 'signal=129' HUP
	trap 'signal=130' INT
	trap 'signal=143' TERM
	for ((i = ${#LAB_PIDS[@]} - 1; i >= 0; i--)); do
		lab_stop "${LAB_PIDS[i]}"
	done
	LAB_PIDS=()
	for i in "$LAB_A" "$LAB_B"; do
		[[ ! -e /run/netns/$i ]] || lab_shielded ip netns del "$i"
	done
	lab_shielded rm -rf "$LAB_TMP"
	LAB_A='' LAB_B='' LAB_TMP=''
	lab_traps
	[[ -z $signal ]] || exit "$signal"
}
