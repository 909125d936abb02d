# a block a second; without -b, as stdout is no terminal
tcpbdp top --replay captures/scenario-2.tcpbdp -n 3
tcpbdp top -b --replay captures/scenario-2.tcpbdp --from 2 --to 4
