tcpbdp trace --replay captures/mapped-clients.tcpbdp
