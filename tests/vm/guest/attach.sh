#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# attach.sh: every kind of hook on the running kernel, in TAP. Needs root.
#
# Each kind must load, see two flows from both of their ends, account for every event, and
# leave nothing behind. A kind that the kernel refuses must be refused in one clear line; it is
# then reported as skipped, unless ATTACH_REQUIRED names it.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
tcpbdp=${TCPBDP:-$here/../../../build/tcpbdp}
required=" ${ATTACH_REQUIRED:-auto tracepoint} "

skip_all() { echo "1..0 # SKIP $1"; exit 0; }

[ "$(id -u)" -eq 0 ] || skip_all "needs root"
[ -x "$tcpbdp" ] || skip_all "needs $tcpbdp: build it first"
for tool in iperf3 bpftool ss unshare; do
	command -v $tool >/dev/null || skip_all "needs $tool"
done

# A network namespace of its own keeps the fixed ports free, and the sockets apart from others.
[ "${ATTACH_UNSHARED:-}" = 1 ] || ATTACH_UNSHARED=1 exec unshare -n "$0" "$@"

netns=$(readlink /proc/self/ns/net | tr -dc 0-9)
work=$(mktemp -d)
failed=0
trace_pid=

# shellcheck source=../../lab/tap.sh
. "$here/../../lab/tap.sh"
# shellcheck source=flows.sh
. "$here/flows.sh"
# shellcheck source=objects.sh
. "$here/objects.sh"

cleanup() {
	[ -z "$trace_pid" ] || kill -KILL "$trace_pid" 2>/dev/null
	flows_stop
	rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# check NAME WHY: passes where there is no WHY.
check() {
	if [ -z "$2" ]; then
		tap_ok "$1"
		return
	fi
	tap_not_ok "$1"
	sed 's/^/# /' <<<"$2"
	failed=1
}

# trace_start KIND SECONDS: leaves out, err, before and held in $work.
trace_start() {
	objects_all >"$work/before"
	: >"$work/held"
	: >"$work/out" # before it does: what another said must not be taken for its word
	"$tcpbdp" trace --json --attach "$1" -d "$2" >"$work/out" 2>"$work/err" &
	trace_pid=$!
}

# trace_watch [UNTIL]: notes what the trace holds until it ends, or until the command UNTIL is
# true. Bounded by 60 s: loading the programs takes an emulated processor seconds.
trace_watch() {
	local until=${1:-false} tries

	for ((tries = 0; tries < 240; tries++)); do
		kill -0 "$trace_pid" 2>/dev/null || return 0
		objects_of "$trace_pid" >>"$work/held"
		! $until || return 0
		sleep 0.25
	done
	kill -KILL "$trace_pid"
}

# Leaves the exit status in $status.
trace_end() {
	trace_watch
	wait "$trace_pid" 2>/dev/null
	status=$?
	trace_pid=
}

# Whether this kernel has a tracepoint on the sending side: its BTF holds the type of each.
send_tracepoint() {
	grep -qE 'btf_trace_(tcp_sendmsg_locked|sock_send_length)' /sys/kernel/btf/vmlinux
}

# The checks below print what is wrong, or nothing.

# rate SIDE PORT: the mean over the trace in bit/s, or nothing where no line told of the socket.
rate() {
	awk -v s="$1" -v p="$2" '$1 == "rate" && $2 == s && $3 == p { print $4 }' "$work/facts"
}

why_no_rate() {
	local side=$1 port bps
	shift

	for port; do
		bps=$(rate "$side" "$port")
		if [ -z "$bps" ]; then
			echo "no line for the socket on port $port"
		elif [ "$bps" -eq 0 ]; then
			echo "port $port: $side 0 bit/s"
		fi
	done
}

# What one end sends the other receives. How much that is, on a busy emulated machine, nobody
# knows beforehand; twice as much at one end means bytes lost, or counted twice.
why_unequal() {
	local flow sent received

	for flow in "${!flow_senders[@]}"; do
		sent=$(rate send "${flow_senders[flow]}")
		received=$(rate recv "${flow_receivers[flow]}")
		if [ $((${sent:-0} * 3)) -lt $((${received:-0} * 2)) ] ||
			[ $((${received:-0} * 3)) -lt $((${sent:-0} * 2)) ]; then
			echo "from port ${flow_senders[flow]}: sent $sent, received $received bit/s"
		fi
	done
}

why_hooks() {
	local kind=$1 side hook

	for side in recv send; do
		hook=$(awk -v s=$side '$1 == "hook" && $2 == s { print $3 }' "$work/facts")
		case $kind:$side:$hook in
		auto:*:tracepoint | auto:*:fentry | auto:*:kprobe | "$kind:$side:$kind") ;;
		tracepoint:send:null)
			! send_tracepoint || echo "send: no hook, but this kernel has one" ;;
		*) echo "$side: '$hook'" ;;
		esac
	done
}

