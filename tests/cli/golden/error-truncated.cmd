head -c 40960 captures/scenario-2.tcpbdp >truncated.tcpbdp
tcpbdp trace --replay truncated.tcpbdp
