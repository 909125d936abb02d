#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# A call of each command fails, once: an allocation, a mapping, an open, read, write, fsync, rename or BPF
# call (tests/fault). Each time: it ends, with status 0 or 1; of 1 one line says why; of 0 without a line all
# is as if nothing had failed; what it writes is whole or absent; nothing is left in memory, of processes or
# in the kernel. Needs root and, for the live commands, a kernel that traces.
#
#	faults.sh		FAULTS (3) calls of each kind of each command, live FAULTS / 4: each has a
#				stack of its own
#	FAULTS=all faults.sh	every call; live every stack
#	faults.sh record hist	of commands that are called so alone
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
unset NO_COLOR SUDO_UID SUDO_GID DOAS_USER NOTIFY_SOCKET WATCHDOG_USEC
# shellcheck source=tests/lab/runtime.sh
. tests/lab/runtime.sh

shim=$PWD/build/tests/fault/fault.so
FAULTS=${FAULTS:-3}
kinds=(alloc map open read write sync rename bpf)
capture=$dir/run.tcpbdp
made=$dir/made
report=$dir/report
only=("$@")
begun=0

# ---- one run ----

# run KIND NUMBER ARGUMENT...: what a file of the output was before is there again
run() {
	local kind=$1 number=$2
	shift 2
	rm -rf "$made"
	mkdir "$made"
	[ ! -e "$dir/before" ] || cp "$dir/before" "$made/file.prom"
	{ # of a crash bash says so, too
		timeout -k 1 30 env LD_PRELOAD="$shim" FAULT_KIND="$kind" FAULT_AT="$number" \
			FAULT_REPORT="$report" "$program" "$@" >"$dir/out" 2>"$dir/err"
		status=$?
	} 2>/dev/null
}
# reported WORD: what the report says of it
reported() { tr -d '\0' <"$report" | sed -n "s/^$1 //p"; }

