# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Budget 10: what 200 traces leave behind in the kernel. Others on this machine may load programs
# meanwhile, so a count alone would say nothing: left is what is new and in no process's hands. What
# the kernel frees after a grace period is waited for.

CYCLES=200
CYCLES_GRACE_S=10

# Every program, map and link that the kernel has, a line each: "prog 17".
cycles_existing() {
	local kind
	for kind in prog map link; do
		"$BPFTOOL" $kind show | sed -n "s/^\([0-9][0-9]*\): .*/$kind \1/p"
	done | sort
}

cycles_held() {
	cat /proc/[0-9]*/fdinfo/* 2>/dev/null |
		sed -n 's/^\(prog\|map\|link\)_id:[[:space:]]*\([0-9]*\)/\1 \2/p' | sort -u
}

# Listed twice, since a process may take or leave one while the other list is made.
cycles_find_left() {
	cycles_held >"$CHILD_TMP/held"
	cycles_existing >"$CHILD_TMP/after"
	cycles_held | sort -u - "$CHILD_TMP/held" -o "$CHILD_TMP/held"
	comm -23 "$CHILD_TMP/after" "$CHILD_TMP/before" | comm -23 - "$CHILD_TMP/held" \
		>"$CHILD_TMP/left"
}

cycles_nothing_left() { cycles_find_left && [[ ! -s $CHILD_TMP/left ]]; }

cycles_left() { grep -c "^$1 " "$CHILD_TMP/left"; }

cycles_measure() {
	local i start_us verdict
	cycles_existing >"$CHILD_TMP/before"
	child_load_start --connections 32 --rate 500
	start_us=$(number_now_us)
	for ((i = 0; i < CYCLES; i++)); do
		timeout 60 "$TCPBDP" trace -d 0.01 >"$CHILD_TMP/tracer.out" 2>"$CHILD_TMP/tracer.err" &
		CHILD_TRACER=$!
		wait "$CHILD_TRACER" || bench_fail "trace $i failed: $(<"$CHILD_TMP/tracer.err")"
		CHILD_TRACER=''
	done
	start_us=$(($(number_now_us) - start_us))
	lab_poll $CYCLES_GRACE_S cycles_nothing_left
	child_load_stop
	verdict=met
	[[ ! -s $CHILD_TMP/left ]] || verdict="missed by $(wc -l <"$CHILD_TMP/left")"
	bench_say 10 "left after $CYCLES traces under load" \
		"$(cycles_left prog) programs, $(cycles_left map) maps, $(cycles_left link) links" \
		"$verdict"
	bench_note "a trace of 10 ms takes $((start_us / CYCLES / 1000)) ms in all"
}
