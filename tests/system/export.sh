#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# export on this kernel: where it writes and where not, what goes wrong while it runs, how it ends,
# what it tells systemd, and what a SIGKILL leaves. Needs root and a kernel that traces.
# EXPORT_KILLS (60) says how often it is killed.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
unset NO_COLOR NOTIFY_SOCKET WATCHDOG_USEC WATCHDOG_PID
# shellcheck source=tests/lab/runtime.sh
. tests/lab/runtime.sh
# shellcheck source=tests/lab/textfile.sh
. tests/lab/textfile.sh

EXPORT_KILLS=${EXPORT_KILLS:-60}
RANDOM=${EXPORT_SEED:-1} # the same moments every time
textfiles=$dir/textfiles
file=$textfiles/tcpbdp.prom
mkdir -m 755 "$textfiles"

value() { textfile_series "$file" 2>/dev/null | awk -F'\t' -v series="$1" '$1 == series { print $2 }'; }
alone() { [ "$(find "$textfiles" -mindepth 1 | wc -l)" = "$1" ]; }

# begin OPTION...: in the background, after it wrote
begin() {
	rm -f "$file"
	"$program" export -i 1 -o "$file" "$@" >"$dir/out" 2>"$dir/err" &
	exporter=$!
	pids+=("$exporter")
	wait_for 20 test -s "$file" || tap_not_ok "export $* writes"
}
# finish SIGNAL
finish() {
	kill -"$1" "$exporter"
	ended "$exporter"
}
# later: a write that is not the present one
later() {
	local now
	now=$(value tcpbdp_last_run_timestamp_seconds)
	wait_for 20 eval '[ "$(value tcpbdp_last_run_timestamp_seconds)" != "'"$now"'" ]'
}
said() { [ "$(wc -l <"$dir/err")" = "$1" ] && grep -qF -e "$2" "$dir/err"; }

it_writes() {
	begin
	expect 'it writes a file that is right' textfile_is_well "$file"
	expect 'others may read it' test "$(stat -c %a "$file")" = 644
	expect 'it writes it anew' later
	expect 'it has dropped its privileges' no_capabilities "$exporter"
	expect 'beside it lies its lock alone' alone 2
	capture "$program" export -i 1 -o "$file"
	expect 'a second exporter of the same file is told so' refused 'another exporter'
	capture env -C "$textfiles" "$program" export -i 1 -o tcpbdp.prom
	expect 'also by another name of it' refused 'another exporter'
	capture "$program" export --once -i 1 -o "$textfiles/other.prom"
	expect 'so is one of another file there: what both have is lost' refused 'another exporter'
	expect 'the first goes on' later
	rm "$textfiles/.tcpbdp.lock"
	expect 'its lock is taken away: it takes it anew' wait_for 20 test -e "$textfiles/.tcpbdp.lock"
	capture "$program" export --once -i 1 -o "$textfiles/other.prom"
	expect 'its lock is taken away: it holds it' refused 'another exporter'
	: >"$dir/err" # that one's word
	finish TERM
	expect 'SIGTERM: a clean end' ended_well
	expect 'SIGTERM: the file stays, and nothing beside it' alone 1
	expect 'SIGTERM: the file is whole' textfile_is_well "$file"
	capture "$program" export --once -i 1 -o "$textfiles/other.prom"
	expect 'a file of an earlier name is told' refused 'tcpbdp.prom: was written by tcpbdp export, too'
	expect 'and left alone' alone 1
	begin --remove-on-exit
	finish INT
	expect '--remove-on-exit: a clean end' ended_well
	expect '--remove-on-exit: nothing is left' alone 0
	umask 077
	capture "$program" export --once -i 1 -o "$file"
	umask 022
	expect '--once: it ends well' ended_well
	expect 'a umask changes nothing' test "$(stat -c %a "$file")" = 644
	# what the unit in contrib/systemd leaves it
	capture setpriv --bounding-set -all,+bpf,+perfmon,+setpcap "$program" export --once -i 1 -o "$file"
	expect "the unit's capabilities are enough" ended_well
	nothing_left 'export'
}

# bad NAME MENTION FILE: it is refused, and all is as it was
bad() {
	local before
	before=$(find "$dir/bad" -printf '%p %i %s\n' | sort | cksum)
	capture "$program" export --once -i 1 -o "$3"
	expect "$1: one line, exit 1" refused "$2"
	expect "$1: all is as it was" test "$before" = "$(find "$dir/bad" -printf '%p %i %s\n' | sort | cksum)"
}

