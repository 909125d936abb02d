tcpbdp export --replay captures/scenario-3.tcpbdp --once -i 4 --bandwidth 100mbit -o run.prom
cat run.prom
