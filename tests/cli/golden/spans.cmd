for options in '--from 1 --to 3' '--from 12:00:01 --to 12:00:03' \
	'--from 2026-01-31T12:00:01Z --to 2026-01-31T12:00:03' '--from 1 -d 2' '--from 4.5'; do
	echo "== $options"
	tcpbdp trace --replay captures/scenario-2.tcpbdp -T $options
done
