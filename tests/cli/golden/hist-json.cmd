tcpbdp hist rtt -j --replay captures/scenario-1.tcpbdp -i 2
tcpbdp hist headroom -j --by limit --replay captures/scenario-2.tcpbdp
