tcpbdp advise --replay captures/scenario-1.tcpbdp --bandwidth 100m --check
tcpbdp advise --replay captures/scenario-1.tcpbdp -j
