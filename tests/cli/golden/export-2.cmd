tcpbdp export --replay captures/scenario-2.tcpbdp -i 1 -o run.prom
cat run.prom
ls -A
