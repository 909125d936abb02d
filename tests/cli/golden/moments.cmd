# the same moments, counted from the start and from the end, and by the clock
said() {
	tcpbdp trace -i 5 --replay captures/scenario-2.tcpbdp $1
}
while IFS='|' read -r one other; do
	cmp <(said "$one") <(said "$other") && echo "the same: $one, $other"
done <<'END'
--from 12:00 --to 3|--from 0 --to 12:00:03
--from -1h|--from 0
END
# of five seconds and a bit the last two
tcpbdp trace -i 5 -H -j --replay captures/scenario-2.tcpbdp --from -2 | grep -o '"duration_s":[0-9]*'
tcpbdp trace -i 5 -H -j --replay captures/scenario-2.tcpbdp --from -3s --to -1s | grep -o '"duration_s":[0-9]*'
