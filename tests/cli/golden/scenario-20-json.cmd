tcpbdp trace --replay captures/scenario-20.tcpbdp -j
