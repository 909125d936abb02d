# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Budget 4: samples per segment where every socket gets a thousand segments a second. 8 connections
# with a transaction each millisecond are 16 such sockets, which get some ACKs without data besides:
# as the samples of a socket go by time, their number per second is judged. The trace
# begins and ends within the load, so no socket opens or closes in it.

SAMPLES_SECONDS=10
SAMPLES_CONNECTIONS=8
SAMPLES_RATE=1000

samples_ledger() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$CHILD_TMP/summary"; }

samples_measure() {
	local segments emitted sockets=$((2 * SAMPLES_CONNECTIONS)) rate
	child_load_start --connections $SAMPLES_CONNECTIONS --rate $SAMPLES_RATE
	child_tracer_start --json -d $SAMPLES_SECONDS --netns "/proc/$CHILD_LOAD/ns/net"
	lab_poll $((SAMPLES_SECONDS + 60)) lab_gone "$CHILD_TRACER" && wait "$CHILD_TRACER" || bench_fail 'the tracer failed'
	CHILD_TRACER=''
	child_load_stop
	grep '"type":"summary"' "$CHILD_TMP/tracer.out" >"$CHILD_TMP/summary" ||
		bench_fail 'the tracer gave no summary'
	segments=$(samples_ledger segments) emitted=$(samples_ledger samples_emitted)
	rate=$(number_of "$segments / $SAMPLES_SECONDS / $sockets" '%.0f')
	bench_judge 4 'samples per segment at 1000 a second and socket' \
		"$(number_of "($emitted - $sockets) / $SAMPLES_SECONDS / $sockets / 1000" '%.5f')" 0.01
	bench_note "$emitted samples of $segments segments, $rate a second and socket;" \
		"the first of each of $sockets sockets is not judged"
}
