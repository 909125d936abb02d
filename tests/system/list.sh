#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# list on this kernel, against ss: the same sockets in each of three network namespaces, two of which
# have no name, and the same values in every field that both have. Then what ss cannot show: locks,
# ceilings, causes, the window scale that a listener will offer. Needs root and a kernel with iterators.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
unset NO_COLOR
# shellcheck source=tests/lab/runtime.sh
. tests/lab/runtime.sh

sockets=$PWD/build/tests/lab/sockets
name=tcpbdp-list-$$
trap 'ip netns del "$name" 2>/dev/null; clean_up' EXIT
mkfifo "$dir/stay"
exec 9<>"$dir/stay" # never at its end while this test runs

# hold NAMESPACE KIND NUMBER OPTION...: in the namespace of a process, with sockets; $! is its pid
hold() {
	local netns=$1
	shift
	: >"$dir/ready" # before it does: what another said must not be taken for its word
	nsenter --net="$netns" "$sockets" "$@" <&9 >"$dir/ready" 2>"$dir/err" &
	pids+=($!)
	wait_for 10 grep -qs '^ready' "$dir/ready" || tap_bail "no sockets $*: $(<"$dir/err")"
}

in_netns() { nsenter --net="$1" "${@:2}"; }
inode() { stat -Lc %i "$1"; }

# A namespace that has no name: a task is in it, and that is all. $! is its pid.
unnamed() {
	unshare -n sleep 600 &
	pids+=($!)
	wait_for 5 eval "[ \"\$(inode /proc/$!/ns/net)\" != \"\$(inode /proc/self/ns/net)\" ]"
	in_netns "/proc/$!/ns/net" ip link set lo up
}

# ---- what both have, a line a socket, in one form ----

ss_fields() { # NAMESPACE OPTION...
	in_netns "$1" ss -timOHneop "${@:2}" | awk '
	function endpoint(text) {
		gsub(/[][]/, "", text)
		sub(/%[a-z0-9]+/, "", text)
		return text
	}
	function hex(text,	i, n) {
		for (i = 1; i <= length(text); i++)
			n = n * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
		return n
	}
	# 5.209 ms
	function us(text) { return sprintf("%.0f", text * 1000) }
	{
		split("", f)
		state = $1
		gsub("-", "_", state)
		sub("ESTAB", "ESTABLISHED", state)
		sub("WAIT_", "WAIT", state)
		for (i = 6; i <= NF; i++) {
			if (split($i, part, ":") > 1 && !(part[1] in f))
				f[part[1]] = substr($i, length(part[1]) + 2)
		}
		pid = "null"
		if (match($0, /pid=[0-9]+/))
			pid = substr($0, RSTART + 4, RLENGTH - 4)
		gsub(/[()]|[a-z]+/, "", f["skmem"])
		full = split(f["skmem"], m, ",") > 1
		split(f["rtt"], rtt, "/")
		split(f["wscale"], wscale, ",")
		listens = state == "LISTEN"
		known = full && !listens
		print state, endpoint($4), listens ? "-" : endpoint($5), hex(f["sk"]), pid, \
			known && rtt[1] ? us(rtt[1]) : "null", \
			known && f["minrtt"] ? us(f["minrtt"]) : "null", \
			known ? f["mss"] : "null", \
			known ? f["mss"] * f["cwnd"] : "null", \
			known ? f["snd_wnd"] + 0 : "null", \
			known && wscale[1] != "" ? wscale[1] : "null", \
			listens ? "-" : known && wscale[2] != "" ? wscale[2] : "null", \
			full ? m[4] : "null", full ? m[6] : "null", \
			full ? m[2] : "null", full ? m[1] : "null", \
			known ? $2 : "null", full ? f["cgroup"] : "null"
	}' | sort
}

