# what is known of a socket only when it was judged
while read -r options; do
	for command in trace 'list --bandwidth 1g'; do
		printf '%s %s: ' "$command" "$options"
		tcpbdp $command -j --replay captures/scenario-2.tcpbdp $options 2>&1 | grep -o '"pid":[0-9]*\|no socket.*' |
			sort -u | tr '\n' ' '
		echo
	done
done <<'END'
--limit rwnd
--limit sender,rwnd
--limit rwnd --limit rcvbuf
--cause tcp_rmem
--limit rwnd --cause tcp_rmem
--limit rwnd -p 1002
--rtt >20ms
--rtt <20ms
--rtt 1us-2us,40ms-60ms
--unit nginx
--pod 3f2a9c14
END
# the summary counts those that were asked for
tcpbdp trace --replay captures/scenario-2.tcpbdp --limit rwnd -i 5 -H
tcpbdp advise --replay captures/scenario-2.tcpbdp --cause tcp_rmem | head -n 1
