# this is no SQLite database
tcpbdp trace --replay captures/record.sh