why_ledger() {
	awk '$1 == "ledger" {
		seen = 1
		if ($2 <= 0) print "no events seen"
		if ($2 != $3) print "events seen " $2 ", accounted for " $3
		if ($4 != $5) print "samples emitted " $4 ", consumed " $5
		if ($6 !~ /^[0-9]+$/) print "events skipped by the kernel: " $6
	} END { if (!seen) print "no ledger" }' "$work/facts"
}

# Notices are lines of the program's own; a library's chatter is for -v.
why_stderr() {
	local kind=$1 lines

	grep -vE '^tcpbdp( [a-z]+)?: ' "$work/err" | head -n 5
	[ "$kind" = tracepoint ] && ! send_tracepoint || return 0
	lines=$(grep -c '^tcpbdp: .*send' "$work/err")
	[ "$lines" -eq 1 ] || echo "$lines lines say that the send side has no tracepoint"
}

why_left() { objects_left "$work/before" "$work/held"; }

# Checks the refusal itself, then says what it leaves untested.
test_refused() {
	local kind=$1 reason

	reason=$(head -n 1 "$work/err")
	check "$kind: refused in one line, with nothing on stdout" "$(
		[ "$(wc -l <"$work/err")" -eq 1 ] || cat "$work/err"
		grep -qE '^tcpbdp( [a-z]+)?: ' "$work/err" || echo "not a message of tcpbdp: $reason"
		! [ -s "$work/out" ] || head -n 3 "$work/out")"
	check "$kind: nothing left in the kernel after the refusal" "$(why_left)"
	case $required in
	*" $kind "*) check "$kind: accepted" "refused: $reason" ;;
	*) tap_skip "$kind: accepted" "${reason#tcpbdp: }" ;;
	esac
}

test_kind() {
	local kind=$1

	trace_start "$kind" 4
	trace_end
	if [ $status -eq 1 ]; then
		test_refused "$kind"
		return
	fi
	awk -v netns="$netns" -f "$here/trace.awk" "$work/out" >"$work/facts"
	check "$kind: accepted, ends with status 0" "$(
		[ $status -eq 0 ] || { echo "status $status"; cat "$work/err"; })"
	check "$kind: only objects on stdout" "$(grep ^bad "$work/facts")"
	check "$kind: senders seen sending" "$(why_no_rate send "${flow_senders[@]}")"
	check "$kind: receivers seen receiving" "$(why_no_rate recv "${flow_receivers[@]}")"
	check "$kind: both ends tell the same rate" "$(why_unequal)"
	check "$kind: the summary names the hooks" "$(why_hooks "$kind")"
	check "$kind: the ledger adds up" "$(why_ledger)"
	check "$kind: only notices on stderr" "$(why_stderr "$kind")"
	check "$kind: nothing left in the kernel" "$(why_left)"
}

is_reporting() { [ -s "$work/out" ]; }

# Ends a trace early, by the signal given: the kernel must be as before however it dies.
test_signal() {
	local signal=$1 expected=$2

	trace_start auto 60
	trace_watch is_reporting
	kill -s "$signal" "$trace_pid" 2>/dev/null
	trace_end
	check "SIG$signal: ends with status $expected" "$(
		[ $status -eq "$expected" ] || echo "status $status")"
	[ "$signal" = KILL ] || check "SIG$signal: the summary is still printed" "$(
		grep -q '"type":"summary"' "$work/out" || echo "no summary")"
	check "SIG$signal: nothing left in the kernel" "$(why_left)"
}

ip link set lo up
if ! flows_start 600; then
	echo "Bail out! no test traffic"
	exit 1
fi
for kind in auto tracepoint fentry kprobe; do
	test_kind $kind
done
test_signal TERM 0
# bash says on stderr that a job was killed, which here is no news.
test_signal KILL 137 2>/dev/null
tap_plan
exit $failed
