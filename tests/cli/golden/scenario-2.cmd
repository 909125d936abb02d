tcpbdp trace --replay captures/scenario-2.tcpbdp
