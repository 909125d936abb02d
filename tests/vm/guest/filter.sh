#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# filter.sh: filters of several values on the running kernel, in TAP. Needs root.
#
# With each kind of hook: of the sockets of two flows only those that were asked for are reported, and
# every event is accounted for. Lists of full length load. What hist counts and list lists is the same.
# A kind that the kernel refuses is attach.sh's business, and skipped here. FILTER_SHORT=1 leaves out
# what no other kernel would do otherwise.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
tcpbdp=${TCPBDP:-$here/../../../build/tcpbdp}

skip_all() { echo "1..0 # SKIP $1"; exit 0; }

[ "$(id -u)" -eq 0 ] || skip_all "needs root"
[ -x "$tcpbdp" ] || skip_all "needs $tcpbdp: build it first"
for tool in iperf3 ss unshare; do
	command -v $tool >/dev/null || skip_all "needs $tool"
done

# A network namespace of its own keeps the fixed ports free, and the sockets apart from others.
[ "${FILTER_UNSHARED:-}" = 1 ] || FILTER_UNSHARED=1 exec unshare -n "$0" "$@"

netns=$(readlink /proc/self/ns/net | tr -dc 0-9)
work=$(mktemp -d)
crowd=()

# shellcheck source=../../lab/tap.sh
. "$here/../../lab/tap.sh"
# shellcheck source=flows.sh
. "$here/flows.sh"

cleanup() {
	flows_stop
	[ ${#crowd[@]} -eq 0 ] || kill "${crowd[@]}"
	rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# ports KEY FILE: its values in the objects of sockets, once each, in order
ports() {
	grep -o '"type":"socket".*' "$2" | grep -o "\"$1\":[0-9]*" | tr -dc '0-9\n' | sort -un | paste -sd' '
}

# ledger_is_whole FILE: as attach.sh looks at it
ledger_is_whole() {
	awk -v netns="$netns" -f "$here/trace.awk" "$1" |
		awk '$1 == "ledger" { whole = $2 > 0 && $2 == $3 && $4 == $5 } END { exit !whole }'
}

expect() { # WHAT COMMAND...
	tap_test "$@" && return
	tap_note "$work/out" 3 | cut -c 1-400
	tap_note "$work/err" 3
}

run() { # COMMAND ARGUMENT...
	timeout -k 1 60 "$tcpbdp" "$@" --netns "$netns" >"$work/out" 2>"$work/err" </dev/null
	status=$?
}

# asked KIND KEY EXPECTED OPTION...: the ports that a trace reports, and the ledger
asked() {
	local kind=$1 key=$2 expected=$3
	shift 3
	local name="$kind, $*"
	run trace -j -d 2 --attach "$kind" "$@"
	expect "${name:0:90}: ${expected:-nothing}" test "$(ports "$key" "$work/out")" = "$expected"
	expect "${name:0:90}: every event is accounted for" ledger_is_whole "$work/out"
}

accepts() { # KIND
	run trace -j -d 0.1 --attach "$1"
	[ $status -eq 0 ] && return
	tap_skip "$1: filters of several values" "$(head -n 1 "$work/err")"
	return 1
}

# By the ports of flows.sh; the connections that control iperf3 have others, and hardly any traffic.
by_kind() {
	local kind=$1
	accepts "$kind" || return
	asked "$kind" lport '5202 40001' -L 40001,5202
	asked "$kind" lport '40001' -L 40001,40002 -D 9,5201 --addr 10.0.0.0/8,127.0.0.1 \
		-p "$$,${flow_pids[2]}" --comm nobody,iperf3 --cgroup /
	[[ ! ${FILTER_SHORT:-} ]] || return 0
	asked "$kind" lport '40001 40002' -L 40001 -L 9 --lport 40002
	asked "$kind" lport '5201 40001' -P 9,40001
	asked "$kind" lport '' -L 40001,40002 --addr 10.0.0.0/8,::1
	# the clients' processes: of a pid or another
	asked "$kind" lport '40001 40002' -L 40001,40002,5201,5202 \
		-p "${flow_pids[2]},${flow_pids[3]}"
	asked "$kind" lport '40002' -L 40001,40002,5201,5202 -p "$$" -p "${flow_pids[3]}"
	asked "$kind" lport '5201 5202 40001 40002' -L 40001,40002,5201,5202 -p iperf3
	expect "$kind, -p iperf3: says how many" \
		grep -qx 'tcpbdp: -p iperf3: [0-9]* processes' "$work/err"
	asked "$kind" lport '40001' -L 40001,9 --comm nobody,iperf3
	asked "$kind" lport '' -L 40001,9 --comm nobody,iperf
}

# As many values as there is room for: the kernel must still find an end to it.
full_lists() {
	local all addrs i lists
	for ((i = 0; i < 253; i++)); do
		sleep 60 &
		crowd+=($!)
	done
	all=$(IFS=, && echo "${crowd[*]},${flow_pids[2]},${flow_pids[3]}")
	addrs=$(printf '10.9.%d.0/24,' {1..31})127.0.0.1
	lists=(-P "$(seq -s, 1 30),40001,5202" -L "$(seq -s, 1 30),40001,40002"
		-D "$(seq -s, 1 30),5201,5202" --addr "$addrs" -p "$all"
		--comm "$(seq -s, 1 31),iperf3" --cgroup /)
	asked auto lport '40001 40002' "${lists[@]}"
	run hist rtt -j -d 2 "${lists[@]}" --by lport
	expect 'hist with full lists: two groups' \
		test "$(grep -o '{"group":"[0-9]*"' "$work/out" | sort | paste -sd' ')" = \
		'{"group":"40001" {"group":"40002"'
	run list -j "${lists[@]}"
	expect 'list with full lists' test "$(ports lport "$work/out")" = '40001 40002'
	run list -j --via netlink "${lists[@]}"
	expect 'list by inet_diag with full lists' test "$(ports lport "$work/out")" = '40001 40002'
	kill "${crowd[@]}"
	crowd=()
}

hist_and_list() {
	run hist rtt -j -d 2 --by lport -L 40001,5202
	expect 'hist counts two ports' \
		test "$(grep -o '{"group":"[0-9]*"' "$work/out" | sort | paste -sd' ')" = \
		'{"group":"40001" {"group":"5202"'
	run hist rtt -j -d 2 --by lport -L 40001,40002,5202 --comm nobody,iperf3 -p "${flow_pids[2]}"
	expect 'hist counts what one process of a name owns' \
		test "$(grep -o '{"group":"[0-9]*"' "$work/out" | paste -sd' ')" = '{"group":"40001"'
	run list -j -L 40001 -L 5202
	expect 'list lists two ports' test "$(ports lport "$work/out")" = '5202 40001'
	run list -j -P 40001,40002 --comm nobody -p "${flow_pids[2]}"
	expect 'list: nobody is called so' test "$(ports lport "$work/out")" = ''
	timeout -k 1 60 "$tcpbdp" record -o "$work/run.tcpbdp" -d 2 --netns "$netns" -L 40001,5202 2>"$work/err"
	timeout -k 1 60 "$tcpbdp" list -j --replay "$work/run.tcpbdp" >"$work/out" 2>>"$work/err"
	expect 'a capture holds no others' test "$(ports lport "$work/out")" = '5202 40001'
}

ip link set lo up
flows_start 600 || tap_bail 'no test traffic'
for kind in ${FILTER_KINDS:-tracepoint fentry kprobe}; do
	by_kind "$kind"
done
[[ ${FILTER_SHORT:-} ]] || { hist_and_list; full_lists; }
tap_plan
