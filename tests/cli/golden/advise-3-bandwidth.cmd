tcpbdp advise --replay captures/scenario-3.tcpbdp --bandwidth 100m --check
tcpbdp advise --replay captures/scenario-3.tcpbdp -j
