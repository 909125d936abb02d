for scenario in 1 2 3 10; do
	tcpbdp trace --replay captures/scenario-$scenario.tcpbdp -i 3 --explain
done
