# -o: the columns that are asked for, in their order
tcpbdp trace --replay captures/scenario-2.tcpbdp -i 5 -o limit,comm,rate,why
tcpbdp trace --replay captures/scenario-2.tcpbdp -i 5 -H -o netns,limit
tcpbdp list --replay captures/scenario-2.tcpbdp -o recv_max,pid,limit
tcpbdp trace --replay captures/scenario-2.tcpbdp -o PID,nonsense
tcpbdp list --replay captures/scenario-2.tcpbdp -o rat
tcpbdp trace --replay captures/scenario-2.tcpbdp -o pid --json
