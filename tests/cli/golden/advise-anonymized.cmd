tcpbdp advise --replay captures/anonymized.tcpbdp
tcpbdp advise --replay captures/anonymized.tcpbdp -j
