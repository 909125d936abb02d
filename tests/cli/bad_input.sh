#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# What a user can get wrong on the command line. Each is answered by one line on stderr that
# repeats what was wrong, nothing on stdout, exit 2 for a wrong usage and 1 for what is not there.
# Needs no root; as root, what must be seen without privileges runs as somebody else.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C
unset NO_COLOR

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
chmod 755 "$dir"
# the tree may be closed to the user without privileges
install -m 755 "${TCPBDP:-build/tcpbdp}" "$dir/tcpbdp" || tap_bail 'build/tcpbdp is not built'
program=$dir/tcpbdp

as_nobody=()
[ "$(id -u)" = 0 ] &&
	as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all)

# capture COMMAND...: sets status, and leaves stdout and stderr in files
capture() {
	timeout -k 1 20 "$@" >"$dir/out" 2>"$dir/err" </dev/null
	status=$?
}

explain() {
	printf '# exit status %s; stdout:\n' "$status"
	tap_note "$dir/out" 3
	echo '# stderr:'
	tap_note "$dir/err" 3
}

# one_line STATUS MENTION...: is that what was captured?
one_line() {
	local want=$1 mention
	shift
	[ "$status" = "$want" ] && [ ! -s "$dir/out" ] || return 1
	[ "$(wc -l <"$dir/err")" = 1 ] && [ "$(tail -c 1 "$dir/err" | od -An -tx1)" = ' 0a' ] || return 1
	[[ $(<"$dir/err") == tcpbdp* ]] || return 1
	# no byte that a terminal would obey
	! tr -d '\n' <"$dir/err" | LC_ALL=C grep -q '[^ -~]' || return 1
	for mention; do
		grep -qF -e "$mention" "$dir/err" || return 1
	done
}

# refused STATUS MENTION ARGUMENT...
refused() {
	local want=$1 mention=$2 name
	shift 2
	capture "$program" "$@"
	printf -v name '%q ' "$@"
	if one_line "$want" "$mention"; then
		tap_ok "exit $want: ${name:0:70}"
	else
		tap_not_ok "exit $want: ${name:0:70}"
		explain
	fi
}

usage() { refused 2 "$@"; }
not_there() { refused 1 "$@"; }


wrong_commands() {
	usage 'tarce: unknown command, did you mean trace?' tarce
	usage 'bogus: unknown command' bogus
	usage 'bogus: unknown command' help bogus
	usage 'more' help trace more
	usage 'trace: unexpected' help --man list trace
	usage 'bogus: unknown command' help --man bogus
	usage '--completion requires a shell' help --completion
	usage '--completion requires a shell' help --completion tcsh
	usage 'more: unexpected' help --completion bash more
	usage '--bogus' --bogus
	usage '-j: options come after the command' -j trace
	usage '--bogus: unknown option' trace --bogus
	usage 'did you mean --port?' trace --prot 80
	usage 'did you mean --interval?' trace --intervall=5
	usage '--a: ambiguous' trace --a
	usage '-x: unknown option' trace -x
	usage '-x: unknown option' trace -jx
	usage '--json=yes' trace --json=yes
	usage '--port: requires an argument' trace --port
	usage '-P: requires an argument' trace -j -P
	usage '--port: unknown option' doctor --port 80
	usage 'INTERVAL extra: not a time' trace extra
	usage 'COUNT x: not a number of reports (1 to 1000000000)' trace -j 10 x
	usage 'COUNT 0: not a number of reports' trace 1 0
	usage 'COUNT 1000000000: longer than' trace 2 1000000000
	usage '3: unexpected argument' trace 1 2 3
	usage '3: unexpected argument' trace -i 1 3
	usage 'COUNT and -d exclude each other' trace 1 2 -d 5
	usage 'COUNT and --to exclude each other' trace 1 2 --to 5 --replay x
	usage '10: unexpected argument' advise -j 10
	usage '10: unexpected argument' record -o x 10
	usage 'extra: unexpected argument' doctor extra
	usage '-4 and -6' trace -4 -6
	usage '--ipv4 and -6' trace -6 --ipv4
	usage '-6' trace -6 --addr 10.0.0.0/8
	usage '-4' trace --addr ::1 -4
}

