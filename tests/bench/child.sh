# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The processes that a measurement starts: the load, and the tracer. Each is ended by its pid, also
# when the run is interrupted.

CHILD_TMP='' CHILD_LOAD='' CHILD_TRACER='' CHILD_OTHER=''

child_begin() {
	CHILD_TMP=$(mktemp -d) || bench_fail 'no temporary directory'
	trap child_end EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

child_end() {
	child_tracer_stop
	child_load_stop
	if [[ $CHILD_OTHER ]]; then
		lab_stop "$CHILD_OTHER"
	fi
	rm -rf "$CHILD_TMP"
}

# child_load_start OPTION...: see load.c. CHILD_ASK and CHILD_TELL are the two ends of its pipes.
child_load_start() {
	local ready
	mkfifo "$CHILD_TMP/ask" "$CHILD_TMP/tell" || bench_fail 'no pipes'
	"${LAB_BIN%/*}/bench/load" "$@" <"$CHILD_TMP/ask" >"$CHILD_TMP/tell" &
	CHILD_LOAD=$!
	exec {CHILD_ASK}>"$CHILD_TMP/ask" {CHILD_TELL}<"$CHILD_TMP/tell"
	rm "$CHILD_TMP/ask" "$CHILD_TMP/tell"
	read -r -t 10 ready <&"$CHILD_TELL" && [[ $ready == ready ]] || bench_fail 'no load'
}

# What was done until now: LOAD_TRANSACTIONS, LOAD_CPU_NS and LOAD_WALL_NS.
# shellcheck disable=SC2034 # they are for the caller
child_load_mark() {
	echo >&"$CHILD_ASK"
	read -r -t 10 LOAD_TRANSACTIONS LOAD_CPU_NS LOAD_WALL_NS <&"$CHILD_TELL" ||
		bench_fail 'the load ended'
}

child_load_pause() { kill -s STOP "$CHILD_LOAD"; }
child_load_resume() { kill -s CONT "$CHILD_LOAD"; }

child_load_stop() {
	[[ $CHILD_LOAD ]] || return 0
	child_load_resume
	exec {CHILD_ASK}>&- {CHILD_TELL}<&-
	lab_poll 5 lab_gone "$CHILD_LOAD" || lab_stop "$CHILD_LOAD" # it ends with its stdin
	wait "$CHILD_LOAD"
	CHILD_LOAD=''
}

# child_empty_start NAME...: empty programs of these names, as the tracer.
child_empty_start() {
	"${LAB_BIN%/*}/bench/runtime" hold "${LAB_BIN%/*}/bench/empty.bpf.o" "$@" \
		>"$CHILD_TMP/tracer.out" 2>"$CHILD_TMP/tracer.err" &
	CHILD_TRACER=$!
	child_await_attached
}

child_tracer_attached() {
	lab_gone "$CHILD_TRACER" || grep -qs '^link_id' "/proc/$CHILD_TRACER/fdinfo/"*
}

child_tracer_start() { child_start trace "$@"; }

# child_start COMMAND OPTION...: as the tracer; returns when its hooks are attached. Its output is in
# $CHILD_TMP/tracer.out.
child_start() {
	"$TCPBDP" "$@" >"$CHILD_TMP/tracer.out" 2>"$CHILD_TMP/tracer.err" &
	CHILD_TRACER=$!
	child_await_attached
}

child_await_attached() {
	lab_poll 60 child_tracer_attached
	if ! child_tracer_attached || lab_gone "$CHILD_TRACER"; then
		cat "$CHILD_TMP/tracer.err" >&2
		bench_fail 'the tracer did not attach'
	fi
}

child_tracer_stop() {
	[[ $CHILD_TRACER ]] || return 0
	lab_stop "$CHILD_TRACER" INT
	CHILD_TRACER=''
}

# CPU time that the tracer has used itself, in ns.
child_tracer_cpu_ns() {
	local ns rest
	read -r ns rest <"/proc/$CHILD_TRACER/schedstat" || bench_fail 'the tracer ended'
	printf '%s' "$ns"
}

# The names of the programs that the tracer has attached, as much of them as the kernel keeps.
child_tracer_programs() {
	local id
	sed -sn '/^link_type/,$ s/^prog_id:[[:space:]]*//p' "/proc/$CHILD_TRACER/fdinfo/"* 2>/dev/null |
		while read -r id; do
			"$BPFTOOL" prog show id "$id" | sed -n '1s/.* name \([^ ]*\).*/\1/p'
		done
}

# The ids of the tracing programs of others, which cost every segment of ours as well.
child_foreign_programs() {
	local own=' '
	[[ $CHILD_TRACER ]] &&
		own=" $(cat "/proc/$CHILD_TRACER/fdinfo/"* 2>/dev/null | awk '/^prog_id/ { printf "%s ", $2 }')"
	"$BPFTOOL" prog show | awk -F '[: ]+' -v own="$own" '
		/^[0-9]+: (tracing|kprobe|tracepoint|raw_tracepoint) / && !index(own, " " $1 " ") {
			printf "%s ", $1
		}'
}
