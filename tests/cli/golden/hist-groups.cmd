for by in peer-prefix peer-prefix/8 lport rport comm cgroup netns family limit; do
	echo "== $by"
	tcpbdp hist rtt-min --by $by --top 2 -H --replay captures/scenario-10.tcpbdp
done