wrong_numbers() {
	local value
	for value in 0 0.0 0s -1 -0.5 1x 1S 9ms 1us 1m30s '1 ' '' . 0x10 1e3 nan inf 1,5 0.001 1000000001 \
		99999999999999999999; do
		usage "-i $value" trace -i "$value"
		usage "--duration $value" trace --duration "$value"
	done
	for value in 0 -1 65536 70000 99999999999999999999 80x no-such-service ''; do
		usage "-P $value: not a port (1 to 65535, such as 443 or https)" trace -P "$value"
		usage "--lport $value" trace --lport "$value"
		usage "-D $value" trace -D "$value"
	done
	for value in 0 -1 4194305 4294967297 99999999999999999999 -x ''; do
		usage "--pid $value: not a process id" trace --pid "$value"
	done
	for value in '' 'a,' ',a'; do
		usage "--comm : not a process's name" trace --comm "$value"
	done
	for value in '' 'nginx,' ',c3c3'; do
		usage '--unit : not a service or a container' trace --unit "$value"
	done
	for value in '' xyz 'c3/' C3; do
		usage "--pod $value: not a pod's uid" list --pod "$value"
	done
	usage '--limit rwdn: unknown, did you mean rwnd?' trace --limit rwdn
	usage '--limit x: not one of idle, unknown, app' list --limit idle,x
	usage '--cause tcp_rmen: unknown, did you mean tcp_rmem?' advise --cause tcp_rmem --cause tcp_rmen
	for value in 20ms '>' '=20ms' 9ms-1ms '<0s' ''; do
		usage "--rtt $value: not a range of RTT (such as '>20ms'" trace --rtt "$value"
	done
	usage "--rtt >20: needs a unit, such as '>20ms'" trace --rtt '>20'
	usage '--unit: unknown option' record -o x --unit nginx
	usage '--limit: unknown option' hist rtt --limit rwnd
	for value in 0g -1 g 10q 10gbps 10MB/s 1.5.5g 99999999999g 18446744073709551616bit \
		99999999999999999999999999t inf ''; do
		usage "--bandwidth $value: not a rate" trace --bandwidth "$value"
	done
	for value in 0 10 9600 0.5 18446744073709551616; do
		usage "--bandwidth $value: needs a unit, such as 10g or 10mbit" \
			trace --bandwidth "$value"
	done
	for value in -1 1.5 1x 3600001 99999999999999999999 ''; do
		usage "--sample-interval $value" trace --sample-interval "$value"
	done
	usage '--sample-interval 2000' trace --sample-interval 2000
}

wrong_words() {
	local value
	for value in 10 10/8 10.0.0.0/33 10.0.0.0/ 10.0.0.0/x 10.0.0.256 ::1/129 fe80::1%eth0 \
		example.com ''; do
		usage "--addr $value" trace --addr "$value"
	done
	usage '--attach uprobe' trace --attach uprobe
	usage '--attach ' trace --attach ''
	usage '--color red' trace --color red
}

wrong_lists() {
	local value
	for value in bogus '' 1 ceiling,rtt none; do
		usage "--sort $value: not one of ceiling, rtt" list --sort "$value"
	done
	usage '--sort celing: unknown, did you mean ceiling?' \
		list --sort celing
	usage '--via udp' list --via udp
	usage 'did you mean state? (not one of ceiling, rtt, buffer, used, window, pid' list --sort rate
	usage '--via itertor: unknown, did you mean iterator?' list --via itertor
	usage '--attach fentri: unknown, did you mean fentry?' trace --attach fentri
	usage '--summary and --sort exclude' list --summary --sort rtt
	usage '-l and --flagged exclude' list -l --flagged
	usage '--listen and --check exclude' list --listen --check
	usage '-l and --bandwidth exclude' list -l --bandwidth 1g
	usage '--replay and --via exclude' list --replay x --via auto
	usage '--replay and -l exclude' list --replay x -l
	usage '--from requires --replay' list --from 1
	not_there 'no-such-file' list --replay no-such-file
	usage '-4 and -6' list -4 -6
	usage '--addr 10/8' list --addr 10/8
	usage '--bandwidth 0' list --bandwidth 0
	usage '--interval: unknown option' list --interval 1
	usage '--duration: unknown option' list --duration 1
	usage 'extra: unexpected argument' list extra
	not_there 'no such network namespace' list --netns no-such-namespace
	not_there 'no such process' list -p 4194304
}

