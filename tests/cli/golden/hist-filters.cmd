for options in '-P 5201' '-P 9' '-L 5201' '-D 5201' '--addr 10.9.0.3' -4 -6 '--pid 1001' \
	'--netns 4026532002' '--cgroup /tcpbdp-lab' '--cgroup /tcpbdp'; do
	echo "== $options"
	tcpbdp hist rtt-min --replay captures/scenario-2.tcpbdp -H $options
done
