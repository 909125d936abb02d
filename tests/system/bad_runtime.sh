#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# What goes wrong while trace runs: a full disk, a reader or a terminal that goes away, a kernel
# that refuses, signals, SIGKILL. One line on stderr where something failed, none where it did
# not; whole lines on stdout; and nothing left in the kernel. Needs root and a kernel that traces.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
unset NO_COLOR

# shellcheck source=tests/lab/runtime.sh
. tests/lab/runtime.sh

full_disk() {
	local mode
	for mode in '' -j; do
		# shellcheck disable=SC2086
		timeout 20 "$program" trace $mode -i 0.2 -d 2 >/dev/full 2>"$dir/err"
		status=$?
		expect "full disk: exit 1, one line: trace $mode" failed 'no space'
	done
	mkdir "$dir/small"
	mount -t tmpfs -o size=32k none "$dir/small" || return
	timeout 60 "$program" trace -j -i 0.01 -d 50 >"$dir/small/out" 2>"$dir/err"
	status=$?
	expect 'disk fills up: exit 1, one line' failed 'no space'
	expect 'disk fills up: no partial line' whole_lines "$dir/small/out"
	umount "$dir/small"
	nothing_left 'full disk'
}

# Files of the program get the lowest numbers: what it prints must not end up in one of them.
closed_output() {
	local mode
	for mode in '' -j; do
		# shellcheck disable=SC2086
		timeout 20 "$program" trace $mode -i 0.2 -d 1 >&- 2>"$dir/err"
		status=$?
		expect "closed stdout: exit 1, one line: trace $mode" failed 'bad file descriptor'
	done
	: >"$dir/err"
	timeout 20 "$program" trace -j -i 0.2 -d 1 >"$dir/out" 2>&- <&-
	status=$?
	expect 'closed stdin and stderr: no matter' streamed_well
}

# With a filter that nothing passes: it ends although it has nothing to write.
closed_pipe() {
	local arguments start
	for arguments in '' -j '-j --addr 192.0.2.1'; do
		start=$SECONDS
		{
			# shellcheck disable=SC2086
			timeout 30 "$program" trace $arguments -i 0.1 -d 20 2>"$dir/err"
			echo $? >"$dir/status"
		} | if [ "${arguments#*addr}" = "$arguments" ]; then head -n 1; else sleep 1; fi >"$dir/out"
		status=$(<"$dir/status")
		# of a filter that nothing passes it says so, and no more
		sed -i '/^tcpbdp: no socket matched --addr 192\.0\.2\.1 /d' "$dir/err"
		expect "closed pipe: quiet, exit 0: trace $arguments" ended_well
		expect "closed pipe: at once: trace $arguments" [ $((SECONDS - start)) -lt 10 ]
	done
	nothing_left 'closed pipe'
}

# begin ARGUMENT...: trace in the background, attached. A hang-up means something to it, although nohup
# may have started this script.
begin() {
	env --default-signal=HUP "$program" trace "$@" >"$dir/out" 2>"$dir/err" &
	pid=$!
	pids+=("$pid")
	wait_for 10 attached "$pid" || tap_not_ok "trace $* attaches"
}

# finish SIGNAL
finish() {
	kill -"$1" "$pid"
	ended "$pid"
}

signals() {
	local sig mode
	for sig in INT TERM HUP; do
		for mode in '' -j; do
			# shellcheck disable=SC2086
			begin $mode -i 0.2
			sleep 0.5
			finish $sig
			expect "SIG$sig: exit 0, nothing on stderr: trace $mode" ended_well
			expect "SIG$sig: the summary is last: trace $mode" summary_is_last "$mode"
		done
	done
	nothing_left 'signals'
}

# Attaching takes a while, in which a signal waits.
blocks_signals() { grep -qE '^SigBlk:[[:space:]]*[0-9a-f]{12}[4-7c-f][0-9a-f]{3}$' "/proc/$1/status"; }

early_signal() {
	"$program" trace -j -i 0.2 >"$dir/out" 2>"$dir/err" &
	pid=$!
	pids+=("$pid")
	wait_for 10 blocks_signals "$pid" || tap_not_ok 'it is ready for signals'
	finish TERM
	expect 'SIGTERM while it attaches: exit 0, nothing on stderr' ended_well
	expect 'SIGTERM while it attaches: the summary is last' summary_is_last -j
	nothing_left 'SIGTERM while it attaches'
}