# of several values the wrong one is named
wrong_values() {
	local full
	full=$(seq -s, 1 32)
	usage '-P 70000: not a port' trace -P 80,70000,81
	usage '-P : not a port' trace -P 80,
	usage '-L : not a port' trace -L ,80
	usage '--rport : not a port' trace --rport 80,,81
	usage '-P  81: not a port' trace -P '80, 81'
	usage '-P 80;81: not a port' trace -P '80;81'
	usage '--pid 0: not a process id' trace --pid 1,0
	usage '--addr 10/8: not an address' trace --addr ::1,10/8
	usage '-4' trace -4 --addr 10.0.0.1,::1
	usage '-P 33: more than 32 values' trace -P "$full" -P 33
	usage '--addr ::33: more than 32 values' trace --addr "$(printf '::%s,' {1..32})::33"
	usage '--netns 33: more than 32 values' trace --netns "$full,33" --replay x
	usage '-p 257: more than 256 values' trace -p "$(seq -s, 1 257)"
	# shellcheck disable=SC2046
	usage '-P: given more than 64 times' trace $(printf -- '-P 80 %.0s' {1..65})
	not_there '--netns no-such-name: no such' trace --netns /proc/self/ns/net,no-such-name
	not_there '-p 4194304: no such process' trace -p "$$,4194304"
	not_there '--cgroup /no/such: no such control group' list --cgroup / --cgroup /no/such
}

# a capture beside the reports, or in place of the kernel
wrong_captures() {
	local value option
	for option in --record --replay; do
		usage "$option : not a file name" trace "$option" ''
		usage "$option: requires an argument: $option FILE" trace "$option"
	done
	for value in 0 -1 1 1048575 1023K 0.9M 1025T 1125899906842625 16777216T \
		99999999999999999999999 64P 64Mbit 64iB '64 M' 1.5.5G M ''; do
		usage "--max-size $value: not a size" trace --record x --max-size "$value"
	done
	for value in 0 -1 0.5 999ms 0.999999999 1000000001 99999d 1D ''; do
		usage "--max-age $value: not a time" trace --record x --max-age "$value"
	done
	for value in -1x 1x now 12: 1:00 24:00 1:00:00 24:00:00 23:59:60 12:00:00Z 2026-01-31 \
		2026-02-30T12:00:00 2026-13-01T12:00:00 2026-01-31T24:00:00Z '2026-01-31 12:00:00' ''; do
		usage "--from $value: not a time in a capture" trace --replay x --from "$value"
		usage "--to $value: not a time in a capture" trace --replay x --to "$value"
	done
	usage '--force requires --record FILE' trace --force
	usage '--max-size requires --record FILE' trace --max-size 64M
	usage '--max-age requires --record FILE' trace --max-age 60
	usage '--anonymize requires --record FILE' trace --replay x --anonymize
	usage '--from requires --replay FILE' trace --from 1
	usage '--to requires --replay FILE' trace --record x --to 1
	usage '--replay and --record exclude' trace --record x --replay x
	usage '--replay and --attach exclude' trace --replay x --attach auto
	usage '--replay and --sample-interval exclude' trace --replay x --sample-interval 100
	usage '--duration and --to exclude' trace --replay x --duration 5 --to 10
	usage '-d and --to exclude' trace --replay x --to 10 -d 5
	usage '--to 5: not after --from 5' trace --replay x --to 5 --from 5
	usage '--to -5m: not after --from -1m' trace --replay x --from -1m --to -5m
	usage '--to 5: not after --from 10' trace --replay x --from 10 --to 5
	for value in /proc/self/ns/net no-such-name 0 4294967296 ''; do
		usage "--netns $value: a capture knows namespaces by inode" \
			trace --replay x --netns "$value"
	done
	usage "--cgroup : not a control group's path" trace --replay x --cgroup ''
	usage '-o x: not one of time, pid' trace -o x
}

wrong_record_options() {
	local arguments
	for arguments in '' '--force' '-d 1 -P 80' '--max-size 64M'; do
		# shellcheck disable=SC2086
		usage 'needs -o FILE: the capture to write' record $arguments
	done
	usage '-o : not a file name' record -o ''
	usage '--output : not a file name' record --output ''
	usage '-o: requires an argument: -o FILE' record -o
	usage '--max-size 1k: not a size' record -o x --max-size 1k
	usage '--max-age 0.5: not a time' record -o x --max-age 0.5
	usage '-4 and -6 exclude' record -o x -4 -6
	usage '-6' record -o x -6 --addr 10.0.0.0/8
	for arguments in -j -i1 -T -H --flagged --color=never --bandwidth=1g --record=x --replay=x \
		--from=1 --to=1; do
		usage 'unknown option' record -o x "$arguments"
	done
	usage 'extra: unexpected argument' record -o x extra
	not_there '--pid 4194304: no such process' record -o x --pid 4194304
}

