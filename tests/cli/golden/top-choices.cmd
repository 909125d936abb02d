for options in '--sort rate' '--sort rtt' '--sort ceiling' '--sort share' '--sort needed' --flagged \
	'--peer 10.1.0.0/16' '--limit rwnd' '--columns why,pid,netns,needed,limit' '--columns sockets --by cause'; do
	echo "== $options"
	# shellcheck disable=SC2086
	tcpbdp top -b -d 5 -n 1 --replay captures/mapped-clients.tcpbdp $options
done