json_fields() { # INODE: of $dir/out
	awk -v netns="$1" '
	function value(text, key) {
		if (!match(text, "\"" key "\":(\"[^\"]*\"|[^,}]*)"))
			return "?"
		text = substr(text, RSTART + length(key) + 3, RLENGTH - length(key) - 3)
		gsub("\"", "", text)
		return text
	}
	function endpoint(addr, port) { return (addr == "::" && listens ? "*" : addr) ":" port }
	/^{"type":"socket"/ && value($0, "netns") == netns {
		at = index($0, "\"recv\":{")
		send = substr($0, index($0, "\"send\":{"), at)
		recv = substr($0, at)
		listens = value($0, "state") == "LISTEN"
		print value($0, "state"), endpoint(value($0, "laddr"), value($0, "lport")), \
			listens ? "-" : endpoint(value($0, "raddr"), value($0, "rport")), \
			value($0, "cookie"), value($0, "pid"), value($0, "srtt_us"), \
			value($0, "rtt_min_us"), value($0, "mss"), value(send, "cwnd_bytes"), \
			value(send, "peer_window_bytes"), value(send, "peer_wscale"), \
			listens ? "-" : value(recv, "wscale"), \
			value(send, "buffer_bytes"), value(send, "buffer_used_bytes"), \
			value(recv, "buffer_bytes"), value(recv, "buffer_used_bytes"), \
			value(recv, "unread_bytes"), value($0, "cgroup")
	}' "$dir/out" | sort
}

whole_object() { # a socket a line, and as one it is an object
	head -n 1 "$dir/out" | grep -qxF '{"type":"list","schema":1,"sockets":[' &&
		tail -n 1 "$dir/out" | grep -qE '^\](,"summary":\{.*\})?\}$' &&
		! sed '1d;$d' "$dir/out" | sed '$d' | grep -qv '^{.*},$' &&
		! sed '1d;$d' "$dir/out" | tail -n 1 | grep -qv '^{.*}$'
}

same_lines() { # FILE FILE: as many as there should be, and the same
	diff "$1" "$2" >"$dir/diff" && [ "$(wc -l <"$1")" = "$3" ] && return
	sed 's/^/# /' "$dir/diff" | head -n 20
	return 1
}

# as_ss NAME NAMESPACE COUNT LIST-OPTION...: after the name, what ss is to be asked for stands in SS
as_ss() {
	local what=$1 netns=$2 count=$3 i
	shift 3
	for i in 1 2 3; do # a timer of the kernel may change a value between the two
		ss_fields "$netns" $SS >"$dir/ss"
		capture "$program" list -j "$@"
		json_fields "$(inode "$netns")" >"$dir/list"
		cmp -s "$dir/ss" "$dir/list" && break
	done
	expect "$what: one object" whole_object
	expect "$what: as ss says" same_lines "$dir/ss" "$dir/list" "$count"
}

as_many() {
	local netns
	for netns in "$ns_named" "$ns_task" "$ns_small"; do
		SS='' as_ss "connected, in ${netns#/proc/}" "$netns" 10
		SS=-l as_ss "listening, in ${netns#/proc/}" "$netns" 5 -l
	done
	SS='' as_ss 'of one namespace alone' "$ns_task" 10 --netns "$(inode "$ns_task")"
	expect 'no socket is there twice' test -z "$(grep -o '"cookie":"[0-9]*"' "$dir/out" | sort | uniq -d)"
	# for ss a v4-mapped socket is IPv6
	capture "$program" list -j -6 --netns "$(inode "$ns_task")"
	expect 'IPv6 is what it is on the wire' test "$(grep -c '^{"type":"socket"' "$dir/out")" = 4
	capture "$program" list -j -4 --netns "$(inode "$ns_task")"
	expect 'so is IPv4, v4-mapped or not' test "$(grep -c '^{"type":"socket"' "$dir/out")" = 6
}

filters() {
	local port pid
	capture "$program" list -j --netns "$name"
	expect 'a namespace by name' test "$(grep -c '^{"type":"socket"' "$dir/out")" = 10
	port=$(sed -n 's/.*"lport":\([0-9]*\).*"state":"ESTABLISHED".*/\1/p' "$dir/out" | head -n 1)
	pid=$(sed -n 's/.*"state":"CLOSE_WAIT","pid":\([0-9]*\).*/\1/p' "$dir/out" | head -n 1)
	capture "$program" list -j --netns "$name" -P "$port"
	expect 'a port at either end' test "$(grep -c "\"[lr]port\":$port," "$dir/out")" = 2
	expect 'and no other' test "$(grep -c '^{"type":"socket"' "$dir/out")" = 2
	capture "$program" list -j -p "$pid"
	expect 'a process' test "$(grep -c "\"pid\":$pid," "$dir/out")" -ge 1
	expect 'and nobody else' test "$(grep -c '^{"type":"socket"' "$dir/out")" = \
		"$(grep -c "\"pid\":$pid," "$dir/out")"
	capture "$program" list -j --netns "$name" --addr ::1
	expect 'an address' test "$(grep -c '"laddr":"::1"' "$dir/out")" = \
		"$(grep -c '^{"type":"socket"' "$dir/out")"
}

# value OBJECT KEY: of one line of $dir/out, in its "send" or "recv", which KEY begins with
value() {
	local part=${2%%.*} key=${2#*.}
	sed -E "s/.*\"$part\":\{([^}]*)\}.*/\1/; s/.*\"$key\":\"?([^,\"]*).*/\1/" <<<"$1"
}
near() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a >= b * 0.99 && a <= b * 1.01) }'; }

