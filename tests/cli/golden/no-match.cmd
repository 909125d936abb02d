# a filter that leaves nothing is told apart from a host without traffic
for options in '-P 9999' '-P 7,8 -P 9 --addr 10.9.0.3' '--comm nginx -6'; do
	for command in trace 'trace -j' advise list 'hist rtt-min'; do
		echo "== $command $options"
		tcpbdp $command --replay captures/scenario-2.tcpbdp $options 2>&1 >/dev/null
	done
done
# here, nothing was left out
tcpbdp trace --replay captures/scenario-2.tcpbdp -P 5201 -p 1001 2>&1 >/dev/null
tcpbdp list --replay captures/scenario-2.tcpbdp -P 5201 --bandwidth 1g --flagged 2>&1 >/dev/null
