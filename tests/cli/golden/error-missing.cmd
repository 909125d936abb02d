tcpbdp trace --replay captures/missing.tcpbdp