# the client, of the namespace's only locked connection
locked_socket() { # EXTRA...
	capture "$program" list -j --netns "$(inode "$ns_small")" -p "$locked" "$@"
	line=$(grep '"buffer_locked":true' "$dir/out" | head -n 1)
}

what_ss_cannot_show() {
	local line rtt
	locked_socket
	rtt=$(sed -E 's/.*"rtt_min_us":([0-9]+).*/\1/' <<<"$line")
	expect 'SO_SNDBUF is a lock' test "$(value "$line" send.buffer_locked)" = true
	expect 'and the largest there will be' test "$(value "$line" send.buffer_max_bytes)" = 65536
	expect 'so is SO_RCVBUF' test "$(value "$line" recv.buffer_max_bytes)" = 131072
	# 131072 of buffer are at most as much of window
	expect 'the ceiling is the window over the RTT' awk -v c="$(value "$line" recv.ceiling_bps)" \
		-v rtt="$rtt" 'BEGIN { most = 131072 * 8e6 / rtt; exit !(c <= most && c >= most / 4) }'
	expect 'sending as well' near "$(value "$line" send.ceiling_bps)" \
		"$(awk -v rtt="$rtt" 'BEGIN { print 65536 / 1.013 * 8e6 / rtt }')"
	expect 'none is flagged where no bandwidth is known' test \
		"$(grep -c '"undersized":true' "$dir/out")" = 0
	locked_socket --bandwidth 100000g --flagged
	expect 'SO_SNDBUF is to blame' test "$(value "$line" send.cause)" = so_sndbuf
	expect 'SO_RCVBUF is' test "$(value "$line" recv.cause)" = so_rcvbuf
	expect 'for the bandwidth given' test "$(value "$line" recv.needed_source)" = given
	capture "$program" list --netns "$name" --bandwidth 1k --check --flagged
	expect 'a bandwidth that all can use: exit 0' test "$status" = 0
	expect 'and none is shown' test "$(wc -l <"$dir/out")" = 1
	capture "$program" list --netns "$name" --bandwidth 100000g --check
	expect 'one that none can: exit 3' test "$status" = 3
}

sysctls_of_the_namespace() {
	local line
	capture "$program" list -j --netns "$(inode "$ns_small")" --bandwidth 100000g -4
	line=$(grep '"buffer_locked":false' "$dir/out" | grep '"state":"ESTABLISHED"' | head -n 1)
	expect 'tcp_rmem of its own namespace' test "$(value "$line" recv.buffer_max_bytes)" = 200000
	expect 'is to blame' test "$(value "$line" recv.cause)" = tcp_rmem
	capture "$program" list -j --netns "$(inode "$ns_task")" --bandwidth 100000g -4
	line=$(grep '"state":"ESTABLISHED"' "$dir/out" | head -n 1)
	expect 'no window scaling: no scale' test "$(value "$line" send.peer_wscale)" = null
	expect 'and that is to blame' test "$(value "$line" send.cause)" = no_wscale_local
	expect 'for both' test "$(value "$line" recv.cause)" = no_wscale_local
}

listeners() {
	local netns offered
	for netns in "$ns_named" "$ns_task" "$ns_small"; do
		capture "$program" list -j -l -4 --netns "$(inode "$netns")"
		offered=$(value "$(grep '"laddr":"0.0.0.0"' "$dir/out" | head -n 1)" recv.wscale)
		capture "$program" list -j -4 --netns "$(inode "$netns")"
		expect "what a listener in ${netns#/proc/} will offer is what it has offered" test \
			"$offered" = "$(value "$(grep '"state":"CLOSE_WAIT"' "$dir/out" |
				head -n 1)" recv.wscale)"
	done
}

told() { # MENTION: exit 0, and one line that says so
	[ "$status" = 0 ] && [ "$(wc -l <"$dir/err")" = 1 ] && grep -qF "$1" "$dir/err"
}

least_privileges() {
	capture nsenter --net="$ns_task" setpriv --reuid=65534 --regid=65534 --clear-groups \
		--inh-caps=-all,+bpf,+perfmon --ambient-caps=-all,+bpf,+perfmon "$program" list -j
	expect 'with CAP_BPF and CAP_PERFMON alone' told 'only this network namespace'
	expect 'it lists its own' test "$(grep -c '"buffer_locked":false' "$dir/out")" -ge 9
}

