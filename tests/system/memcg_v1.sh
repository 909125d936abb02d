#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# A control group of memory, version 1, has no room for its sockets' buffers: their samples say so. Needs root
# and a kernel that traces.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
# shellcheck source=tests/lab/runtime.sh
. tests/lab/runtime.sh

root=$(awk '$3 == "cgroup" && $4 ~ /(^|,)memory(,|$)/ { print $2; exit }' /proc/self/mounts)
group=$root/tcpbdp-test.$$

leave() {
	clean_up
	wait 2>/dev/null
	rmdir "$group" 2>/dev/null
}

# pressed: samples of a run of a second that are under pressure
pressed() {
	rm -f "$dir/run.tcpbdp"
	"$program" record -d 1 -P "$port" -o "$dir/run.tcpbdp" 2>"$dir/err" || tap_bail "$(<"$dir/err")"
	sqlite3 "$dir/run.tcpbdp" 'SELECT count(*) FROM samples JOIN settings ON settings.id = samples.settings WHERE memory_pressure'
}

if [ -z "$root" ] || ! mkdir "$group" 2>/dev/null; then
	tap_skip 'pressure of a group of version 1' 'no such control groups of memory here'
	tap_plan
	exit
fi
trap leave EXIT
if [ ! -e "$group/memory.kmem.tcp.limit_in_bytes" ]; then
	tap_skip 'pressure of a group of version 1' 'this kernel limits none'
	tap_plan
	exit
fi
echo 32k >"$group/memory.kmem.tcp.limit_in_bytes"
bash -c 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"' - "$group" \
	"$traffic" listen read --port 0 --duration 60 --read-rate 1mbit >"$dir/listen" 2>/dev/null &
pids+=($!)
wait_for 5 grep -qs '^ready' "$dir/listen" || tap_bail 'no traffic: make test-programs'
port=$(sed -n 's/^ready //p' "$dir/listen")
"$traffic" connect write --addr 127.0.0.1 --port "$port" --duration 60 >/dev/null 2>&1 &
pids+=($!)
sleep 1 # until the buffer is full
expect 'its socket is under pressure' test "$(pressed)" -gt 0
echo -1 >"$group/memory.kmem.tcp.limit_in_bytes"
sleep 1 # until something was charged
expect 'with room again it is not' test "$(pressed)" = 0
tap_plan
