# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What this machine carries, measured before a test leans on it: where it is too slow, the test asks for
# less or is skipped, and says so. To be sourced after lab.sh and tap.sh.

CAPACITY_PORT=5199

# capacity_acked END PORT: the bytes that END's sockets to that port have brought over so far.
capacity_acked() {
	lab_exec "$1" ss -tinH dport = ":$2" |
		awk '{ for (i = 1; i <= NF; i++) if (sub(/^bytes_acked:/, "", $i)) sum += $i } END { printf "%d", sum }'
}

# capacity_bps END PORT SECONDS: the rate at which they bring more, in bit/s, over so long.
capacity_bps() {
	local start before bytes
	before=$(capacity_acked "$1" "$2")
	start=${EPOCHREALTIME/[.,]/}
	sleep "$3" # of what is measured
	bytes=$(($(capacity_acked "$1" "$2") - before))
	printf '%d' $((bytes * 8000000 / (${EPOCHREALTIME/[.,]/} - start)))
}

# capacity_carries NAME LEAST FOUND: so much is carried; else CAPACITY_LACKS says what is not.
capacity_carries() {
	(($3 >= $2)) && return
	# shellcheck disable=SC2034 # it is for the caller
	CAPACITY_LACKS="this machine carries $(($3 / 1000)) of $(($2 / 1000)) kbit/s that $1 needs"
	return 1
}

# capacity_link RATE: can the user-space link have that rate here, with half of it to spare? Makes a
# lab of its own, and takes it down.
capacity_link() {
	# shellcheck disable=SC2034 # lab_spawn fills them in
	local server client found
	lab_up tun 0 0 && lab_spawn server B "$LAB_BIN/traffic" listen read --port $CAPACITY_PORT &&
		lab_ready server || tap_bail 'no lab'
	lab_spawn client A "$LAB_BIN/traffic" connect write --addr 10.9.0.2 --port $CAPACITY_PORT
	sleep 0.3 # of slow start
	found=$(capacity_bps A $CAPACITY_PORT 1)
	lab_down
	capacity_carries "a link of $1" $(($(lab_bps "$1") * 3 / 2)) "$found"
}
