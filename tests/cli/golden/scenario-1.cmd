tcpbdp trace --replay captures/scenario-1.tcpbdp
