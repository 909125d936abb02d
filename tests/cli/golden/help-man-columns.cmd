tcpbdp help --man columns
