# the version of the schema is in the bytes 60 to 63 of the file
cp captures/scenario-2.tcpbdp newer.tcpbdp
printf '\0\0\0\377' | dd of=newer.tcpbdp bs=1 seek=60 conv=notrunc status=none
tcpbdp trace --replay newer.tcpbdp
