tcpbdp advise --replay captures/scenario-20.tcpbdp --bandwidth 100m --check
tcpbdp advise --replay captures/scenario-20.tcpbdp -j