by_netlink() {
	SS='' as_ss 'by netlink' "$ns_task" 10 --via netlink
	expect 'what it cannot know is null' test \
		"$(grep -c '"buffer_max_bytes":null,"buffer_locked":null' "$dir/out")" = \
		"$(grep -c '^{"type":"socket"' "$dir/out")"
	capture nsenter --net="$ns_task" setpriv --reuid=65534 --regid=65534 --clear-groups \
		--inh-caps=-all "$program" list --via netlink
	expect 'by netlink without privileges' told 'only this network namespace'
	expect 'its own namespace' test "$(wc -l <"$dir/out")" = 11
	capture setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all "$program" list
	expect 'without privileges it says what is missing' refused CAP_BPF
}

sorted() {
	capture "$program" list -j --netns "$name" --sort rtt
	expect 'by RTT, the largest first' test "$(grep -o '"rtt_min_us":[0-9]*' "$dir/out" | cut -d: -f2)" = \
		"$(grep -o '"rtt_min_us":[0-9]*' "$dir/out" | cut -d: -f2 | sort -rn)"
	capture "$program" list --netns "$name" --summary
	expect 'a summary counts them' grep -qx 'sockets     10, 0 flagged' "$dir/out"
	expect 'and their states' grep -qx \
		'states      ESTABLISHED 4, FIN_WAIT2 3, CLOSE_WAIT 3' "$dir/out"
}

# A namespace that only its sockets keep alive: no process is in it, no name leads there.
kept_alive() {
	hold "$ns_task" inet 1 --own-netns
	capture "$program" list -j -p $!
	expect 'a namespace that nobody is in' test "$(grep -c '^{"type":"socket"' "$dir/out")" = 2
	expect 'is none of those' test "$(grep -c "\"netns\":$(inode "$ns_task")," "$dir/out")" = 0
}

# What reads the sockets, and tells of them, may do nothing else any more. Nobody reads what it says, so
# that it can be looked at meanwhile: it is more than a pipe holds.
drops_privileges() {
	local pid
	unnamed
	hold "/proc/$!/ns/net" inet 100
	mkfifo "$dir/unread"
	exec 8<>"$dir/unread"
	"$program" list -j >"$dir/unread" 2>"$dir/err" &
	pid=$!
	pids+=("$pid")
	expect 'it drops its privileges before it reads' wait_for 10 attached $pid
	cat <&8 >/dev/null &
	pids+=($!)
	ended $pid
	expect 'and ends well' test $status = 0
	exec 8>&-
	rm "$dir/unread"
}

verbose() {
	capture "$program" list -v --netns "$name"
	expect '-v says how a namespace is read' grep -qx \
		"tcpbdp: network namespace $(inode "$ns_named"): read by the TCP iterator" "$dir/err"
	expect 'and which are not read' grep -qx \
		"tcpbdp: network namespace $(inode "$ns_task"): not read" "$dir/err"
	capture "$program" list -v --netns "$name" --via netlink
	expect 'with --via netlink, too' grep -qx \
		"tcpbdp: network namespace $(inode "$ns_named"): read by inet_diag" "$dir/err"
}

# Whatever dies while it is looked at, it says what there is, and ends well.
vanishing() {
	local i
	for ((i = 0; i < 5; i++)); do
		unnamed
		hold "/proc/$!/ns/net" inet 1
		kill "${pids[@]: -2}" &
		capture "$program" list -j
		wait_for 10 gone "${pids[-1]}" && wait_for 10 gone "${pids[-2]}"
		ended_well && whole_object || break
	done
	expect 'namespaces that vanish meanwhile' test "$i" = 5
}

[ -x "$sockets" ] || tap_bail "no $sockets: make test-programs"
ip netns add "$name" && ip -n "$name" link set lo up || tap_bail 'no network namespaces'
ns_named=/run/netns/$name
unnamed
ns_task=/proc/$!/ns/net
in_netns "$ns_task" sysctl -qw net.ipv4.tcp_window_scaling=0
unnamed
ns_small=/proc/$!/ns/net
in_netns "$ns_small" sysctl -qw net.ipv4.tcp_rmem='4096 131072 200000'
for netns in "$ns_named" "$ns_task" "$ns_small"; do
	hold "$netns" inet 1
	hold "$netns" inet 1 --half-close
	hold "$netns" inet6 1 --half-close
	hold "$netns" mapped 1 --close
	if [ "$netns" = "$ns_small" ]; then
		hold "$netns" inet6 1 --sndbuf 32k --rcvbuf 64k
		locked=$!
	else
		hold "$netns" inet6 1
	fi
done
as_many
filters
what_ss_cannot_show
sysctls_of_the_namespace
listeners
by_netlink
least_privileges
sorted
kept_alive
drops_privileges
verbose
vanishing
nothing_left 'list'
tap_plan
