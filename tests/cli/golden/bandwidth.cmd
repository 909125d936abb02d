tcpbdp trace --replay captures/scenario-2.tcpbdp -i 5 --bandwidth 1g
tcpbdp trace --replay captures/scenario-3.tcpbdp -i 5 --bandwidth 1g
