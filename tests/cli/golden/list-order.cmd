for key in ceiling rtt buffer used window pid comm netns state; do
	echo $key
	tcpbdp list -H --replay captures/scenario-3.tcpbdp --sort $key
done
tcpbdp list -H --replay captures/scenario-3.tcpbdp --to 1 -L 5201
tcpbdp list -H --replay captures/scenario-3.tcpbdp --netns 4026532001 --color always
