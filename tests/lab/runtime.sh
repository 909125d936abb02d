# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# Runs the program as a user does, and looks at what it wrote, how it ended, and what it left. To be
# sourced, after tap.sh, from the root of the project. All is in $dir, which is gone at the end.

traffic=build/tests/lab/traffic
dir=$(mktemp -d)
pids=()
clean_up() {
	local pid
	for pid in "${pids[@]}"; do
		kill -TERM "$pid" 2>/dev/null
	done
	mountpoint -q "$dir/small" && umount "$dir/small"
	rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 130' INT TERM
chmod 755 "$dir"
# a path of its own: this test's processes are told from others by it
install -m 755 "${TCPBDP:-build/tcpbdp}" "$dir/tcpbdp" || tap_bail 'build/tcpbdp is not built'
# shellcheck disable=SC2034 # it is for the caller
program=$dir/tcpbdp

# wait_for SECONDS COMMAND...: until the command succeeds
wait_for() {
	local left=$(($1 * 20))
	shift
	until "$@"; do
		((left-- > 0)) || return 1
		sleep 0.05
	done
}

# ended PID: waits until it has ended, and leaves its status; one that does not end is killed
ended() {
	wait_for 60 gone "$1" || kill -KILL "$1"
	wait "$1" 2>/dev/null
	status=$?
}

gone() { ! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }

# It drops its capabilities once everything is attached.
attached() { grep -q '^CapEff:[[:space:]]*0*$' "/proc/$1/status" 2>/dev/null; }

start_traffic() {
	local port
	"$traffic" listen read --port 0 --duration 120 >"$dir/listen" 2>/dev/null &
	pids+=($!)
	wait_for 5 grep -qs '^ready' "$dir/listen" || tap_bail 'no traffic: make test-programs'
	port=$(sed -n 's/^ready //p' "$dir/listen")
	"$traffic" connect write --addr 127.0.0.1 --port "$port" --duration 120 --rate 50mbit \
		>/dev/null 2>&1 &
	pids+=($!)
}

programs_of_ours() {
	bpftool prog show 2>/dev/null | sed -nE \
		's/^([0-9]+):.* name ((recv|send|half_closed|state|read)_[a-z_]+|seed|sockets|owners)  .*/\1/p'
}

# Ids of programs with names of ours that no living process holds.
orphans() {
	local held
	held=" $(grep -hs '^prog_id:' /proc/[0-9]*/fdinfo/* | awk '{ print $2 }' | sort -u | tr '\n' ' ') "
	programs_of_ours | while read -r id; do
		[[ $held == *" $id "* ]] || echo "$id"
	done
}

# What the kernel frees later, or another run is about to load, is gone or held a moment later.
no_orphans() { [ -z "$(orphans)" ]; }

nothing_left() {
	if ! command -v bpftool >/dev/null; then
		tap_skip "$1: nothing left in the kernel" 'no bpftool'
	elif wait_for 5 no_orphans; then
		tap_ok "$1: nothing left in the kernel"
	else
		tap_not_ok "$1: nothing left in the kernel"
		orphans | sed 's/^/# program /'
	fi
}

# Predicates of what ran last: its status, and what it wrote to $dir/out and $dir/err.
ended_well() { [ "$status" = 0 ] && [ ! -s "$dir/err" ]; }
failed() { # MENTION: exit 1, and one line that says so
	[ "$status" = 1 ] && [ "$(wc -l <"$dir/err")" = 1 ] && grep -q '^tcpbdp: ' "$dir/err" &&
		grep -qiF -e "$1" "$dir/err"
}
refused() { failed "$1" && [ ! -s "$dir/out" ]; }
whole_lines() { # FILE
	[ -s "$1" ] && [ "$(tail -c 1 "$1" | od -An -tx1)" = ' 0a' ] && ! grep -qv '^{.*}$' "$1"
}
streamed_well() { ended_well && whole_lines "$dir/out"; }
summary_is_last() { # with -j; as text, the lines of its sockets follow
	if [ "$1" = -j ]; then
		whole_lines "$dir/out" && tail -n 1 "$dir/out" | grep -q '^{"type":"summary"'
	else
		grep -qE '^[0-9.]+ s, [0-9]+ sockets?, undersized' "$dir/out"
	fi
}
no_capabilities() { # PID
	[ "$(grep -cE '^Cap(Inh|Prm|Eff|Amb):[[:space:]]*0*$' "/proc/$1/status")" = 4 ] &&
		grep -q '^NoNewPrivs:[[:space:]]*1' "/proc/$1/status"
}

# expect NAME PREDICATE...: ok, or not with what was seen
expect() {
	local name=$1
	shift
	if "$@"; then
		tap_ok "$name"
		return
	fi
	tap_not_ok "$name"
	echo "# exit status ${status-}"
	tap_note "$dir/err" 5
}

# capture COMMAND...
capture() {
	timeout -k 1 60 "$@" >"$dir/out" 2>"$dir/err"
	status=$?
}
