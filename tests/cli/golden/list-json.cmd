tcpbdp list -j --replay captures/scenario-2.tcpbdp --bandwidth 100mbit --flagged
tcpbdp list -j --replay captures/scenario-2.tcpbdp -P 1
tcpbdp list -j --replay captures/scenario-4.tcpbdp --bandwidth 100mbit --summary
