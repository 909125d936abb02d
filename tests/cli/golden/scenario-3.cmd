tcpbdp trace --replay captures/scenario-3.tcpbdp
