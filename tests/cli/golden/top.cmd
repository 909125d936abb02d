# every capture, in a block of all that it has
for capture in captures/*.tcpbdp; do
	echo "== $capture"
	tcpbdp top -b -d 5 -n 1 --replay "$capture"
done
