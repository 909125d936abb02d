tcpbdp trace --replay captures/scenario-2.tcpbdp -i 5 --color always
