for by in comm cgroup peer-prefix peer-prefix/8 cause netns port; do
	echo "== $by"
	tcpbdp top -b -d 5 --by $by --replay captures/mapped-clients.tcpbdp
done
