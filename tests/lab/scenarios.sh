# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Reads scenarios.conf, and judges a scenario's NDJSON by what the table says must be seen: that of
# a live run and that of a stored capture alike. To be sourced, after tap.sh:
#
#	scenario_load 2				the variables S_*
#	scenario_control			the same without the cause
#	LAB_EMULATED=yes			times are not times: verdicts alone are judged
#	S_ADDR_A=98.10.20.63			where an end has not the lab's address, but a pseudonym
#	scenario_judge FILE AFTER A B		A and B: the numbers of their namespaces

SCENARIOS=${BASH_SOURCE[0]%/*}/scenarios.conf
STAGE_PORT=${STAGE_PORT:-5201}

# Every row, those that are made of parts last.
scenario_ids() {
	local line crosses=()
	while IFS= read -r line; do
		case $line in
		'['*']'*) line=${line#[} && printf '%s ' "${line%%]*}" ;;
		'cross: '*) crosses+=("${line#cross: }") ;;
		esac
	done <"$SCENARIOS"
	for line in "${crosses[@]}"; do
		scenario_cross '' "$line"
	done
}

# scenario_cross BEGUN 'a b x c d': a+c a+d b+c b+d
scenario_cross() {
	local part
	for part in ${2%% x *}; do
		if [[ $2 == *' x '* ]]; then
			scenario_cross "$1$part+" "${2#* x }"
		else
			printf '%s ' "$1$part"
		fi
	done
}

# scenario_set KEY VALUE. What may be repeated becomes nothing again by the value "none".
# shellcheck disable=SC2034 # they are for the caller
scenario_set() {
	local value=$2
	[[ $value != none ]] || value=
	case $1 in
	path) S_PATH=$value ;;
	loss) S_LOSS=$value ;;
	rate-ba) S_RATE_BA=$value ;;
	mtu) S_MTU=$value ;;
	wander) S_WANDER=$value ;;
	middlebox) S_MIDDLEBOX=$value ;;
	loopback) S_LOOPBACK=$value ;;
	host) S_HOST=$value ;;
	global) S_GLOBAL=$value ;;
	needs) S_NEEDS=$value ;;
	sysctl) S_SYSCTLS+=("$value") ;;
	route) S_ROUTES+=("$value") && [[ $value ]] || S_ROUTES=() ;;
	qdisc) S_QDISC=$value ;;
	sockops) S_SOCKOPS=$value ;;
	window) S_WINDOW=$value ;;
	family) S_FAMILY=$value ;;
	connections) S_CONNECTIONS=$value ;;
	congestion) S_CONGESTION=$value ;;
	first) S_FIRST=$value ;;
	warm-up) S_WARM_UP=$value ;;
	seconds) S_SECONDS=$value ;;
	A) S_A=$value ;;
	B) S_B=$value ;;
	A+) S_A+=" $value" ;;
	B+) S_B+=" $value" ;;
	A-) S_A=${S_A/ $value/} ;;
	B-) S_B=${S_B/ $value/} ;;
	also) S_ALSO=$value ;;
	expect) S_EXPECT+=("$value") ;;
	bdp) S_BDP+=("$value") ;;
	rtt) S_RTT_PERCENT=$value ;;
	blind) S_BLIND=$value ;;
	control) S_CONTROL+=("$value") ;;
	gain) S_GAIN=$value ;;
	*) tap_bail "scenarios.conf: unknown key $1" ;;
	esac
}

# scenario_read BEGIN: the lines below the one that begins so. False if there is none.
scenario_read() {
	local line mine='' found=1
	while IFS= read -r line; do
		case $line in
		'' | '#'* | 'cross: '*) ;;
		"$1 "*) mine=yes found=0 S_TITLE=${line#"$1 "} ;;
		'['* | '('*) mine='' ;;
		*) [[ -z $mine ]] || scenario_set "${line%%:*}" "${line#*: }" ;;
		esac
	done <"$SCENARIOS"
	return $found
}

# scenario_load ID: the variables S_*; false if there is no such scenario.
# shellcheck disable=SC2034 # they are for the caller
scenario_load() {
	local part parts
	S_TITLE='' S_HOST='' S_GLOBAL='' S_NEEDS='' S_PATH='100mbit 50' S_LOSS='' S_RATE_BA='' S_MTU=1500
	S_WANDER='' S_MIDDLEBOX='' S_LOOPBACK='' S_QDISC='' S_SOCKOPS='' S_WINDOW='' S_ALSO=''
	S_FAMILY=4 S_CONNECTIONS=1 S_CONGESTION=cubic S_FIRST='' S_WARM_UP='' S_SECONDS=''
	S_A=write S_B=read S_RTT_PERCENT=5 S_SYSCTLS=() S_ROUTES=() S_EXPECT=() S_BDP=()
	S_CONTROL=() S_GAIN='' S_BLIND='' S_ADDR_A='' S_ADDR_B=''
	if [[ $1 == *+* ]]; then
		IFS=+ read -r -a parts <<<"$1"
		for part in "${parts[@]}"; do
			scenario_read "($part)" || return
		done
		S_NAME=$1
	else
		scenario_read "[$1]" || return
		S_NAME="$1 $S_TITLE"
	fi
}

# Takes the cause away; false if the row does not say how.
scenario_control() {
	local row
	((${#S_CONTROL[@]})) || return
	for row in "${S_CONTROL[@]}"; do
		scenario_set "${row%% *}" "${row#* }"
	done
}

# scenario_bdp END DIRECTION: the judge's options for what that end must see, if anything.
scenario_bdp() {
	local row end dir bytes percent
	for row in "${S_BDP[@]}"; do
		read -r end dir bytes percent <<<"$row"
		[[ "$end $dir" == "$1 $2" ]] && printf '%s' "--bdp $bytes --bdp-percent $percent"
	done
}

# scenario_addr END
scenario_addr() {
	case $1$S_FAMILY${S_LOOPBACK:+lo} in
	A4) printf '%s' "${S_ADDR_A:-10.9.0.1}" ;;
	B4) printf '%s' "${S_ADDR_B:-10.9.0.2}" ;;
	A6) printf '%s' "${S_ADDR_A:-fd00:9::1}" ;;
	B6) printf '%s' "${S_ADDR_B:-fd00:9::2}" ;;
	?4lo) printf '%s' 127.0.0.1 ;;
	?6lo) printf '%s' ::1 ;;
	esac
}

# scenario_judge FILE AFTER NETNS_A NETNS_B: the judge's lines for every row "expect" of the table,
# from AFTER seconds on. False if it could not judge.
scenario_judge() {
	local file=$1 after=$2 netns_a=$3 netns_b=$4 row end dir verdict state rtt_ms args percent
	read -r _ rtt_ms _ <<<"$S_PATH"
	[[ -z $S_LOOPBACK ]] || netns_b=$netns_a
	for row in "${S_EXPECT[@]}"; do
		read -r end dir verdict state <<<"$row"
		args=$(scenario_bdp "$end" "$dir")
		# A receiver knows its handshake alone: one packet each way, and a host that wakes up; or
		# timestamps, whose clock ticks every millisecond.
		percent=$S_RTT_PERCENT
		[[ $dir == recv ]] && ((percent < 10)) && percent=10
		[[ $dir == recv ]] && ((percent < 100 / rtt_ms)) && percent=$((100 / rtt_ms))
		# Flows that share a path take turns, and a path that wanders changes what limits.
		if ((S_CONNECTIONS == 1)) && [[ -z ${LAB_EMULATED:-} ]]; then
			[[ -n $S_WANDER ]] || args+=" --changes 1"
			((rtt_ms <= 50)) && args+=" --within 2"
		fi
		((S_RTT_PERCENT)) && args+=" --rtt-ms $rtt_ms --rtt-percent $percent"
		[[ $end == A ]] && args+=" --netns $netns_a --rport $STAGE_PORT" ||
			args+=" --netns $netns_b --lport $STAGE_PORT"
		# shellcheck disable=SC2086
		"$LAB_BIN/judge" verdict --name "$S_NAME: $end" --laddr "$(scenario_addr "$end")" \
			--dir "$dir" --expect "$verdict" --after "$after" \
			--flows "$S_CONNECTIONS" $args ${state:+--state "$state"} "$file" || return
	done
	[[ -n $S_BLIND ]] || "$LAB_BIN/judge" ends --name "$S_NAME" --port "$STAGE_PORT" \
		--after "$after" "$file"
}
