#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What tcpbdp is for, in half a minute: two network namespaces with a link of 100 Mbit/s and 50 ms
# between them, a transfer whose receiver has a small buffer, and "tcpbdp trace" that finds it.
# Everything that it makes is removed at its end, also on Ctrl-C.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"

demo_fail() {
	printf 'demo: %s\n' "$1" >&2
	exit 1
}

say() { printf '\n%s\n' "$1" | fold -s -w 100; }

lab_traps # first: a bash without a trap may miss a Ctrl-C that meets a child of its own
((EUID == 0)) || demo_fail 'needs root: run make demo'
[[ -x $TCPBDP ]] || demo_fail "no program $TCPBDP: run make"

say "A link of 100 Mbit/s with a round trip of 50 ms: its bandwidth-delay product is 625000 bytes, \
which is what must be under way to fill it. The receiver, 10.9.0.2, is allowed 128 KiB of buffer \
(net.ipv4.tcp_rmem)."
lab_up tun 100mbit 50 || demo_fail 'cannot make the lab'
for end in A B; do
	lab_sysctl $end 'net.ipv4.tcp_rmem=4096 131072 6291456' \
		'net.ipv4.tcp_wmem=4096 16384 4194304' || demo_fail 'cannot set it up'
done
lab_sysctl B 'net.ipv4.tcp_rmem=4096 131072 131072' || demo_fail 'cannot set it up'
sender=''
lab_spawn receiver B "$LAB_BIN/traffic" listen read --port 5201 --duration 60
lab_ready receiver || demo_fail 'no receiver'
lab_spawn sender A "$LAB_BIN/traffic" connect write --addr 10.9.0.2 --port 5201 --duration 60 \
	--congestion cubic

say '# tcpbdp trace --addr 10.9.0.0/24 -d 8'
timeout --foreground 60 "$TCPBDP" trace --addr 10.9.0.0/24 -d 8 &
LAB_PIDS+=($!)
wait $! || demo_fail 'tcpbdp failed' # a wait, unlike a foreground command, ends at a signal

lab_stop "$sender"
while read -r line; do
	rate=${line##*rate_bps }
done <"$LAB_TMP/sender.out"
say "The transfer ran at $((rate / 1000000)) of 100 Mbit/s. The sender (10.9.0.1) waits for the \
receiver's window, and the receiver's own line says why: its buffer is at the maximum of \
net.ipv4.tcp_rmem, so its window, divided by 50 ms, is all that this connection can carry."
