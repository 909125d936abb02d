tcpbdp advise --replay captures/scenario-4.tcpbdp --bandwidth 100m --check
tcpbdp advise --replay captures/scenario-4.tcpbdp -j
