# what is given is contradicted once by what is measured, where it is lower
for bandwidth in 10g 100mbit 80mbit 10mbit 10kbit; do
	for command in trace 'trace -i 500ms' 'advise -d 2s'; do
		echo "== $command --bandwidth $bandwidth"
		tcpbdp $command --replay captures/scenario-1.tcpbdp --bandwidth $bandwidth 2>&1 >/dev/null
	done
done
# not by sockets that are not asked for
tcpbdp trace --replay captures/scenario-1.tcpbdp --bandwidth 10mbit -P 9 2>&1 >/dev/null
