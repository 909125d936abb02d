tcpbdp advise --replay captures/scenario-4.tcpbdp --check
