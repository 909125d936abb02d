tcpbdp advise --replay captures/scenario-3.tcpbdp --check
