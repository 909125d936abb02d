#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# hist.sh: "tcpbdp hist" on the running kernel, in TAP. Needs root.
#
# Sockets whose RTT, window, sizes and owners the lab made are counted where they belong: on a link,
# and on the loopback of one of its ends, where nobody else's are.
#
# HIST_PATH is the link ("100mbit 50"), HIST_REQUIRED names the kinds of hook that must work, and
# HIST_SHORT=1 leaves out what no other kernel would do otherwise.
here=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$here/../../lab/lab.sh"
. "$here/../../lab/tap.sh"
. "$here/objects.sh"
export LC_ALL=C
read -r RATE RTT_MS <<<"${HIST_PATH:-100mbit 50}"
busy_rate=400mbit
[[ ! ${HIST_SHORT:-} ]] || busy_rate=20mbit # which an emulated processor hardly notices
required=" ${HIST_REQUIRED:-auto tracepoint} "
runs=()
# Whose values stand still on a link that a window limits.
SAMPLED=(rtt rtt-min bdp delivery-rate window peer-window recv-window inflight cwnd pacing sndbuf-use headroom)

# ---- runs: in the background, as many at a time as there is to see ----

# hist NAME ARGUMENT...: its output in $LAB_TMP/NAME.out and .err
hist() {
	local name=$1
	shift
	lab_spawn "$name" host "$TCPBDP" hist "$@"
	runs+=("$name")
}

# hist_wait: until they have ended; the status of each goes to $LAB_TMP/NAME.status
hist_wait() {
	local name
	for name in "${runs[@]}"; do
		lab_poll 120 lab_gone "${!name}" || lab_stop "${!name}" KILL
		wait "${!name}"
		echo $? >"$LAB_TMP/$name.status"
	done
	runs=()
}

