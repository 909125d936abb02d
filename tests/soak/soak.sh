#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# An hour with trace, export and record at work: connections come and go while thousands are held open,
# network namespaces and control groups too, trace is stopped and continued, and the disk that export writes
# to fills up and empties. Memory and descriptors stay what they were, and events are counted exactly. Needs
# root and a kernel that traces. All is in namespaces of its own.
#
#	SOAK_MINUTES (60)		the first seventh warms up
#	SOAK_RATE, SOAK_HELD		connections a second (a quarter of what this machine makes, at most
#					3000), and those that are held (10000)
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
unset NO_COLOR NOTIFY_SOCKET WATCHDOG_USEC
if [ "${SOAK_INSIDE-}" != yes ]; then
	SOAK_INSIDE=yes exec unshare --mount --net --propagation private bash "$0"
fi
# shellcheck source=tests/lab/runtime.sh
. tests/lab/runtime.sh

churn=build/tests/lab/churn
seconds=$((${SOAK_MINUTES:-60} * 60))
warm_up=$((seconds / 7))
held_by_one=4000
commands=(trace export record)
declare -A pid_of

# ---- what goes on ----

# How many short connections a second this machine makes, and of them a quarter.
bearable_rate() {
	local connections=5000 start=${EPOCHREALTIME/./} took
	"$churn" short $connections || tap_bail 'no connections: make test-programs'
	took=$((${EPOCHREALTIME/./} - start))
	rate=$((connections * 1000000 / took / 4))
	((rate < 3000)) || rate=3000
}

start_connections() {
	local left=$held part
	"$churn" short 1000000000 "$rate" &
	pids+=($!)
	"$churn" reset 1000000000 $((rate / 20 + 1)) &
	pids+=($!)
	while ((left > 0)); do
		part=$((left < held_by_one ? left : held_by_one))
		"$churn" hold $part $((part / 10)) >"$dir/hold" &
		pids+=($!)
		wait_for 60 grep -qs ready "$dir/hold" || tap_bail "cannot hold $held connections"
		: >"$dir/hold"
		left=$((left - part))
	done
}

come_and_go() {
	local group=${cgroups:+$cgroups/tcpbdp-soak.$$}
	while sleep 1; do
		unshare --net bash -c 'ip link set lo up && exec "$@"' - "$churn" short 20
		[ -n "$group" ] && mkdir "$group" 2>/dev/null || continue
		bash -c 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"' - "$group" "$churn" short 20
		rmdir "$group"
	done
}

# For 2 s of each 20.
stop_and_continue() {
	while sleep 18; do
		kill -STOP "$1"
		sleep 2
		kill -CONT "$1"
	done
}

# For 10 s of each 40.
fill_and_empty() {
	while sleep 30; do
		dd if=/dev/zero of="$dir/small/ballast" bs=4k 2>/dev/null
		sleep 10
		rm "$dir/small/ballast"
	done
}

begin() { # COMMAND ARGUMENT...: of what it writes the last line is kept
	"$program" "$@" > >(tail -n 1 >"$dir/$1.out") 2>"$dir/$1.err" &
	pid_of[$1]=$!
	pids+=($!)
	wait_for 20 attached "${pid_of[$1]}" || tap_bail "$1: $(<"$dir/$1.err")"
}

# ---- what is measured ----

resident_kib() { awk '$1 == "VmRSS:" { print $2 }' "/proc/$1/status"; }
descriptors() { find "/proc/$1/fd" -mindepth 1 | wc -l; }
# in ticks, of which a second has 100
cpu_ticks() {
	local stat
	read -r stat <"/proc/$1/stat"
	awk '{ print $12 + $13 }' <<<"${stat##*) }"
}

# watch_them: a line per second and command in $dir/COMMAND.seen: second, KiB, descriptors, ticks
watch_them() {
	local command pid begun=$SECONDS second=-1
	while ((SECONDS - begun < seconds)); do
		sleep 0.2
		((SECONDS - begun > second)) || continue
		second=$((SECONDS - begun))
		for command in "${commands[@]}"; do
			pid=${pid_of[$command]}
			gone "$pid" && continue
			echo "$second $(resident_kib "$pid") $(descriptors "$pid") $(cpu_ticks "$pid")" \
				>>"$dir/$command.seen"
		done
	done
}

