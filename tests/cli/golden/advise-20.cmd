tcpbdp advise --replay captures/scenario-20.tcpbdp --check
