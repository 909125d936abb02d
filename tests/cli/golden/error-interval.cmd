tcpbdp trace --replay captures/scenario-2.tcpbdp -i 0.05
