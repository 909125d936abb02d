tcpbdp trace --replay captures/scenario-2.tcpbdp --from 12:00:06
