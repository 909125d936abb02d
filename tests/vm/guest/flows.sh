# shellcheck shell=bash disable=SC2034
# SPDX-License-Identifier: GPL-2.0-only
# flows.sh: two iperf3 flows over loopback, one each way, for scripts that source it.
#
# The ports are fixed, so every socket is known before it exists. The rate is one that
# an emulated processor hardly notices: iperf3 makes good what it was late with, so a machine that
# once falls behind at a high rate never recovers.

flow_rate_bps=5000000
# By flow: who sends, and who receives that.
flow_senders=(40001 5202)
flow_receivers=(5201 40002)
flow_pids=()

# flows_start SECONDS: returns when data flows on all four sockets.
flows_start() {
	local port tries

	for port in 5201 5202; do
		iperf3 -s -1 -B 127.0.0.1 -p $port >/dev/null 2>&1 &
		flow_pids+=($!)
		flows_await "listening on $port" "sport = :$port" state listening || return 1
	done
	flows_connect "$1" 5201 40001
	flows_connect "$1" 5202 40002 -R
	for port in 40001 40002; do
		flows_await "a connection from $port" "sport = :$port" state established || return 1
	done
}

# iperf3 would look a thousand times a second whether it may send: twenty times is enough here.
flows_connect() {
	local seconds=$1 port=$2 client_port=$3
	shift 3

	iperf3 -c 127.0.0.1 -p "$port" --cport "$client_port" -t "$seconds" \
		-b $flow_rate_bps --pacing-timer 50000 "$@" >/dev/null 2>&1 &
	flow_pids+=($!)
}

# flows_await WHAT FILTER STATE...: bounded, 10 s.
flows_await() {
	local what=$1 filter=$2 tries
	shift 2

	for ((tries = 0; tries < 100; tries++)); do
		[ -z "$(ss -Htn "$@" "$filter")" ] || return 0
		sleep 0.1
	done
	echo "# nothing $what after 10 s"
	return 1
}

# By KILL: iperf3 tidies up in its handler of TERM, and has been seen to hang there for good.
flows_stop() {
	[ ${#flow_pids[@]} -eq 0 ] || kill -KILL "${flow_pids[@]}" 2>/dev/null
	wait "${flow_pids[@]}" 2>/dev/null
	flow_pids=()
}
