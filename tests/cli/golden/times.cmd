# with a unit, and in seconds without one
said() {
	tcpbdp trace --replay captures/scenario-2.tcpbdp $1
}
while IFS=: read -r one other; do
	cmp <(said "$one") <(said "$other") && echo "the same: $one, $other"
	cmp -s <(said "$one") <(said '') && echo "$one: as without"
done <<'END'
-i 2500ms:-i 2.5
-i 2s -d 4s:-i 2 -d 4
-i 5 --from 1000ms -d .05min:-i 5 --from 1 -d 3
-i 5 --to 0.001h:-i 5 --to 3.6s
END
