tcpbdp trace --replay captures/scenario-10.tcpbdp -j
