# a page of zeros in the midst of it
cp captures/scenario-2.tcpbdp damaged.tcpbdp
dd if=/dev/zero of=damaged.tcpbdp bs=4096 seek=14 count=1 conv=notrunc status=none
tcpbdp trace --replay damaged.tcpbdp