bad_places() {
	local bad=$dir/bad
	mkdir "$bad" "$bad/open" "$bad/real" "$bad/small" "$bad/readonly" "$bad/dir.prom"
	chmod 777 "$bad/open"
	ln -s real "$bad/link"
	echo precious >"$bad/mine.prom"
	ln -s mine.prom "$bad/link.prom"
	ln -s nowhere "$bad/dangling.prom"
	mkfifo "$bad/fifo.prom"
	bad 'a missing directory' 'no such directory' "$bad/missing/a.prom"
	bad 'a file for a directory' 'not a directory' "$bad/mine.prom/a.prom"
	bad 'a world-writable directory' 'world-writable' "$bad/open/a.prom"
	bad 'a directory that is a link' 'symbolic link' "$bad/link/a.prom"
	bad 'a directory that is a link, with slashes' 'symbolic link' "$bad/link//a.prom"
	bad 'a link' 'symbolic link' "$bad/link.prom"
	bad 'a dangling link' 'symbolic link' "$bad/dangling.prom"
	bad 'a fifo' 'not a regular file' "$bad/fifo.prom"
	bad 'a directory' 'not a regular file' "$bad/dir.prom"
	bad 'a file of somebody else' 'not written by tcpbdp export' "$bad/mine.prom"
	mount -t tmpfs -o ro,mode=755 none "$bad/readonly" &&
		bad 'a read-only directory' 'read-only' "$bad/readonly/a.prom"
	umount "$bad/readonly"
	mount -t tmpfs -o size=4k,mode=755 none "$bad/small" && : >"$bad/small/a.prom" &&
		bad 'a full directory' 'no space' "$bad/small/a.prom"
	umount "$bad/small"
	# all may write there, but not replace what is ours
	chmod 1777 "$bad/open"
	capture timeout 20 "$program" export -i 1 -o "$bad/open/a.prom"
	expect 'a sticky directory: nothing for long' refused 'world-writable'
	capture "$program" export --once -i 1 -o "$bad/open/a.prom"
	expect 'a sticky directory will do for one look' ended_well
	capture bash -c 'ulimit -f 4 && exec "$@"' - "$program" export --once -i 1 -o "$bad/open/a.prom"
	expect 'the disk takes a part alone: it is told' refused 'too large'
	expect 'the disk takes a part alone: the old file is whole' textfile_is_well "$bad/open/a.prom"
}

# The disk fills up while it runs, and has room again.
full_meanwhile() {
	local small=$dir/small sum
	mkdir "$small"
	mount -t tmpfs -o size=64k,mode=755 none "$small" || return
	file=$small/tcpbdp.prom
	begin
	dd if=/dev/zero of="$small/ballast" bs=4k >/dev/null 2>&1
	sum=$(cksum <"$file")
	expect 'the disk fills up: it is told' wait_for 20 said 1 'no space left'
	expect 'the disk fills up: the old file is whole' textfile_is_well "$file"
	expect 'the disk fills up: it is the old one' test "$(cksum <"$file")" = "$sum"
	rm "$small/ballast"
	expect 'there is room again: it goes on' wait_for 20 said 2 'written again'
	expect 'there is room again: the failures are counted' test "$(value tcpbdp_write_failures_total)" -ge 1
	finish TERM
	expect 'there is room again: a clean end' test "$status" = 0
	umount "$small"
	file=$textfiles/tcpbdp.prom
}

# Everybody is let in while it runs.
opened_meanwhile() {
	local sum
	begin
	chmod 777 "$textfiles"
	expect 'the directory is opened to all: it is told' wait_for 20 said 1 'world-writable'
	sum=$(cksum <"$file")
	sleep 2.2 # this is the test: it is refused each time
	expect 'the directory is opened to all: nothing is written' test "$(cksum <"$file")" = "$sum"
	chmod 755 "$textfiles"
	expect 'the directory is closed again: it goes on' wait_for 20 said 2 'written again'
	finish TERM
}

gone_meanwhile() {
	begin
	mv "$textfiles" "$dir/moved"
	expect 'the directory goes away: it is told' wait_for 20 said 1 'no such directory'
	mkdir -m 755 "$textfiles"
	expect 'there is another: it goes on there' wait_for 20 test -s "$file"
	expect 'there is another: the file is whole' textfile_is_well "$file"
	rm -r "$textfiles"
	ln -s moved "$textfiles"
	rm -f "$dir/moved/tcpbdp.prom"
	expect 'a link in its place: nothing is written through it' wait_for 20 said 3 'symbolic link'
	expect 'a link in its place: and nothing was' test ! -e "$dir/moved/tcpbdp.prom"
	rm "$textfiles"
	mkdir -m 755 "$textfiles"
	finish TERM
	rm -r "$dir/moved"
}

# CLOCK_REALTIME as it is told to this process alone, a day back or ahead at every look.
clock_jumps() {
	cat >"$dir/clock.c" <<-'EOT'
		#define _GNU_SOURCE
		#include <dlfcn.h>
		#include <time.h>
		int clock_gettime(clockid_t clock, struct timespec *now)
		{
			static int (*real)(clockid_t, struct timespec *);
			static long days;
			if (!real)
				real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
			if (real(clock, now))
				return -1;
			if (clock == CLOCK_REALTIME)
				now->tv_sec += (++days % 2 ? 1 : -1) * 86400;
			return 0;
		}
	EOT
	if ! ${CC:-cc} -shared -fPIC -o "$dir/clock.so" "$dir/clock.c" 2>"$dir/err"; then
		tap_skip 'a clock that jumps' 'no compiler'
		return
	fi
	rm -f "$file"
	LD_PRELOAD=$dir/clock.so "$program" export -i 1 -o "$file" >"$dir/out" 2>"$dir/err" &
	exporter=$!
	pids+=("$exporter")
	wait_for 20 test -s "$file"
	now=$(date +%s)
	expect 'the clock jumps: it is seen' test "$(awk -v now="$now" -v then="$(value \
		tcpbdp_last_run_timestamp_seconds)" 'BEGIN { d = now - then; print ((d < 0 ? -d : d) > 80000) }')" = 1
	expect 'the clock jumps: it goes on' later
	expect 'the clock jumps: and once more' later
	expect 'the clock jumps: the file is whole' textfile_is_well "$file"
	finish TERM
	expect 'the clock jumps: a clean end' ended_well
}

