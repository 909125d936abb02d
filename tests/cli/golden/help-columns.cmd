tcpbdp help columns
