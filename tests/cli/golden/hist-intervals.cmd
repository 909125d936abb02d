for options in '' '-i 1' '-i 2' '-i 1.5 -T' '-i 0.5 --from 2' '--from 1 --to 3' '-i 100' '-H -d 2.5'; do
	echo "== $options"
	tcpbdp hist rtt --replay captures/scenario-3.tcpbdp $options
done
