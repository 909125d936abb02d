tcpbdp hist rcvbuf-use --by comm --replay captures/anonymized.tcpbdp
