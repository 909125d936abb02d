# as vmstat and the tools of bcc have it: how long an interval is, and how many of them
reports() {
	tcpbdp trace -j --replay captures/scenario-2.tcpbdp "$@" | sed -n 's/.*"type":"socket".*"ts":\([0-9.]*\).*/\1/p' |
		sort -u | wc -l
}
for arguments in 1 '1 1' '1 3' '2 2' '500ms 3' '1 100' '-P 5201 1 --from 1 2'; do
	echo "$arguments: $(reports $arguments)"
done
