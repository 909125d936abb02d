#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# A control group of memory, version 2, is short of memory, and the group below it, which has the sockets, is
# not: their samples say so all the same. Needs root and a kernel that traces.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
# shellcheck source=tests/lab/runtime.sh
. tests/lab/runtime.sh

root=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/self/mounts)
above=$root/tcpbdp-test.$$ below=$root/tcpbdp-test.$$/below
pages=${TMPDIR:-/var/tmp}/tcpbdp-test.$$

leave() {
	rm -f "$pages"
	clean_up
	wait 2>/dev/null
	rmdir "$below" "$above" 2>/dev/null
}

skip() {
	tap_skip 'pressure of a group above' "$1"
	tap_plan
	exit
}

# pressed SECONDS: samples of a run that are under pressure
pressed() {
	rm -f "$dir/run.tcpbdp"
	"$program" record -d "$1" -P "$port" -o "$dir/run.tcpbdp" 2>"$dir/err" || tap_bail "$(<"$dir/err")"
	sqlite3 "$dir/run.tcpbdp" 'SELECT count(*) FROM samples JOIN settings ON settings.id = samples.settings WHERE memory_pressure'
}

# within GROUP COMMAND...
within() {
	# shellcheck disable=SC2016 # the inner shell expands it
	exec bash -c 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"' - "$@"
}

grep -qsw memory "$root/cgroup.subtree_control" || skip 'no such control groups of memory here'
case $(stat -f -c %T "${pages%/*}") in
tmpfs | ramfs | overlayfs) skip "${pages%/*} is not on a disk" ;;
esac
mkdir "$above" 2>/dev/null || skip 'no control group may be made here'
trap leave EXIT
# The group's own memory: what is still to be written to the disk cannot be reclaimed at once.
(within "$above" dd if=/dev/zero of="$pages" bs=1M count=96 2>/dev/null)
{ echo +memory >"$above/cgroup.subtree_control" && mkdir "$below"; } 2>/dev/null ||
	skip 'no group of memory may be made below it'
(within "$below" "$traffic" listen read --port 0 --duration 60) >"$dir/listen" 2>/dev/null &
pids+=($!)
wait_for 5 grep -qs '^ready' "$dir/listen" || tap_bail 'no traffic: make test-programs'
port=$(sed -n 's/^ready //p' "$dir/listen")
"$traffic" connect write --addr 127.0.0.1 --port "$port" --duration 60 --rate 50mbit >/dev/null 2>&1 &
pids+=($!)
wait_for 5 test -s "$below/cgroup.procs"
expect 'with room there is no pressure' test "$(pressed 1)" = 0
(sleep 0.5 && echo 4M >"$above/memory.high") &
pids+=($!)
under=$(pressed 3)
# vmpressure(): six in ten pages that are looked at are not reclaimed
if awk '$1 ~ /^pgscan$/ { seen = $2 } $1 ~ /^pgsteal$/ { got = $2 } END { exit seen > 512 && got * 10 < seen * 4 }' \
	"$above/memory.stat"; then
	tap_skip 'a group above without room is pressure' 'its pages were reclaimed without effort'
else
	expect 'a group above without room is pressure' test "$under" -gt 0
fi
tap_plan