wrong_advise_options() {
	local value
	for value in 64 1/1 1/0 1/ 1/-2 1/1000001 2/64 1/64x 1/6.4 0.5 ''; do
		usage "--memory-share $value: not a share" advise --memory-share "$value"
	done
	for value in 0 -1 10q ''; do
		usage "--bandwidth $value" advise --bandwidth "$value"
	done
	usage '-d 0' advise -d 0
	usage '--sysctl-d : not a file name' advise --sysctl-d ''
	usage '--sysctl-d: requires an argument: --sysctl-d FILE' advise --sysctl-d
	usage '--check=3' advise --check=3
	usage '-4 and -6 exclude' advise -4 -6
	usage '--replay and --attach exclude' advise --replay x --attach auto
	usage '--from requires --replay FILE' advise --from 1
	for value in --flagged -T -H --color=never --record=x -o --force; do
		usage 'unknown option' advise "$value"
	done
	for value in --check --sysctl-d=x --memory-share=1/64; do
		usage 'unknown option' trace "$value"
	done
	usage 'extra: unexpected argument' advise extra
	usage 'did you mean advise?' advice
	not_there '--pid 4194304: no such process' advise --pid 4194304
	not_there 'no-such-file' advise --replay no-such-file --sysctl-d "$dir/drop-in"
	tap_test 'nothing is written when there is nothing to read' [ ! -e "$dir/drop-in" ]
}

wrong_export_options() {
	local arguments
	for arguments in '' '--once' '-i 5'; do
		# shellcheck disable=SC2086
		usage 'needs -o FILE.prom: the textfile to write' export $arguments
	done
	for arguments in x x.prom.gz x.PROM .prom ./.prom ''; do
		usage "-o $arguments: not a file NAME.prom" export -o "$arguments"
	done
	for arguments in 0 0.99 -1 x; do
		usage "-i $arguments: not a time (1s to" export -o x.prom -i "$arguments"
	done
	usage '--by comm: not one of port, cgroup' export -o x.prom --by comm
	usage '--by cgruop: unknown, did you mean cgroup?' export -o x.prom --by cgruop
	usage '--top 0: not a number of groups' export -o x.prom --by port --top 0
	usage '--top requires --by GROUP' export -o x.prom --top 3
	usage '--once and -d exclude' export -o x.prom --once -d 3
	usage '--sample-interval 20000: longer than the interval' \
		export -o x.prom --sample-interval 20000
	for arguments in -j --flagged --force -T; do
		usage 'unknown option' export -o x.prom "$arguments"
	done
	usage 'did you mean export?' exprot
	not_there 'no such directory' export -o "$dir/none/x.prom"
	not_there 'no-such-file' export -o "$dir/x.prom" --replay no-such-file
	tap_test 'nothing is written, and no lock is left' [ -z "$(find "$dir" -name '*x.prom*')" ]
}

