# of the sender's side alone, and none
tcpbdp trace --replay captures/scenario-3.tcpbdp --flagged
tcpbdp trace --replay captures/scenario-1.tcpbdp --flagged
