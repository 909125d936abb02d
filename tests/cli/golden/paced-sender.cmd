tcpbdp trace --replay captures/../cases/paced_sender_on_loopback.tcpbdp -i 2
