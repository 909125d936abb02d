for metric in rtt rtt-min queue bdp delivery-rate window peer-window recv-window inflight cwnd pacing retrans sndbuf-use \
	rcvbuf-use headroom; do
	echo "== $metric"
	tcpbdp hist $metric --replay captures/scenario-2.tcpbdp --by lport
done
