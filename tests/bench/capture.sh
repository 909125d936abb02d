# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Budget 12: a capture of a million samples, in bytes and CPU time. Real traffic is recorded for a few
# seconds, and what was recorded is written on and on. Requests and responses are what most sockets
# do; bulk transfers, of which nearly every value changes from sample to sample, cost most.

CAPTURE_SAMPLES=1000000
CAPTURE_SECONDS=5
CAPTURE_RING=33554432

# capture_write NAME: judges what $CHILD_TMP/NAME comes to.
capture_write() {
	local samples bytes ns longest
	read -r samples bytes ns _ < <("${LAB_BIN%/*}/bench/capture" "$CHILD_TMP/$1" $CAPTURE_SAMPLES \
		"$CHILD_TMP/written") || bench_fail 'cannot write a capture'
	rm -f "$CHILD_TMP/written"
	bench_judge 12 "a capture of a million samples, $1" \
		"$(number_of "$bytes / 1000000" '%.1f')" 64 ' MB'
	bench_judge 12 "the CPU time to write it, $1" "$(number_of "$ns / 1e9" '%.2f')" 3 ' s'
	bench_note "$(number_of "$bytes / $samples" '%.0f') bytes and" \
		"$(number_of "$ns / $samples / 1000" '%.2f') us a sample"
	read -r _ _ _ longest < <("${LAB_BIN%/*}/bench/capture" "$CHILD_TMP/$1" \
		$CAPTURE_SAMPLES "$CHILD_TMP/written" $CAPTURE_RING) ||
		bench_fail 'cannot write a ring'
	rm -f "$CHILD_TMP/written"
	bench_note "a ring of $((CAPTURE_RING >> 20)) MiB holds the samples up for" \
		"$(number_of "$longest / 1e6" '%.0f') ms at most"
}

capture_requests() {
	child_load_start --connections 64 --rate 50
	"$TCPBDP" record -o "$CHILD_TMP/requests" -d $CAPTURE_SECONDS \
		--netns "/proc/$CHILD_LOAD/ns/net" 2>/dev/null || bench_fail 'cannot record'
	child_load_stop
	capture_write requests
}

# Both ends of 64 flows that share a path: so many that the time of a commit, twice a second, is a
# small part, as it is in the first measurement.
capture_bulk() {
	local args=(--addr 10.9.0.2 --duration 60 --connections 64)
	lab_up tun 100mbit 20 || bench_fail 'no lab'
	lab_spawn server B "$LAB_BIN/traffic" listen read "${args[@]}"
	lab_ready server || bench_fail 'no traffic'
	lab_spawn client A "$LAB_BIN/traffic" connect write "${args[@]}" --port "$LAB_PORT"
	"$TCPBDP" record -o "$CHILD_TMP/bulk" -d $CAPTURE_SECONDS --addr 10.9.0.0/24 2>/dev/null ||
		bench_fail 'cannot record'
	lab_down
	capture_write bulk
}

capture_measure() {
	capture_requests
	capture_bulk
}
