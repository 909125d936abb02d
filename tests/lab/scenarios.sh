# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Reads scenarios.conf, and judges a scenario's NDJSON by what the table says must be seen: that of
# a live run and that of a stored capture alike. To be sourced, after tap.sh:
#
#	scenario_load 2				the variables S_*
#	LAB_EMULATED=yes			times are not times: verdicts alone are judged
#	S_ADDR_A=98.10.20.63			where an end has not the lab's address, but a pseudonym
#	scenario_judge FILE AFTER A B		A and B: the numbers of their namespaces

scenario_ids() {
	local line
	while IFS= read -r line; do
		[[ $line == '['*']'* ]] && line=${line#[} && printf '%s ' "${line%%]*}"
	done <"${BASH_SOURCE[0]%/*}/scenarios.conf"
}

scenario_set() {
	case $1 in
	path) S_PATH=$2 ;;
	loss) S_LOSS=$2 ;;
	rate-ba) S_RATE_BA=$2 ;;
	mtu) S_MTU=$2 ;;
	host) S_HOST=$2 ;;
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
# shellcheck disable=SC2034 # they are for the caller
scenario_load() {
	local line mine='' key
	S_NAME='' S_HOST='' S_PATH='100mbit 50' S_LOSS='' S_RATE_BA='' S_MTU=1500
	S_FAMILY=4 S_CONNECTIONS=1 S_CONGESTION=cubic
	S_A=write S_B=read S_RTT_PERCENT=5 S_SYSCTLS=() S_EXPECT=() S_BDP=() S_ADDR_A='' S_ADDR_B=''
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
	done <"${BASH_SOURCE[0]%/*}/scenarios.conf"
	[[ -n $S_NAME ]]
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
	case $1$S_FAMILY in
	A4) printf '%s' "${S_ADDR_A:-10.9.0.1}" ;;
	B4) printf '%s' "${S_ADDR_B:-10.9.0.2}" ;;
	A6) printf '%s' "${S_ADDR_A:-fd00:9::1}" ;;
	B6) printf '%s' "${S_ADDR_B:-fd00:9::2}" ;;
	esac
}

# scenario_judge FILE AFTER NETNS_A NETNS_B: the judge's lines for every row "expect" of the table,
# from AFTER seconds on. False if it could not judge.
scenario_judge() {
	local file=$1 after=$2 netns_a=$3 netns_b=$4 row end dir verdict state rtt_ms args percent
	read -r _ rtt_ms _ <<<"$S_PATH"
	for row in "${S_EXPECT[@]}"; do
		read -r end dir verdict state <<<"$row"
		args=$(scenario_bdp "$end" "$dir")
		# A receiver knows its handshake alone: one packet each way, and a host that wakes up; or
		# timestamps, whose clock ticks every millisecond.
		percent=$S_RTT_PERCENT
		[[ $dir == recv ]] && ((percent < 10)) && percent=10
		[[ $dir == recv ]] && ((percent < 100 / rtt_ms)) && percent=$((100 / rtt_ms))
		if ((S_CONNECTIONS)) && [[ -z ${LAB_EMULATED:-} ]]; then
			args+=" --changes 1"
			((rtt_ms <= 50)) && args+=" --within 2"
		fi
		((S_RTT_PERCENT)) && args+=" --rtt-ms $rtt_ms --rtt-percent $percent"
		[[ $end == A ]] && args+=" --netns $netns_a" || args+=" --netns $netns_b"
		# shellcheck disable=SC2086
		"$LAB_BIN/judge" verdict --name "$S_NAME: $end" --laddr "$(scenario_addr "$end")" \
			--dir "$dir" --expect "$verdict" --after "$after" \
			--flows "$S_CONNECTIONS" $args ${state:+--state "$state"} "$file" || return
	done
}