ignored_hangup() {
	env --ignore-signal=HUP "$program" trace -j -i 0.2 >"$dir/out" 2>"$dir/err" &
	pid=$!
	pids+=("$pid")
	wait_for 10 attached "$pid" || tap_not_ok 'trace under nohup attaches'
	kill -HUP "$pid"
	sleep 0.5 # for it to end, if it did
	expect 'under nohup a hang-up does not end it' eval '! gone "$pid"'
	finish TERM
	expect 'under nohup SIGTERM does' streamed_well
}

stopped_and_continued() {
	begin -j -i 0.2
	kill -STOP "$pid"
	sleep 1
	kill -CONT "$pid"
	sleep 0.3
	finish INT
	expect 'stopped and continued: no error' streamed_well
}

killed() {
	begin -j -i 0.2
	expect 'no capability is left after attaching' no_capabilities "$pid"
	expect 'this test would see what is left' [ "$(programs_of_ours | wc -l)" -ge 3 ]
	finish KILL
	nothing_left 'SIGKILL'
}

ours() { pgrep -f "^$program trace" | head -n 1; }
ours_attached() { attached "$(ours)"; }

# The other side of a pseudo terminal is killed: a hang-up, or write errors without one.
terminal_goes_away() {
	local how terminal
	if ! command -v script >/dev/null; then
		tap_skip 'the terminal goes away' 'no script(1)'
		return
	fi
	for how in '' 'setsid -w '; do
		SHELL=/bin/sh script -qefc "${how}$program trace -i 0.2" /dev/null </dev/null \
			>"$dir/out" 2>"$dir/err" &
		terminal=$!
		pids+=("$terminal")
		if ! wait_for 10 ours_attached; then
			tap_not_ok "${how}trace attaches on a terminal"
			continue
		fi
		pid=$(ours)
		pids+=("$pid")
		kill -KILL "$terminal"
		ended "$terminal"
		expect "the terminal of ${how}trace goes away: it ends" wait_for 10 gone "$pid"
	done
	nothing_left 'the terminal goes away'
}

refused_kinds() {
	local kind
	for kind in tracepoint fentry kprobe; do
		capture "$program" trace -j --attach "$kind" -d 0.3
		if [ "$status" = 0 ]; then
			expect "--attach $kind: accepted, whole lines" whole_lines "$dir/out"
		else
			expect "--attach $kind: refused in one line, exit 1" refused "$kind"
		fi
		nothing_left "--attach $kind"
	done
}

without_btf() {
	# shellcheck disable=SC2016
	capture unshare -m --propagation private sh -c \
		'mount -t tmpfs none /sys/kernel/btf && exec "$@"' sh "$program" "$@"
}

no_btf() {
	without_btf trace -d 1
	expect 'no BTF: one line, exit 1' refused BTF
	without_btf doctor
	expect 'no BTF: doctor has exit 1' [ "$status" = 1 ]
	expect 'no BTF: doctor tells' grep -q CONFIG_DEBUG_INFO_BTF "$dir/out"
}

# with_only CAPABILITIES COMMAND...: as nobody, with these
with_only() {
	local caps=$1
	shift
	capture setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all,"$caps" \
		--ambient-caps=-all,"$caps" "$@"
}

least_privilege() {
	local cap
	with_only +bpf,+perfmon "$program" trace -j -d 0.5
	expect 'CAP_BPF and CAP_PERFMON are enough' streamed_well
	for cap in BPF PERFMON; do
		with_only "+${cap,,}" "$program" trace -j -d 0.5
		expect "CAP_$cap alone is not" refused \
			"CAP_BPF and CAP_PERFMON, and has only CAP_$cap"
	done
}

doctor() {
	capture "$program" doctor
	expect 'doctor: exit 0' ended_well
	expect 'doctor: a hook is taken' grep -q '^\* recv .* accepted$' "$dir/out"
	capture "$program" doctor --json
	expect 'doctor --json: one object' streamed_well
	expect 'doctor --json: it works' \
		grep -q '^{"type":"doctor","schema":1,.*"works":true' "$dir/out"
	expect 'doctor --json: what list and hist need is tried' \
		grep -qE '"list":(true|false),"hist":true,' "$dir/out"
	expect 'doctor --json: the iterator of list is named' grep -qE '"tcp_iterator":(true|false)' "$dir/out"
	nothing_left 'doctor'
}

if ! "$program" doctor >"$dir/out" 2>&1; then
	tap_skip 'what goes wrong while trace runs' 'tracing does not work here: see tcpbdp doctor'
	tap_plan
	exit
fi
start_traffic
doctor
full_disk
closed_output
closed_pipe
signals
early_signal
ignored_hangup
stopped_and_continued
killed
terminal_goes_away
refused_kinds
no_btf
least_privilege
tap_plan
