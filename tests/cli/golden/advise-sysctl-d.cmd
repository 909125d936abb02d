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
# what another run advised stays, but for what is advised anew
printf '# By tcpbdp advise. Once.\n\n# w\nnet.ipv4.tcp_wmem = 1 2 3\n\n# r\nnet.ipv4.tcp_rmem = 1 2 3\n' >old.conf
advise old.conf | tail -n 1
cat old.conf
echo 'net.ipv4.tcp_rmem = 1 2 3' >mine.conf
: >empty.conf
{ cat new.conf && head -c 300000 /dev/zero | tr '\0' '#'; } >huge.conf
ln -s new.conf link.conf
mkdir directory
mkfifo fifo
for file in mine.conf empty.conf huge.conf link.conf directory fifo none/a.conf /dev/null; do
	advise $file | tail -n 2
done
# the kernel refuses root and others for different reasons
advise /proc/a.conf | tail -n 2 | sed 's/: [A-Z][a-z ]* (/: REASON (/'
cat mine.conf
# nothing for sysctl.d: no namespace is known to be the host's
tcpbdp advise --replay captures/scenario-2.tcpbdp --sysctl-d none.conf >/dev/null
tcpbdp advise --replay captures/scenario-1.tcpbdp --sysctl-d none.conf --check
ls
