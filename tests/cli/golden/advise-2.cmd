tcpbdp advise --replay captures/scenario-2.tcpbdp --check
