# a recorder that was told to take a sample each 2 s: what asks for no shorter interval has what it needs
cp captures/scenario-2.tcpbdp rare.tcpbdp
chmod +w rare.tcpbdp
sqlite3 rare.tcpbdp 'UPDATE capture SET sample_interval_ms = 2000'
tcpbdp list --replay rare.tcpbdp --summary
tcpbdp hist rtt --replay rare.tcpbdp
tcpbdp trace --replay rare.tcpbdp
echo "exit status $?"
tcpbdp trace --replay rare.tcpbdp -i 2 -T | tail -n 2
# who has gone wants no more, and that is no error
set -o pipefail
for command in 'trace -i 2' list 'hist rtt' 'advise -i 2 --check'; do
	tcpbdp $command --replay rare.tcpbdp | true
	echo "exit status $?"
done
