for options in -T -H '-T -H'; do
	echo "== $options"
	tcpbdp trace --replay captures/scenario-2.tcpbdp -i 2 $options
done
