tcpbdp hist rtt -i 0.05 --replay captures/scenario-2.tcpbdp
