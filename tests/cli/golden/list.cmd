tcpbdp list --replay captures/scenario-2.tcpbdp
for n in 1 2 3 4 20; do
	tcpbdp list -H --replay captures/scenario-$n.tcpbdp --bandwidth 100mbit
done
