tcpbdp help metrics