has_hooks() { grep -qs '^link_id' /proc/"$1"/fdinfo/*; }

# ---- what a run has said: JSON of one line, whose histograms hold no text of others ----

# buckets NAME [GROUP]: "FROM TO COUNT" a line, of that group or of the first
buckets() {
	sed 's/.*"groups":\[//; s/\],"other":.*//; s/{"group":/\n&/g' "$LAB_TMP/$1.out" |
		grep -F "{\"group\":${2:+\"$2\",}" | head -n 1 |
		grep -o '"from":[0-9]*,"to":[0-9]*,"count":[0-9]*' | tr -c '0-9\n' ' '
}

# figure NAME MEMBER: of the first histogram
figure() { sed -n "s/.*\"groups\":\[[^[]*\"$2\":\([0-9]*\).*/\1/p" "$LAB_TMP/$1.out"; }

counted() { buckets "$@" | awk '{ n += $3 } END { print n + 0 }'; }

# number NAME MEMBER: of the outermost object
number() { sed -n "s/^[^[]*\"$2\":\([0-9]*\).*/\1/p" "$LAB_TMP/$1.out" | head -n 1; }

# mass NAME FROM TO [GROUP]: nine tenths of what was counted, and something, lie within
mass() {
	buckets "$1" ${4:+"$4"} | awk -v from="$2" -v to="$3" '
		{ all += $3 }
		$2 >= from && $1 <= to { in_it += $3 }
		END { exit !(all && in_it >= 0.9 * all) }'
}

ended_well() { [[ $(<"$LAB_TMP/$1.status") == 0 && ! -s $LAB_TMP/$1.err ]]; }
one_object() { [[ $(wc -l <"$LAB_TMP/$1.out") == 1 ]] && grep -q '^{"type":"hist","schema":1,.*}$' "$LAB_TMP/$1.out"; }

# expect NAME WHAT COMMAND...: ok, or not with what the run NAME said
expect() {
	local name=$1 what=$2
	shift 2
	tap_test "$what" "$@" && return
	tap_note "$LAB_TMP/$name.out" 3 | cut -c 1-600
	tap_note "$LAB_TMP/$name.err" 3
}

expect_object() {
	expect "$1" "$1: ends with status 0, nothing on stderr" ended_well "$1"
	expect "$1" "$1: one object" one_object "$1"
}

# ---- the traffic ----

# serve NAME END ARGUMENT...: a reader; PORT_OF[NAME] is where
declare -A PORT_OF
serve() {
	local name=$1 end=$2
	shift 2
	lab_spawn "$name" "$end" "$LAB_BIN/traffic" listen read --duration 300 --port 0 "$@"
	lab_ready "$name" || tap_bail "no $name"
	PORT_OF[$name]=$LAB_PORT
}

# send_to NAME END SERVER ADDR ARGUMENT...
send_to() {
	lab_spawn "$1" "$2" "$LAB_BIN/traffic" connect write --duration 300 \
		--port "${PORT_OF[$3]}" --addr "$4" "${@:5}"
}

established() { # END PORT COUNT
	local ns
	ns=$(lab_ns "$1")
	[[ $(ip netns exec "$ns" ss -tnH state established "dport = :$2" | wc -l) -ge $3 ]]
}

# ---- tests ----

a_link() {
	local a rtt_us=$((RTT_MS * 1000)) late
	a=$(lab_netns A)
	# an emulated machine does late what it does
	late=$((rtt_us * ${HIST_LATE_PERCENT:-115} / 100))
	lab_sysctl B 'net.ipv4.tcp_rmem=4096 131072 131072' || tap_bail 'cannot set it up'
	serve far B
	send_to near A far 10.9.0.2
	lab_poll 20 established A "${PORT_OF[far]}" 1 || tap_bail 'no connection over the link'
	hist rtt_min rtt-min -j -d 3 --netns "$a"
	hist peer_window peer-window -j -d 3 --netns "$a"
	if [[ ! ${HIST_SHORT:-} ]]; then
		hist segments rtt-min -j -d 3 --netns "$a" --weight segments
		hist headroom headroom -j -d 3 --netns "$a"
		hist recv_window recv-window -j -d 3 --netns "$(lab_netns B)"
		hist by_limit headroom -j -d 4 --netns "$a" --by limit
		hist by_peer rtt-min -j -d 3 --by peer-prefix/16 --netns "$a"
		hist by_netns rtt-min -j -d 3 --by netns --addr 10.9.0.1
	fi
	hist_wait
	expect_object rtt_min
	expect rtt_min "RTT: $RTT_MS ms is in the buckets of $RTT_MS ms" \
		mass rtt_min $((rtt_us * 98 / 100)) $late
	expect_object peer_window
	# half of the buffer by the rule of 6.1, more by that of 6.6
	expect peer_window 'peer-window: that of 128 KiB of buffer' mass peer_window 49152 114687
	if [[ ! ${HIST_SHORT:-} ]]; then
		expect segments 'weight segments: the same RTT' \
			mass segments $((rtt_us * 98 / 100)) $late
		expect segments 'weight segments: more than sockets' \
			test "$(counted segments)" -gt $((10 * $(counted rtt_min)))
		expect headroom 'headroom: its window is the BDP that can be seen' \
			mass headroom 85 140
		expect recv_window 'recv-window: what the other end was told' \
			mass recv_window 66000 114687
		expect by_limit 'by limit: rwnd' mass by_limit 85 140 rwnd
		expect by_peer 'by peer-prefix: 10.9.0.0/16' \
			mass by_peer $((rtt_us * 98 / 100)) $late 10.9.0.0/16
		expect by_netns 'by netns: its name' \
			mass by_netns $((rtt_us * 98 / 100)) $late "$(lab_ns A)"
		# of the two ends the other is in B
		expect by_netns 'by netns: both ends' \
			mass by_netns $((rtt_us * 98 / 100)) $late "$(lab_ns B)"
	fi
	[[ ${HIST_SHORT:-} ]] || as_recorded "$a"
	lab_stop "$near"
	lab_stop "$far"
}

# The kernel's own counts against those of samples taken meanwhile, which are made in another way.
as_recorded() { # NETNS
	local metric live kept
	lab_spawn record host "$TCPBDP" record -o "$LAB_TMP/run.tcpbdp" --netns "$1" -d 3
	for metric in "${SAMPLED[@]}"; do
		hist "${metric//-/_}" "$metric" -j --netns "$1" -d 3
	done
	hist rtt_var rtt-var -j --netns "$1" -d 3
	hist_wait
	lab_poll 10 lab_gone "$record" || lab_stop "$record"
	for metric in "${SAMPLED[@]}"; do
		hist kept "$metric" -j --replay "$LAB_TMP/run.tcpbdp"
		hist_wait
		live=$(figure "${metric//-/_}" p50) kept=$(figure kept p50)
		expect "${metric//-/_}" "$metric: $live by the kernel's count, $kept by samples" \
			test "${live:-0}" -gt 0 -a $((2 * ${live:-0})) -gt "${kept:-0}" \
			-a "${live:-0}" -lt $((2 * ${kept:-0}))
	done
	expect rtt_var 'rtt-var: less than the RTT' mass rtt_var 1 $((RTT_MS * 500))
}

# A reader that cannot keep up, so that its buffer is full; and a sender of short bursts: the first
# ACK of each finds all of it in flight and the last next to nothing. In each tenth of a second one
# of them counts, and it must not be the first every time.
slow_and_bursty() {
	local b
	b=$(lab_netns B)
	serve slow B --read-rate 8mbit
	serve patient B
	send_to pusher A slow 10.9.0.2
	# shellcheck disable=SC2016 # the inner shell expands it
	lab_spawn bursts A bash -c 'exec 3<>"/dev/tcp/10.9.0.2/$1"
		for ((i = 0; i < 400; i++)); do head -c 60000 /dev/zero >&3; sleep 0.15; done' \
		- "${PORT_OF[patient]}"
	lab_poll 20 established A "${PORT_OF[slow]}" 1 || tap_bail 'no connection to a slow reader'
	lab_poll 20 established A "${PORT_OF[patient]}" 1 || tap_bail 'no bursts'
	hist full rcvbuf-use -j -d 3 --netns "$b" -L "${PORT_OF[slow]}" --weight segments
	hist drawn inflight -j -d 4 -i 0.1 --netns "$(lab_netns A)" -D "${PORT_OF[patient]}"
	hist_wait
	expect full 'rcvbuf-use: in use where the reader is slow' test "$(figure full p90)" -ge 20
	expect drawn 'weight sockets: not only the first segment of a burst is counted' \
		test "$(figure drawn p50 | sort -u | wc -l)" -ge 4
	for sender in "$pusher" "$bursts" "$slow" "$patient"; do
		lab_stop "$sender"
	done
}

# One flow that never rests, ten that hardly do, and one of IPv6, on the loopback of A.
quiet_and_busy() {
	local a
	a=$(lab_netns A)
	serve quiet A --connections 10
	serve busy A
	serve six A -6
	send_to quiet_senders A quiet 127.0.0.1 --connections 10 --rate 80kbit
	send_to busy_sender A busy 127.0.0.1 --size 10000 --rate "$busy_rate"
	send_to six_sender A six ::1 -6 --size 3000 --rate 4mbit
	lab_poll 20 established A "${PORT_OF[quiet]}" 10 || tap_bail 'no quiet flows'
	lab_poll 20 established A "${PORT_OF[busy]}" 1 || tap_bail 'no busy flow'
	lab_poll 20 established A "${PORT_OF[six]}" 1 || tap_bail 'no flow of IPv6'
	[[ ${HIST_SHORT:-} ]] || weights_and_groups "$a"
	kinds "$a"
	interrupted "$a" INT TERM
	interrupted "$a" KILL 2>/dev/null # bash says that a job was killed, which is no news here
	for sender in "$quiet_senders" "$busy_sender" "$six_sender" "$quiet" "$busy" "$six"; do
		lab_stop "$sender"
	done
}

weights_and_groups() { # NETNS
	local a=$1
	hist sockets rtt -j -d 2 --netns "$a" --by lport -4
	hist segments rtt -j -d 2 --netns "$a" --by lport -4 --weight segments
	hist family rtt -j -d 2 --netns "$a" --by family
	hist size send-size -j -d 2 --netns "$a" --by rport --weight segments
	hist comm rtt -j -d 2 --netns "$a" --by comm
	hist process send-size -j -d 2 -p "$six_sender" --weight segments
	hist each rtt -j -d 2 -i 0.5 --netns "$a"
	hist top rtt -j -d 2 --netns "$a" --by lport --top 1
	hist first cwnd -j -d 2 --netns "$a" -D "${PORT_OF[quiet]}"
	hist_wait
	expect_object sockets
	expect sockets 'weight sockets: ten quiet flows outweigh a busy one' test \
		"$(counted sockets "${PORT_OF[quiet]}")" -gt "$((4 * $(counted sockets "${PORT_OF[busy]}")))"
	expect segments 'weight segments: a busy flow outweighs ten quiet ones' test \
		"$(counted segments "${PORT_OF[busy]}")" -gt "$(counted segments "${PORT_OF[quiet]}")"
	expect family 'IPv4 is seen' test "$(counted family inet)" -gt 0
	expect family 'IPv6 is seen' test "$(counted family inet6)" -gt 0
	expect size 'send-size: 10000 bytes a call' mass size 10000 10000 "${PORT_OF[busy]}"
	expect size 'send-size: 3000 bytes a call, IPv6' mass size 3000 3000 "${PORT_OF[six]}"
	expect comm 'by comm: the traffic' test "$(counted comm traffic)" -gt 0
	expect comm 'by comm: nobody else is there' test "$(number comm count)" = "$(counted comm traffic)"
	expect process 'of one process: its calls alone' mass process 3000 3000
	# nothing has told them a threshold yet: that is 2^31 segments
	expect first 'cwnd: the 10 segments that a flow begins with, of 64 KiB' \
		mass first $((10 * 60000)) $((10 * 70000))
	expect each 'an object for each interval' \
		test "$(grep -c '^{"type":"hist".*"interval_s":0.[45]' "$LAB_TMP/each.out")" -ge 3
	expect top 'top: the others are one' \
		grep -q '"other":{"groups":[0-9]*,"count":[1-9]' "$LAB_TMP/top.out"
}

# sizes NAME: each is one that the traffic's calls have, and the largest is among them
sizes() {
	buckets "$1" | awk '
		{ known = 0
		  for (size = 100; size <= 10000; size += size == 100 ? 2900 : 7000)
			if ($1 <= size && size <= $2)
				known = 1
		  other += !known
		  largest += $1 <= 10000 && 10000 <= $2 }
		END { exit !(largest && !other) }'
}

# Each kind of hook, for the receive side and for send calls: it counts, or it is refused in a line.
kinds() {
	local kind name
	for kind in auto tracepoint fentry kprobe; do
		hist "recv_$kind" inflight -j -d 1 --netns "$1" --attach $kind --by comm
		hist "send_$kind" send-size -j -d 1 --netns "$1" --attach $kind --weight segments
	done
	hist_wait
	for kind in auto tracepoint fentry kprobe; do
		for name in recv_$kind send_$kind; do
			if grep -q '^tcpbdp: cannot attach: ' "$LAB_TMP/$name.err" &&
				{ [[ $required != *" $kind "* ]] || no_sized_tracepoint "$name"; }; then
				expect "$name" "$name: refused in one line, with status 1" test \
					"$(wc -l <"$LAB_TMP/$name.err") $(<"$LAB_TMP/$name.status")" = '1 1'
			else
				expect_object "$name"
				expect "$name" "$name: counts" test "$(number "$name" count)" -gt 0
				[[ $name == recv_* ]] ||
					expect "$name" "$name: what the calls were given" sizes "$name"
			fi
		done
	done
}

# 6.1 has no tracepoint that knows what a call sent.
no_sized_tracepoint() {
	[[ $1 == send_tracepoint ]] && ! grep -q btf_trace_sock_send_length /sys/kernel/btf/vmlinux
}

# Ctrl-C: the last one is printed, and nothing stays.
interrupted() { # NETNS SIGNAL...
	local netns=$1 signal
	shift
	for signal; do
		objects_all >"$LAB_TMP/before"
		lab_spawn "$signal" host "$TCPBDP" hist rtt --netns "$netns" --by comm
		lab_poll 60 has_hooks "${!signal}" || tap_not_ok "SIG$signal: hist attaches"
		objects_of "${!signal}" >"$LAB_TMP/held"
		tap_test "SIG$signal: what it holds is seen" test -s "$LAB_TMP/held"
		sleep 0.5 # for something to be counted
		kill -s "$signal" "${!signal}"
		lab_poll 10 lab_gone "${!signal}"
		wait "${!signal}" 2>/dev/null
		echo $? >"$LAB_TMP/$signal.status"
		if [[ $signal != KILL ]]; then
			expect "$signal" "SIG$signal: status 0, nothing on stderr" ended_well "$signal"
			expect "$signal" "SIG$signal: the last one is printed" \
				grep -q '^rtt [1-9][0-9]* counted: median ' "$LAB_TMP/$signal.out"
		fi
		tap_test "SIG$signal: nothing left in the kernel" test \
			-z "$(objects_left "$LAB_TMP/before" "$LAB_TMP/held")"
	done
}

# By local port: 1024 of the clients and one of their server are one too many.
too_many_groups() {
	local load_bin=${LAB_BIN%/*}/bench/load netns
	[[ -x $load_bin ]] || { tap_skip 'more groups than fit' 'build/tests/bench/load is not here'; return; }
	mkfifo "$LAB_TMP/ask"
	exec {ask}<>"$LAB_TMP/ask"
	# shellcheck disable=SC2016 # the inner shell expands it
	lab_spawn crowd host bash -c 'exec "$1" --connections 1024 --rate 3 <"$2"' - "$load_bin" \
		"$LAB_TMP/ask"
	lab_poll 30 grep -q ready "$LAB_TMP/crowd.out" || tap_bail 'no crowd'
	netns=$(readlink "/proc/$crowd/ns/net" | tr -dc 0-9)
	hist crowded rtt -j -d 2 --netns "$netns" --by lport --top 1024
	hist_wait
	expect_object crowded
	expect crowded 'more groups than fit: told' test "$(number crowded crowded)" -gt 0
	expect crowded 'more groups than fit: they are in other' \
		grep -q '"other":{"groups":0,"count":[1-9]' "$LAB_TMP/crowded.out"
	expect crowded 'more groups than fit: none is lost' test "$(number crowded lost)" = 0
	exec {ask}>&-
	lab_stop "$crowd"
}

((EUID == 0)) || { echo '1..0 # SKIP needs root'; exit; }
for file in "$TCPBDP" "$LAB_BIN/traffic"; do
	[[ -x $file ]] || { echo "1..0 # SKIP needs $file: build it first"; exit; }
done
for tool in bpftool ip ss; do
	command -v $tool >/dev/null || { echo "1..0 # SKIP needs $tool"; exit; }
done
lab_up "${LAB_BACKEND:-tun}" "$RATE" "$RTT_MS" || tap_bail 'no lab'
a_link
quiet_and_busy
[[ ${HIST_SHORT:-} ]] || { slow_and_bursty && too_many_groups; }
tap_plan
