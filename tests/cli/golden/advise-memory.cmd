# of 24 GiB: enough; less than is needed; less than there is
for share in 1/2 1/150000 1/200000; do
	echo "== $share"
	tcpbdp advise --replay captures/scenario-2.tcpbdp --netns 4026532002 --memory-share $share
done
tcpbdp advise --replay captures/scenario-2.tcpbdp --memory-share 1/200000 --check -j