# judge COMMAND: mean of memory, and fewest descriptors (SQLite's journal comes and goes), of the first sixth
# after the warm-up and of the last
judge() {
	local first last fds_first fds_last cpu
	read -r first last fds_first fds_last cpu < <(awk -v warm_up=$warm_up -v end=$seconds '
		BEGIN { sixth = (end - warm_up) / 6 }
		$1 < warm_up { next }
		!ticks { ticks = $4; since = $1 }
		$1 < warm_up + sixth { sum1 += $2; n1++; if (!fds1 || $3 < fds1) fds1 = $3 }
		$1 >= end - sixth { sum2 += $2; n2++; if (!fds2 || $3 < fds2) fds2 = $3 }
		END { printf "%d %d %d %d %.1f\n", n1 ? sum1 / n1 : 0, n2 ? sum2 / n2 : 0, fds1, fds2,
			($1 > since) ? ($4 - ticks) / ($1 - since) : 0 }' "$dir/$1.seen")
	echo "# $1: $first KiB, then $last; $fds_first descriptors, then $fds_last; $cpu % of a CPU"
	tap_test "$1: its memory grows by 2 % at most" test "$((last * 100))" -le "$((first * 102))" -a "$first" -gt 0
	tap_test "$1: no descriptor is leaked" test "$fds_last" -le "$fds_first" -a "$fds_first" -gt 0
}

only_of_the_disk() { ! grep -vE 'no space left|is written again' "$dir/export.err"; }

# ---- all of it ----

ip link set lo up || tap_bail 'no loopback'
held=${SOAK_HELD:-10000}
most=$((($(ulimit -Hn) - 16) / 2))
((held_by_one <= most)) || held_by_one=$most
[ -n "${SOAK_RATE-}" ] && rate=$SOAK_RATE || bearable_rate
cgroups=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/self/mounts)
[ -n "$cgroups" ] && [ -w "$cgroups/cgroup.procs" ] || cgroups=
mkdir "$dir/small"
mount -t tmpfs -o size=2m,mode=755 none "$dir/small" || tap_bail 'no tmpfs'
echo "# $seconds s: $rate connections a second, $held held, namespaces${cgroups:+ and control groups} come and go"
begin trace -j -i 1 --flagged
begin export -i 5 -o "$dir/small/tcpbdp.prom"
begin record --max-size 64M -o "$dir/ring.tcpbdp"
start_connections
come_and_go &
pids+=($!)
stop_and_continue "${pid_of[trace]}" &
pids+=($!)
stopper=$!
fill_and_empty &
pids+=($!)
filler=$!
watch_them
kill "$stopper" "$filler"
wait "$stopper" "$filler" 2>/dev/null
kill -CONT "${pid_of[trace]}"
rm -f "$dir/small/ballast"
for command in "${commands[@]}"; do
	kill -INT "${pid_of[$command]}"
	ended "${pid_of[$command]}"
	cp "$dir/$command.err" "$dir/err"
	expect "$command: it ends well" test "$status" = 0
	judge "$command"
done
tap_test 'export: all that it said is of the disk' only_of_the_disk
tap_test 'export: it said so' grep -q 'no space left' "$dir/export.err"
wait_for 10 test -s "$dir/trace.out" || tap_bail 'no summary'
build/tests/lab/judge ledger --name trace "$dir/trace.out" >"$dir/judged" || tap_bail 'no summary'
tap_feed "$dir/judged"
capture "$program" trace -j --replay "$dir/ring.tcpbdp"
expect 'record: what it kept can be replayed' test "$status" = 0
nothing_left 'soak'
[ -n "$cgroups" ] || tap_skip 'control groups come and go' 'no version 2 of them, or not ours'
tap_plan
