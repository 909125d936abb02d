tcpbdp trace --replay captures
