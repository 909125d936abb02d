# a capture of a host whose first namespace is the receiver's
cp captures/scenario-2.tcpbdp host.tcpbdp
chmod +w host.tcpbdp
sqlite3 host.tcpbdp "INSERT INTO sysctls VALUES (4026532002, 'net.ipv4.tcp_mem', '1 2 3')"
advise() {
	echo "== $1"
	tcpbdp advise --replay host.tcpbdp --netns 4026532002 --sysctl-d "$1" 2>&1
	echo "exit status $?"
}
advise new.conf
cat new.conf
stat -c %a new.conf
echo '# By tcpbdp advise. Once.' >old.conf
advise old.conf
cmp old.conf new.conf
echo 'net.ipv4.tcp_rmem = 1 2 3' >mine.conf
: >empty.conf
ln -s new.conf link.conf
mkdir directory
mkfifo fifo
for file in mine.conf empty.conf link.conf directory fifo none/a.conf /dev/null /proc/a.conf; do
	advise $file | tail -n 2
done
cat mine.conf
# nothing for sysctl.d: no namespace is known to be the host's
tcpbdp advise --replay captures/scenario-2.tcpbdp --sysctl-d none.conf >/dev/null
tcpbdp advise --replay captures/scenario-1.tcpbdp --sysctl-d none.conf --check
ls
