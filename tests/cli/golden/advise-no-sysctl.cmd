# settings that could not be read: what rests on them is not known, and that is told
cp captures/scenario-2.tcpbdp none.tcpbdp
chmod +w none.tcpbdp
sqlite3 none.tcpbdp "DELETE FROM sysctls WHERE name LIKE 'net.core.%mem_max'"
tcpbdp advise --replay none.tcpbdp --check | tail -n 1
echo "exit status ${PIPESTATUS[0]}"
