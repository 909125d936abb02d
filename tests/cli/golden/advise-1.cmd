tcpbdp advise --replay captures/scenario-1.tcpbdp --check
