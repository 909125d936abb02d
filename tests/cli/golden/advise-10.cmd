tcpbdp advise --replay captures/scenario-10.tcpbdp --check
