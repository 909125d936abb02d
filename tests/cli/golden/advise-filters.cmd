# some of it; what is too short to be judged
for options in '--netns 4026532001' '-P 9' '--pid 1002' '--from 1 --to 3' '-d 0.05' '-i 2'; do
	echo "== $options"
	tcpbdp advise --replay captures/scenario-2.tcpbdp $options --check
	echo "exit status $?"
done
