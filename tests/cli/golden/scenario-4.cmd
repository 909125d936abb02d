tcpbdp trace --replay captures/scenario-4.tcpbdp
