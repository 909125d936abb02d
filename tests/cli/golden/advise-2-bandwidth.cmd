tcpbdp advise --replay captures/scenario-2.tcpbdp --bandwidth 100m --check
tcpbdp advise --replay captures/scenario-2.tcpbdp -j