wrong_hist_options() {
	local value
	usage 'needs a METRIC: see tcpbdp hist --list' hist
	usage 'needs a METRIC' hist -d 1 -j
	usage 'METRIC rttt: unknown, did you mean rtt?' hist rttt
	usage 'METRIC send_size: unknown, did you mean send-size?' hist send_size
	usage 'METRIC bogus: no such metric: see tcpbdp hist --list' hist bogus
	usage 'METRIC : no such metric' hist ''
	usage 'METRIC rate: unknown, did you mean delivery-rate?' hist rate
	usage 'queue: unexpected argument' hist rtt queue
	usage 'INTERVAL rtt: not a time' trace rtt
	usage '--list and METRIC exclude' hist rtt --list
	usage '--by conm: unknown, did you mean comm?' hist rtt --by conm
	usage '--by peer-prefx/24: unknown, did you mean peer-prefix?' hist rtt --by peer-prefx/24
	usage '--by port: unknown, did you mean lport?' hist rtt --by port
	usage '--by bogus: not one of peer-prefix[/N], lport' hist rtt --by bogus
	usage '--by lport/24: not one of' hist rtt --by lport/24
	usage '--by : not one of' hist rtt --by ''
	for value in 0 129 -1 x 99999999999999999999 ''; do
		usage "--by peer-prefix/$value: longer than an address, or no length" \
			hist rtt --by "peer-prefix/$value"
	done
	usage '--by peer-prefix/33: a prefix longer than an address of IPv4' \
		hist rtt -4 --by peer-prefix/33
	usage '--weight segment: unknown, did you mean segments?' hist rtt --weight segment
	usage '--weight bogus: not one of sockets, segments' hist rtt --weight bogus
	usage '--top requires --by GROUP' hist rtt --top 3
	for value in 0 -1 1025 x ''; do
		usage "--top $value: not a number of groups (1 to 1024)" \
			hist rtt --by comm --top "$value"
	done
	usage '-d 0: not a time' hist rtt -d 0
	usage '-i 0: not a time' hist rtt -i 0
	usage '--replay and --weight segments exclude' hist rtt --replay x --weight segments
	usage '--by limit and --weight segments exclude' hist rtt --by limit --weight segments
	usage 'send-size: not with --replay: no sample has it' hist send-size --replay x
	usage 'rtt-var: not with --by limit: no sample has it' hist rtt-var --by limit
	usage '--replay and --attach exclude' hist rtt --replay x --attach auto
	usage '--from requires --replay FILE' hist rtt --from 1
	for value in --flagged --bandwidth=1g --record=x --sample-interval=1 --check -o; do
		usage 'unknown option' hist rtt "$value"
	done
	for value in --by=comm --weight=sockets --top=3 --list; do
		usage 'unknown option' trace "$value"
	done
	usage 'did you mean hist?' hits
	not_there '--pid 4194304: no such process' hist rtt --pid 4194304
	not_there 'no-such-file' hist rtt --replay no-such-file
}

# names that would do something to a terminal, or to a line
hostile_words() {
	usage '\x1b]0;title\x07' trace --port $'\e]0;title\a'
	usage 'a\x0ab' trace $'a\nb'
	usage 'COUNT a\x0ab' trace 5 $'a\nb'
	usage '\u202e' $'\xe2\x80\xaetxt'
	usage '\xff' trace $'-\xff'
	usage 'aaaaaaaa' trace --port "$(printf 'a%.0s' {1..50000})"
	usage '%s%n' trace --addr '%s%n'
	usage '\x1b[31m' trace --replay x --netns $'/\e[31m'
	usage '12:00:00\x0a' trace --replay x --to $'12:00:00\n'
	usage '\x1b]0;title\x07' hist $'\e]0;title\a'
	not_there '\x1b[31m' trace --cgroup $'/\e[31m'
}

what_is_not_there() {
	# PID_MAX_LIMIT is one more than the largest there can be
	not_there '--pid 4194304: no such process' trace --pid 4194304
	not_there '-p no-such-name: no process of this name' trace -p no-such-name
	not_there '-p 1x: no process of this name' list -p 1x
	usage '-p nginx: a capture has no processes to look up: use --comm' trace -p nginx --replay x
	not_there '--netns no-such-name' trace --netns no-such-name
	not_there '--netns /proc/self/ns/none' trace --netns /proc/self/ns/none
	not_there '--netns /proc/self/ns/uts: not a network namespace' trace --netns /proc/self/ns/uts
	not_there '--netns /dev/null: not a network namespace' trace --netns /dev/null
	not_there '--netns 99999999999' trace --netns 99999999999
	not_there '--netns 0' trace --netns 0
	not_there '--cgroup /no/such/group' trace --cgroup /no/such/group
	not_there '--cgroup /etc' trace --cgroup /etc
	not_there '--cgroup ../../../../etc' trace --cgroup ../../../../etc
	# usage is looked at first
	usage '--bogus' trace --pid 4194304 --bogus
	if [ "$(id -u)" = 0 ]; then
		not_there '--netns 1' trace --netns 1
		thread_is_no_process
	else
		tap_skip 'a namespace of an inode that no process has' 'needs root to look into all'
		tap_skip 'a thread is no process' 'needs a program with threads'
	fi
}

