#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# Names of containers: a process beside the command reads them, also of those that start later. The command itself
# cannot read what holds them. Needs root and a kernel that traces.
set -u
cd "$(dirname "$0")/../.." || exit 1
# A mount namespace: the state of a runtime is made up in it.
[ -n "${CONTAINERS_INSIDE-}" ] ||
	CONTAINERS_INSIDE=1 exec unshare --mount --propagation private bash "$0" "$@"
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
# shellcheck source=tests/lab/runtime.sh
. tests/lab/runtime.sh

id=$(printf '0123456789abcdef%.0s' 1 2 3 4)
root=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/self/mounts)
group=$root/cri-containerd-$id.scope

leave() {
	clean_up
	wait 2>/dev/null
	rmdir "$group" 2>/dev/null
}

if [ -z "$root" ] || ! mkdir "$group" 2>/dev/null; then
	tap_skip 'names of containers' 'no control groups of version 2 can be made here'
	tap_plan
	exit
fi
trap leave EXIT
mount -t tmpfs run /run || tap_bail 'no file system can be mounted'

named() { grep "\"lport\":$port," "$dir/out" | grep -q '"container_name":"shop-web"'; }
of_names() { pgrep -x -P "$1" tcpbdp-names; }

"$program" trace -j -i 500ms >"$dir/out" 2>"$dir/err" &
pid=$!
pids+=("$pid")
wait_for 10 attached "$pid" || tap_bail 'no trace'
state=/run/containerd/io.containerd.runtime.v2.task/k8s.io/$id
mkdir -p "$state"
echo '{"annotations":{"io.kubernetes.cri.container-name":"shop-web"}}' >"$state/config.json"
# shellcheck disable=SC2016 # the inner shell expands it
bash -c 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"' - "$group" \
	"$traffic" listen read --port 0 --duration 60 >"$dir/listen" 2>/dev/null &
pids+=($!)
wait_for 5 grep -qs '^ready' "$dir/listen" || tap_bail 'no traffic: make test-programs'
port=$(sed -n 's/^ready //p' "$dir/listen")
"$traffic" connect write --addr 127.0.0.1 --port "$port" --duration 60 --rate 10mbit >/dev/null 2>&1 &
pids+=($!)
expect 'a container that started later has its name' wait_for 10 named
helper=$(of_names "$pid")
expect 'a process of its own reads it' test -n "$helper"
expect 'which has no capability and a filter of system calls' eval \
	'no_capabilities "$helper" && grep -q "^Seccomp:[[:space:]]*2" "/proc/$helper/status"'
expect 'and one descriptor' test "$(find "/proc/$helper/fd" -mindepth 1 | wc -l)" = 1
kill -KILL "$pid"
ended "$pid"
expect 'it ends with the command' wait_for 5 gone "$helper"
tap_plan
