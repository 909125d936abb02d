# scenario 2's receiver has too small a buffer for more than 13 Mbit/s
tcpbdp list --replay captures/scenario-2.tcpbdp --summary --check --bandwidth 10mbit || exit 9
tcpbdp list --replay captures/scenario-2.tcpbdp --summary --check --bandwidth 100mbit
