tcpbdp advise --replay captures/scenario-10.tcpbdp --bandwidth 100m --check
tcpbdp advise --replay captures/scenario-10.tcpbdp -j