# Whether a program with threads runs here is not ours to say.
thread_is_no_process() {
	local task tid pid
	for task in /proc/[0-9]*/task/[0-9]*; do
		tid=${task##*/} pid=${task#/proc/}
		pid=${pid%%/*}
		[ "$tid" != "$pid" ] || continue
		not_there "--pid $tid: a thread: give its process, $pid" trace --pid "$tid"
		return
	done
	tap_skip 'a thread is no process' 'no program with threads runs'
}

without_privileges() {
	local arguments
	for arguments in trace 'trace -j' 'trace -d 1 --flagged' advise 'advise --check -j' 'hist rtt' \
		'hist rtt -j --by limit' list 'list -j' 'list -l' 'list --via iterator'; do
		# shellcheck disable=SC2086
		capture "${as_nobody[@]}" "$program" $arguments
		if one_line 1 CAP_BPF CAP_PERFMON; then
			tap_ok "without privileges: $arguments"
		else
			tap_not_ok "without privileges: $arguments"
			explain
		fi
	done
}

list_without_privileges() {
	capture "${as_nobody[@]}" "$program" list
	one_line 1 'run as root, try --via netlink'
	tap_test 'without privileges list says how it may' [ $? = 0 ]
	capture "${as_nobody[@]}" "$program" list --via netlink
	[ "$status" = 0 ] && grep -q '^PID ' "$dir/out"
	tap_test 'and then it does' [ $? = 0 ]
}

owners_without_privileges() {
	capture "${as_nobody[@]}" "$program" list --via netlink -p $$
	one_line 1 'need the iterators'
	tap_test 'without privileges there are no owners to ask for' [ $? = 0 ]
}

doctor_without_privileges() {
	capture "${as_nobody[@]}" "$program" doctor
	[ "$status" = 1 ] && [ ! -s "$dir/err" ] && grep -q 'CAP_BPF and CAP_PERFMON' "$dir/out" &&
		grep -q 'not tried' "$dir/out"
	tap_test 'doctor without privileges tells what is missing' [ $? = 0 ]
	capture "${as_nobody[@]}" "$program" doctor --json
	[ "$status" = 1 ] && [ ! -s "$dir/err" ] && [ "$(wc -l <"$dir/out")" = 1 ] &&
		grep -q '^{"type":"doctor","schema":1,.*"works":false,.*"id":"no_privileges"' "$dir/out"
	tap_test 'doctor --json without privileges is one object' [ $? = 0 ]
}

help_and_version() {
	local arguments
	for arguments in --help -h help 'help --help' 'help -h' 'help help' 'help trace' 'trace --help' 'trace -jh' 'doctor -h' \
		'help doctor' 'help list' 'list -h'; do
		# shellcheck disable=SC2086
		capture "$program" $arguments
		[ "$status" = 0 ] && [ ! -s "$dir/err" ] && grep -q '^Usage: tcpbdp' "$dir/out"
		tap_test "tcpbdp $arguments" [ $? = 0 ]
	done
	for arguments in '' trace list hist advise export record doctor columns metrics; do
		# shellcheck disable=SC2086
		capture "$program" help $arguments
		[ "$(wc -L <"$dir/out")" -le 80 ]
		tap_test "the help of ${arguments:-tcpbdp} fits a terminal of 80 columns" [ $? = 0 ]
	done
	for arguments in --version -V 'trace -V' 'doctor --version'; do
		# shellcheck disable=SC2086
		capture "$program" $arguments
		[ "$status" = 0 ] && [ ! -s "$dir/err" ] && [[ $(<"$dir/out") =~ ^tcpbdp\ [0-9.]+$ ]]
		tap_test "tcpbdp $arguments" [ $? = 0 ]
	done
	capture "$program"
	[ "$status" = 2 ] && [ ! -s "$dir/out" ] && grep -q '^Usage: tcpbdp' "$dir/err"
	tap_test 'no arguments: usage on stderr, exit 2' [ $? = 0 ]
	"$program" --help >/dev/full 2>"$dir/err"
	status=$?
	: >"$dir/out"
	one_line 1 'No space left'
	tap_test 'help onto a full disk' [ $? = 0 ]
	"$program" --help >&- 2>"$dir/err"
	status=$?
	one_line 1 'Bad file descriptor'
	tap_test 'help onto a closed stdout' [ $? = 0 ]
	for arguments in '' trace list hist advise export record doctor; do
		# shellcheck disable=SC2086
		! "$program" help $arguments | grep -q '.\{101\}'
		tap_test "help fits into 100 columns: $arguments" [ $? = 0 ]
	done
}

wrong_commands
wrong_numbers
wrong_words
wrong_lists
wrong_values
wrong_captures
wrong_record_options
wrong_advise_options
wrong_export_options
wrong_hist_options
hostile_words
what_is_not_there
without_privileges
list_without_privileges
owners_without_privileges
doctor_without_privileges
help_and_version
tap_plan