# Each predicate says what is not so.
ends_as_documented() {
	local lines
	mapfile -t lines <"$dir/err"
	case $status in
	0) ;;
	1) [ "$1" = doctor ] || [ ${#lines[@]} = 1 ] || { echo "status 1 with ${#lines[@]} lines: ${lines[*]}"; return; } ;;
	124) echo 'it does not end' ;;
	*) echo "status $status" ;;
	esac
	[ ${#lines[@]} = 0 ] || ! grep -qv "^tcpbdp: " "$dir/err" || echo "no word of ours: ${lines[0]}"
}

# whole FILE: as it is without a fault; a live one, or one without what was said to be missing, to its end
whole() {
	cmp -s "$1" "$dir/expected" && return
	[ "$live" = yes ] || [ -s "$dir/err" ] || return
	if [ "$(head -c 6 "$1" | tr -d '\0')" = SQLite ]; then
		"$program" trace --replay "$1" >/dev/null 2>&1
	else
		[ "$(tail -n 1 "$1" | cut -d ' ' -f 1)" = "$(tail -n 1 "$dir/expected" | cut -d ' ' -f 1)" ]
	fi
}

# Without memory libseccomp (2.5.4) crashes, or leaks, and libelf (0.188) leaks: nothing was read or written
# then, but an exporter's lock may be left, as after a kill.
not_ours() { [[ $(reported fired) =~ ^[0-9]+\ fault\.so[^\ ]*\ lib(seccomp|elf)\.so ]]; }

writes_all_or_nothing() {
	local left
	left=$(find "$made" -mindepth 1 ! -name file.prom -printf '%f ')
	[ -z "$left" ] || not_ours || echo "left behind: $left"
	if [ -e "$made/file.prom" ]; then
		whole "$made/file.prom" || echo 'the file is torn'
	elif [ -e "$dir/before" ]; then
		echo 'the file that there was is gone'
	elif [ "$status" = 0 ] && [ -e "$dir/expected" ]; then
		echo 'status 0, and no file'
	fi
}

says_all_or_why() {
	[ "$live" = no ] && [ "$status" = 0 ] && [ ! -s "$dir/err" ] || return
	[ "$(<"$dir/out")" = "$output" ] || echo 'another output, and no word of it'
}

gives_back() {
	local blocks
	blocks=$(reported blocks)
	[ -z "$blocks" ] || [ "$blocks" -le "$kept" ] || echo "$((blocks - kept)) blocks leaked"
}

judged() { # COMMAND
	writes_all_or_nothing
	! not_ours || return
	ends_as_documented "$1"
	says_all_or_why
	gives_back
}

# ---- all of a command ----

# Those of a kind that are tried, of as many as there are.
numbers() { # KIND
	local first count step
	if [ "$FAULTS" = all ] && [ "$live" = no ]; then
		seq 1 "$calls"
		return
	fi
	mapfile -t first < <(sed -n "s/^first $1 //p" "$dir/sound")
	count=${#first[@]} step=1
	if [ "$FAULTS" != all ]; then
		[ "$live" = no ] && step=$FAULTS || step=$(((FAULTS + 3) / 4))
		step=$(((count + step - 1) / step))
	fi
	# each command begins elsewhere: they have much in common
	for ((i = step ? ++begun % step : 0; i < count; i += step)); do echo "${first[i]}"; done
}

walk() { # KIND ARGUMENT...
	local kind=$1 number wrong bad=0 tried=0
	shift
	calls=$(sed -n "s/^calls $kind //p" "$dir/sound")
	[ "${calls:-0}" -gt 0 ] || return
	numbers "$kind" >"$dir/numbers"
	while read -r number; do
		run "$kind" "$number" "$@" </dev/null
		wrong=$(judged "$1")
		[ -n "$(reported fired)" ] || continue # of a live one: it made fewer calls this time
		((tried++))
		[ -n "$wrong" ] || continue
		((bad++ < 20)) || continue
		printf '# %s: %s %s: %s\n' "$name" "$kind" "$number" "${wrong//$'\n'/; }"
		echo "#     $(head -n 1 "$dir/err")"
		echo "#     $(reported fired)"
	done <"$dir/numbers"
	tap_test "$name: $tried of $calls calls to $kind fail, each once" test "$bad" = 0
}

ours_run() { pgrep -f "^$program " >/dev/null; }
none_runs() { ! ours_run; }

chosen() {
	local part
	for part in "${only[@]}"; do [[ $1 == *$part* ]] && return; done
	[ ${#only[@]} = 0 ]
}

# command ARGUMENT...: -o, and what follows it, may name $made/file.prom
command_fails() {
	local kind
	name="$*"
	name=${name//$dir\//}
	chosen "$name" || return
	rm -f "$dir/expected" "$dir/before"
	run none 0 "$@"
	tr -d '\0' <"$report" >"$dir/sound"
	kept=$(reported blocks)
	[ "$status" = 0 ] || { tap_not_ok "$name: without a fault it ends well"; tap_note "$dir/err"; return; }
	output=$(<"$dir/out")
	[ ! -e "$made/file.prom" ] || cp "$made/file.prom" "$dir/expected"
	# export writes a file anew
	[ "$1" != export ] || cp "$made/file.prom" "$dir/before"
	for kind in "${kinds[@]}"; do
		walk "$kind" "$@"
	done
	expect "$name: no process is left" wait_for 5 none_runs
	[ "$live" = no ] || nothing_left "$name"
}

[ -e "$shim" ] || tap_bail "no $shim: make test-programs"
live=no
cp tests/cli/captures/scenario-2.tcpbdp "$capture"
command_fails trace --replay "$capture"
command_fails trace -j --replay "$capture"
command_fails hist rtt --replay "$capture"
command_fails hist bdp --by lport -j --replay "$capture"
command_fails list --replay "$capture"
command_fails list -j --replay "$capture"
command_fails advise --replay "$capture"
command_fails advise --sysctl-d "$made/file.prom" --replay "$capture"
command_fails export -o "$made/file.prom" --replay "$capture"
command_fails export --once -o "$made/file.prom" --replay "$capture"

live=yes
if ! "$program" doctor >"$dir/out" 2>&1; then
	tap_skip 'live commands' 'tracing does not work here: see tcpbdp doctor'
	tap_plan
	exit
fi
start_traffic
command_fails doctor
command_fails trace -j -i 0.2 -d 0.3
command_fails hist rtt -d 0.3
command_fails list
command_fails list --via netlink
command_fails advise -i 0.2 -d 0.3
command_fails export --once -i 1 -o "$made/file.prom"
command_fails record -d 0.3 -o "$made/file.prom"
tap_plan