# Stopped for longer than an interval, as a host that sleeps.
stopped_meanwhile() {
	begin
	kill -STOP "$exporter"
	sleep 2.2 # this is the test
	kill -CONT "$exporter"
	expect 'stopped for a while: it goes on' later
	expect 'stopped for a while: the file is whole' textfile_is_well "$file"
	finish TERM
	expect 'stopped for a while: a clean end' ended_well
}

# A socket as systemd has it, and what arrives there: a message a line.
notifies() {
	build/tests/lab/notified "$dir/notify" >"$dir/notified" &
	pids+=($!)
	wait_for 5 test -S "$dir/notify"
	NOTIFY_SOCKET=$dir/notify WATCHDOG_USEC=1000000 begin
	expect 'systemd is told when it is ready' wait_for 20 grep -qx READY=1 "$dir/notified"
	expect 'first of all' test "$(head -n 1 "$dir/notified")" = READY=1
	expect 'its watchdog is told, again and again' wait_for 20 eval \
		'[ "$(grep -cx WATCHDOG=1 "$dir/notified")" -ge 3 ]'
	finish TERM
	expect 'it is told when it ends' wait_for 5 eval '[ "$(tail -n 1 "$dir/notified")" = STOPPING=1 ]'
	NOTIFY_SOCKET=$dir/nobody WATCHDOG_USEC=x begin
	finish TERM
	expect 'nobody listens: no matter' ended_well
}

# Whoever reads meanwhile sees a whole file. Its last line is the last that is written.
read_on() {
	local reads=0 until=$((SECONDS + 600))
	while [ ! -e "$dir/enough" ] && [ $SECONDS -lt $until ]; do
		textfile=$(<"$file") || continue
		reads=$((reads + 1))
		[[ $textfile == '# HELP tcpbdp_'*$'\ntcpbdp_write_failures_total '[0-9]* ]] &&
			[ "${#textfile}" = "$1" ] || printf '%s\n' "$textfile" >>"$dir/torn"
	done
	echo "$reads" >"$dir/reads"
}

# A capture is read and written in some 10 ms, so many of them are killed as they write.
killed() {
	local replay=("$program" export -i 1 -o "$file" --replay tests/cli/captures/scenario-2.tcpbdp)
	local us reader left=0 ended=0
	rm -f "$file" "$dir/enough"
	tap_test "it writes what a capture has" "${replay[@]}" || return
	read_on $(($(stat -c %s "$file") - 1)) &
	reader=$!
	pids+=("$reader")
	# more than that until one was caught as it wrote, which is a matter of luck
	for ((i = 0; i < EXPORT_KILLS || (left == 0 && i < 20 * EXPORT_KILLS); i++)); do
		us=$((RANDOM % 6000))
		"${replay[@]}" 2>>"$dir/killed" &
		sleep "0.$(printf '%06d' $us)" # this is the test
		kill -KILL $! 2>/dev/null
		wait $! 2>/dev/null && ended=$((ended + 1))
		[ ! -e "$textfiles/.tcpbdp.prom.new" ] || left=$((left + 1))
	done
	: >"$dir/enough"
	wait $reader
	printf '# killed %d: %d had ended before, %d were killed as they wrote; read %d times\n' \
		"$i" $ended $left "$(<"$dir/reads")"
	tap_test 'SIGKILL at any moment: every read is whole' test ! -e "$dir/torn" -a "$(<"$dir/reads")" -gt 20
	tap_test 'some were killed in time' test $ended -lt "$i"
	tap_test 'some of them as they wrote' test $left -gt 0
	tap_test 'what is left beside is never read' test -z "$(find "$textfiles" -name '*.prom' ! -name tcpbdp.prom)"
	capture "${replay[@]}"
	expect 'the next one takes the place over' ended_well
	expect 'and leaves nothing beside' alone 1
}

killed_alive() {
	local torn=0
	for i in 1 2 3; do
		begin
		kill -KILL "$exporter"
		wait "$exporter" 2>/dev/null
		textfile_is_well "$file" || torn=1
	done
	tap_test 'SIGKILL of one that traces: the file is whole' test $torn = 0
	nothing_left 'killed'
}

if ! command -v setpriv >/dev/null; then
	tap_bail 'no setpriv'
fi
start_traffic
it_writes
bad_places
full_meanwhile
opened_meanwhile
gone_meanwhile
clock_jumps
stopped_meanwhile
notifies
killed
killed_alive
tap_plan
