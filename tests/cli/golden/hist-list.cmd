tcpbdp hist --list
tcpbdp hist --list --json
