tcpbdp trace --replay captures/anonymized.tcpbdp -j
