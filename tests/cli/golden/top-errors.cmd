for options in '--sort lots' '--by pid' '--columns rte' '-d 1ms' '-n 0' '-n 3 --to 5' '-d 1000000000 -n 2' '-i 1' 'top'; do
	# shellcheck disable=SC2086
	tcpbdp top --replay captures/scenario-2.tcpbdp $options
done
